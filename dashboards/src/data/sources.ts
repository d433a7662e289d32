/** The files of the site, by page, with the columns each page relies on. */
import { type Row, count, decimal, maybe, page, text } from "./decode";
import type { Source } from "./load";

const named = { code: text, name_zh: text, name_en: text };

const siteShape = {
  funds: named,
  revenue_sources: named,
  expenditure_types: named,
  departments: {
    department_id: text,
    department_name: text,
    administrative_level: maybe(text),
    region_code: maybe(text),
    region_name: maybe(text),
    fiscal_year: maybe(count),
    counted_documents: count,
    documents: count,
  },
};
export type Site = ReturnType<typeof decodeSite>;
const decodeSite = page(siteShape);
export const site: Source<Site> = { path: "site.json", decode: decodeSite };

/** What the site was made of. */
export interface About {
  readonly sha256: string;
  readonly bytes: number;
  /** When the warehouse was built, where that is known. */
  readonly built: string | null;
}
export const about: Source<About> = {
  path: "about.json",
  decode: (file) => {
    const { sha256, bytes, built } = file as Record<string, unknown>;
    return { sha256: text(sha256), bytes: count(bytes), built: maybe(text)(built) };
  },
};

const overviewShape = {
  departments: {
    department_id: text,
    fiscal_year: maybe(count),
    documents: count,
    figures: maybe(count),
    /** Of the money: the final accounts where they are loaded, else the budget. */
    stage: maybe(text),
    revenue_cny: maybe(decimal),
    expenditure_cny: maybe(decimal),
    judged: count,
    violated: count,
    errors: count,
    warnings: count,
    notes: count,
  },
  verdicts: { category: text, verdict: text, checks: count },
  documents: {
    document_kind: text,
    fiscal_year: maybe(count),
    load_status: text,
    documents: count,
    figures: maybe(count),
  },
};
export type DepartmentYear = Row<typeof overviewShape.departments>;
export const overview = { path: "overview.json", decode: page(overviewShape) };
