// All tests in one process, so that one browser serves them all.
import "./units.test.mjs";
import "./pages.test.mjs";
import "./figures.test.mjs";
import "./findings.test.mjs";
import "./sql.test.mjs";
import "./use.test.mjs";
import "./hostile.test.mjs";
