/** The frame of every page: header, navigation, the page itself, footer, and the dialog of sources. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useData } from "./data/load";
import { about, site } from "./data/sources";
import { pageOf } from "./pages/pages";
import { MONEY_UNITS, isMoneyUnit, unitName } from "./number/money";
import { TraceContext, type Traced } from "./parts/amount";
import { SourceDialog } from "./parts/source-dialog";
import { type Route, href, useRoute } from "./route";
import { type Settings, SettingsContext, rememberUnit, rememberedUnit, useSettings, useWords } from "./settings";
import { say } from "./words/text";
import { UI, type Word } from "./words/ui";

const NAVIGATION: readonly (readonly [path: string, word: Word])[] = [
  ["", "overview"],
  ["department", "department"],
  ["projects", "projects"],
  ["findings", "findings"],
  ["compare", "compare"],
  ["documents", "documents"],
  ["sql", "sql"],
];

export function App() {
  const route = useRoute();
  const { lang } = route;
  const loaded = useData(site);
  const [unit, setUnit] = useState(rememberedUnit);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  }, [lang]);
  const settings = useMemo<Settings | undefined>(
    () =>
      loaded.state === "ready"
        ? {
            lang,
            unit,
            setUnit: (chosen) => {
              rememberUnit(chosen);
              setUnit(chosen);
            },
            site: loaded.data,
          }
        : undefined,
    [lang, unit, loaded],
  );
  if (!settings) {
    return (
      <p class="bare-notice" role="status">
        {loaded.state === "failed" ? say(UI.failed, lang, { reason: loaded.reason }) : say(UI.loading, lang)}
      </p>
    );
  }
  return (
    <SettingsContext.Provider value={settings}>
      <Frame route={route} />
    </SettingsContext.Provider>
  );
}

function Frame({ route }: { readonly route: Route }) {
  const { t } = useWords();
  const [traced, setTraced] = useState<Traced>();
  const main = useRef<HTMLElement>(null);
  const where = route.path.join("/");
  const seen = useRef(where);
  useEffect(() => {
    // Another page: its heading is read first. The first page is left to the browser.
    if (seen.current === where) return;
    seen.current = where;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [where]);
  return (
    <TraceContext.Provider value={setTraced}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t("skip")}
      </a>
      <Header route={route} />
      <main id="main" ref={main} tabIndex={-1}>
        {pageOf(route)}
      </main>
      <Footer />
      {traced && (
        <SourceDialog
          traced={traced}
          onClose={() => {
            setTraced(undefined);
          }}
        />
      )}
    </TraceContext.Provider>
  );
}

function Header({ route }: { readonly route: Route }) {
  const { t, to, lang } = useWords();
  const { unit, setUnit } = useSettings();
  const present = route.path[0] ?? "";
  const isPresent = (path: string) => path === present || (path === "documents" && present === "document");
  const other = lang === "zh" ? "en" : "zh";
  return (
    <header class="site-header">
      <div class="site-bar">
        <a class="brand" href={to([])}>
          <span class="brand-name">{t("site_short")}</span>
          <span class="brand-title">{t("site")}</span>
        </a>
        <div class="preferences">
          <label>
            <span>{t("unit")}</span>
            <select
              value={unit}
              onChange={({ currentTarget }) => {
                if (isMoneyUnit(currentTarget.value)) setUnit(currentTarget.value);
              }}
            >
              {MONEY_UNITS.map((choice) => (
                <option key={choice} value={choice}>
                  {unitName(choice, lang)}
                </option>
              ))}
            </select>
          </label>
          <a
            class="language"
            lang={other === "zh" ? "zh-CN" : "en"}
            href={href(other, route.path, Object.fromEntries(route.query))}
          >
            {t("language")}
          </a>
        </div>
      </div>
      <nav class="site-nav" aria-label={t("main_navigation")}>
        <ul>
          {NAVIGATION.map(([path, word]) => (
            <li key={path}>
              <a href={to(path ? [path] : [])} aria-current={isPresent(path) ? "page" : undefined}>
                {t(word)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function Footer() {
  const { t, lang } = useWords();
  const loaded = useData(about);
  return (
    <footer class="site-footer">
      <p>{t("footer_source")}</p>
      {loaded.state === "ready" && (
        <p>
          {loaded.data.built && (
            <>
              {t("footer_built", {
                time: new Date(loaded.data.built).toLocaleString(lang === "zh" ? "zh-CN" : "en-GB"),
              })}
              {" · "}
            </>
          )}
          <span class="digest">{t("footer_warehouse", { sha: loaded.data.sha256.slice(0, 16) })}</span>
          {" · "}
          <a href="licenses.txt">{t("footer_licenses")}</a>
        </p>
      )}
    </footer>
  );
}
