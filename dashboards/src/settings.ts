/** What the reader has chosen for all pages: the language, from the address, and the unit of money, kept by the browser. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Site } from "./data/sources";
import { type MoneyUnit, isMoneyUnit, unitName } from "./number/money";
import { type Query, href } from "./route";
import { type Domain, codeName } from "./words/codes";
import { type Lang, say } from "./words/text";
import { UI, type Word } from "./words/ui";

export interface Settings {
  readonly lang: Lang;
  readonly unit: MoneyUnit;
  readonly setUnit: (unit: MoneyUnit) => void;
  readonly site: Site;
}

export const SettingsContext = createContext<Settings | undefined>(undefined);

const KEY = "juesuan.unit";

export function rememberedUnit(): MoneyUnit {
  const kept = localStorage.getItem(KEY);
  return isMoneyUnit(kept) ? kept : "wan";
}

export function rememberUnit(unit: MoneyUnit): void {
  localStorage.setItem(KEY, unit);
}

export function useSettings(): Settings {
  const settings = useContext(SettingsContext);
  if (!settings) throw new Error("used outside of the application");
  return settings;
}

/** The words of the reader's language. */
export function useWords() {
  const { lang, unit, site } = useSettings();
  const listed = (names: Site["funds"], code: string) => {
    const found = names.rows.find((row) => row.code === code);
    return found ? (lang === "zh" ? found.name_zh : found.name_en) : code;
  };
  return {
    lang,
    t: (word: Word, values?: Record<string, string | number>) => say(UI[word], lang, values),
    code: (domain: Domain, code: string) => codeName(domain, code, lang),
    /** Sentences one after the other, as the language sets them. */
    notes: (...sentences: readonly Word[]) =>
      sentences.map((word) => say(UI[word], lang)).join(lang === "zh" ? "" : " "),
    /** The one of two names that the warehouse gives. */
    either: <T extends string | null>(zh: T, en: T) => (lang === "zh" ? zh : en),
    fund: (code: string) => listed(site.funds, code),
    source: (code: string) => listed(site.revenue_sources, code),
    type: (code: string) => listed(site.expenditure_types, code),
    /** A measure that departments are compared by: `revenue`, `share.basic`. */
    measure: (code: string) => {
      const [kind = "", of = ""] = code.split(/\.(.*)/s, 2);
      const type = listed(site.expenditure_types, of);
      if (of && kind === "expenditure") return say(UI.expenditure_of_type, lang, { type });
      if (of && kind === "share") return say(UI.share_of_type, lang, { type });
      return codeName("measure", code, lang);
    },
    year: (year: number | null) => (year === null ? say(UI.year_unstated, lang) : String(year)),
    unitLine: say(UI.unit_of, lang, { unit: unitName(unit, lang) }),
    unitName: unitName(unit, lang),
    to: (path: readonly string[], query?: Query) => href(lang, path, query),
  };
}

export type Words = ReturnType<typeof useWords>;
