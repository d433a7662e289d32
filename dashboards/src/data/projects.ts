/** The file of all departments with projects, and the file of one. */
import { type Row, count, decimal, flag, maybe, page, text } from "./decode";
import { type Figures, byId, figureShape, suspectShape } from "./figures";
import type { Source } from "./load";

const performanceShape = {
  departments: { department_id: text, projects: count, indicators: count, evaluations: count },
};
export type PerformanceRow = Row<typeof performanceShape.departments>;
export const performance = { path: "performance.json", decode: page(performanceShape) };

const shape = {
  projects: {
    project_id: text,
    project_name: text,
    target_cny: maybe(decimal),
    initial_cny: maybe(decimal),
    adjustment_cny: maybe(decimal),
    budget_cny: maybe(decimal),
    paid_cny: maybe(decimal),
    execution_percent: maybe(decimal),
    indicators: count,
    with_result: count,
  },
  budgets: {
    project_id: text,
    document_id: text,
    fiscal_year: maybe(count),
    stage: text,
    amount_cny: maybe(decimal),
    figure_id: maybe(text),
  },
  payments: {
    project_id: maybe(text),
    document_id: text,
    fiscal_year: maybe(count),
    group_name: maybe(text),
    item_name: text,
    amount_cny: decimal,
    figure_id: text,
  },
  items: {
    project_id: maybe(text),
    document_id: text,
    item_number: count,
    group_name: maybe(text),
    item_name: text,
    service_start: maybe(text),
    service_end: maybe(text),
    accepted_on: maybe(text),
    is_in_service: maybe(flag),
    page: maybe(count),
    line: maybe(count),
  },
  indicators: {
    project_id: maybe(text),
    document_id: text,
    fiscal_year: maybe(count),
    indicator_set: text,
    level_1: maybe(text),
    level_2: maybe(text),
    indicator_name: maybe(text),
    target_text: maybe(text),
    period_target_text: maybe(text),
    actual_text: maybe(text),
    page: maybe(count),
    line: maybe(count),
  },
  scores: {
    document_id: text,
    fiscal_year: maybe(count),
    indicator_key: text,
    parent_indicator_key: maybe(text),
    indicator_name: maybe(text),
    level: count,
    is_leaf: flag,
    weight: maybe(decimal),
    score: maybe(decimal),
    page: maybe(count),
    line: maybe(count),
  },
  documents: {
    document_id: text,
    file_name: text,
    document_kind: text,
    title: maybe(text),
    fiscal_year: maybe(count),
  },
  figures: figureShape,
  suspects: suspectShape,
};
const decode = page(shape);
export type ProjectRow = Row<typeof shape.projects>;
export type PaymentRow = Row<typeof shape.payments>;
export type ItemRow = Row<typeof shape.items>;
export type IndicatorRow = Row<typeof shape.indicators>;
export type ScoreRow = Row<typeof shape.scores>;
export type BudgetRow = Row<typeof shape.budgets>;

export interface ProjectsData extends Omit<ReturnType<typeof decode>, "figures"> {
  readonly figures: Figures;
}

export function projectsSource(department: string): Source<ProjectsData> {
  return {
    path: `projects/${encodeURIComponent(department)}.json`,
    decode: (file) => {
      const { figures, ...answers } = decode(file);
      return { ...answers, figures: byId(figures.rows) };
    },
  };
}
