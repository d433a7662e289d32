// The arithmetic of the pages, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

/**
 * A module of the pages.
 * @template T
 * @param {string} path
 * @returns {Promise<T>}
 */
async function load(path) {
  const { outputFiles } = await build({
    entryPoints: [new URL(`../src/${path}`, import.meta.url).pathname],
    bundle: true,
    format: "esm",
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  /** @type {unknown} */
  const loaded = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return /** @type {T} */ (loaded);
}

/** @type {typeof import("../src/number/decimal")} */
const decimal = await load("number/decimal.ts");
/** @type {typeof import("../src/pages/department/flow")} */
const flow = await load("pages/department/flow.ts");
const { format, parseDecimal, percent, plain } = decimal;

test("decimals are read and written exactly", () => {
  for (const text of ["0.000001", "-0.5", "189802800.00", "99999999999999999999.99", "1234567.891234"]) {
    const [whole = "", fraction = ""] = text.replace("-", "").split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    const trimmed = fraction.replace(/0+$/, "");
    const expected = `${text.startsWith("-") ? "−" : ""}${grouped}${trimmed ? `.${trimmed}` : ""}`;
    assert.equal(plain(parseDecimal(text)), expected);
  }
  for (const text of ["", "1e3", "1,000", "abc", "1.2345678", "--1", " 1"]) {
    assert.throws(() => parseDecimal(text), /not a decimal/);
  }
});

test("half is rounded away from zero, in any unit", () => {
  const cases = /** @type {const} */ ([
    ["4285434.40", 2, 4, "428.54"],
    ["50.00", 2, 4, "0.01"],
    ["49.99", 2, 4, "0.00"],
    ["-50.00", 2, 4, "−0.01"],
    ["-49.99", 2, 4, "0.00"],
    ["189802800.00", 4, 8, "1.8980"],
    ["999999.99", 2, 4, "100.00"],
    ["0.005", 2, 0, "0.01"],
    ["1234567.00", 0, 0, "1,234,567"],
  ]);
  for (const [text, places, shift, expected] of cases)
    assert.equal(format(parseDecimal(text), places, shift), expected);
});

test("shares are of the exact amounts, and of nothing there is none", () => {
  const share = percent(parseDecimal("1"), parseDecimal("3"));
  assert.equal(share === undefined ? "" : format(share, 4), "33.3333");
  assert.equal(percent(1n, 0n), undefined);
});

test("a difference is drawn from balances or added to them, unless rounding explains it", () => {
  const unit = parseDecimal("100");
  const row = (/** @type {string} */ code, /** @type {string} */ amount, /** @type {string} */ id) => ({
    document_id: "d",
    functional_code: code,
    amount_cny: parseDecimal(amount),
    rounding_unit_cny: unit,
    figure_id: id,
    revenue_source: "fiscal_appropriation",
    expenditure_type: "basic",
  });
  const links = flow.flowOfAllMoney(
    [row("2010101", "1000", "a"), row("2020101", "900", "b"), row("2030101", "500.00", "c"), row("2050101", "70", "f")],
    [row("2010101", "700", "d"), row("2020101", "1300", "e"), row("2030101", "600.00", "g"), row("2050101", "0", "h")],
  );
  const between = (/** @type {string} */ source, /** @type {string} */ target) =>
    links.find((link) => link.source === source && link.target === target)?.value;
  const { nodes } = flow;
  assert.equal(between(nodes.class("201"), nodes.added), parseDecimal("300"));
  assert.equal(between(nodes.drawn, nodes.class("202")), parseDecimal("400"));
  assert.equal(between(nodes.drawn, nodes.class("203")), undefined, "100 is two half units: rounding");
  assert.equal(between(nodes.class("205"), nodes.type("basic")), undefined, "nothing flows");
});
