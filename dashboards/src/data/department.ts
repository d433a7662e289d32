/** The file of one department and year. */
import { type Row, count, decimal, flag, maybe, page, text } from "./decode";
import { type Figures, byId, figureShape, suspectShape } from "./figures";
import type { Source } from "./load";

const shape = {
  documents: {
    document_id: text,
    file_name: text,
    document_kind: text,
    stage: maybe(text),
    title: maybe(text),
    load_status: text,
    is_counted: flag,
    figure_count: maybe(count),
  },
  totals: { document_id: text, measure: text, amount_cny: decimal, figure_id: text },
  revenue: {
    document_id: text,
    functional_code: text,
    revenue_source: text,
    amount_cny: decimal,
    rounding_unit_cny: maybe(decimal),
    figure_id: text,
  },
  expenditure: {
    document_id: text,
    functional_code: text,
    expenditure_type: text,
    amount_cny: decimal,
    rounding_unit_cny: maybe(decimal),
    figure_id: text,
  },
  appropriation: {
    document_id: text,
    fund: text,
    functional_code: text,
    expenditure_type: text,
    amount_cny: decimal,
    figure_id: text,
  },
  functional_classes: { functional_code: text, functional_name: text },
  economic: {
    document_id: text,
    economic_code: text,
    economic_name: text,
    parent_code: maybe(text),
    parent_name: maybe(text),
    amount_cny: decimal,
    figure_id: text,
  },
  three_public: { document_id: text, item: text, stage: text, amount_cny: decimal, figure_id: text },
  disclosures: {
    document_id: text,
    stage: text,
    measure: text,
    parent_measure: maybe(text),
    name_zh: text,
    name_en: text,
    value: decimal,
    unit: text,
    figure_id: text,
  },
  balances: {
    document_id: text,
    fund: text,
    measure: text,
    amount_cny: decimal,
    is_derived: flag,
    figure_id: maybe(text),
  },
  budget_stages: {
    scope: text,
    document_id: text,
    measure: text,
    name_zh: maybe(text),
    name_en: maybe(text),
    stage: text,
    amount_cny: decimal,
    figure_id: text,
  },
  figures: figureShape,
  suspects: suspectShape,
};

const decode = page(shape);
type Answers = ReturnType<typeof decode>;
export type DocumentRow = Row<typeof shape.documents>;
export type RevenueRow = Row<typeof shape.revenue>;
export type ExpenditureRow = Row<typeof shape.expenditure>;
export type AppropriationRow = Row<typeof shape.appropriation>;
export type EconomicRow = Row<typeof shape.economic>;
export type DisclosureRow = Row<typeof shape.disclosures>;
export type BalanceRow = Row<typeof shape.balances>;
export type StageRow = Row<typeof shape.budget_stages>;

export interface DepartmentData extends Omit<Answers, "figures" | "functional_classes"> {
  readonly figures: Figures;
  /** The name of each functional code that the page shows. */
  readonly classes: ReadonlyMap<string, string>;
}

/** The file of the department and the year, by the year's name in addresses. */
export function departmentSource(department: string, year: string): Source<DepartmentData> {
  return {
    path: `departments/${encodeURIComponent(department)}/${encodeURIComponent(year)}.json`,
    decode: (file) => {
      const { figures, functional_classes, ...answers } = decode(file);
      return {
        ...answers,
        figures: byId(figures.rows),
        classes: new Map(functional_classes.rows.map((row) => [row.functional_code, row.functional_name])),
      };
    },
  };
}

/** The data as far as one kind of document tells it; disclosures of its stage, whoever tells them. */
export function ofKind(data: DepartmentData, kind: string): DepartmentData {
  const own = data.documents.rows.filter((row) => row.document_kind === kind);
  const documents = new Set(own.map((row) => row.document_id));
  const stages = new Set(own.map((row) => row.stage));
  const only = <R extends { document_id: string }>(answer: { sql: string; rows: readonly R[] }) => ({
    ...answer,
    rows: answer.rows.filter((row) => documents.has(row.document_id)),
  });
  return {
    ...data,
    totals: only(data.totals),
    revenue: only(data.revenue),
    expenditure: only(data.expenditure),
    appropriation: only(data.appropriation),
    economic: only(data.economic),
    three_public: only(data.three_public),
    balances: only(data.balances),
    // Other reports of the year disclose at the same stage what this one leaves out.
    disclosures: { ...data.disclosures, rows: data.disclosures.rows.filter((row) => stages.has(row.stage)) },
  };
}

/** The kinds of document that the facts of the department and year come from. */
export function kindsOf(data: DepartmentData): string[] {
  const facts = [data.totals, data.revenue, data.expenditure, data.appropriation, data.economic, data.three_public];
  const documents = new Set(facts.flatMap((answer) => answer.rows.map((row) => row.document_id)));
  return [
    ...new Set(data.documents.rows.filter((row) => documents.has(row.document_id)).map((row) => row.document_kind)),
  ];
}
