/** The file of all findings, and the file of the evidence for those of one document. */
import { type Row, count, decimal, maybe, page, text } from "./decode";
import type { Source } from "./load";

const listShape = {
  findings: {
    finding_id: text,
    identity_id: text,
    category: text,
    severity: text,
    hypothesis: maybe(text),
    document_id: text,
    file_name: text,
    document_kind: text,
    department_id: maybe(text),
    fiscal_year: maybe(count),
    message_zh: text,
    message: text,
    stated_value: maybe(decimal),
    expected_value: maybe(decimal),
    unit: maybe(text),
    page: maybe(count),
    line: maybe(count),
  },
};
export type ListedFinding = Row<typeof listShape.findings>;
export const findings = { path: "findings.json", decode: page(listShape) };

const evidenceShape = {
  findings: {
    finding_id: text,
    identity_id: text,
    severity: text,
    hypothesis: maybe(text),
    message_zh: text,
    message: text,
    stated_value: maybe(decimal),
    expected_value: maybe(decimal),
    expected_low: maybe(decimal),
    expected_high: maybe(decimal),
    unit: maybe(text),
    page: maybe(count),
    line: maybe(count),
    table_code: maybe(text),
    row_label: maybe(text),
    column_label: maybe(text),
    printed_text: maybe(text),
    suspected_figure_id: maybe(text),
    suggested_value: maybe(decimal),
    alternatives: maybe(text),
    check_ids: maybe(text),
  },
  checks: {
    check_id: text,
    identity_id: text,
    title_zh: text,
    title_en: text,
    formula: maybe(text),
    operator: text,
    verdict: text,
    row_label: maybe(text),
    column_label: maybe(text),
    lhs: maybe(decimal),
    lhs_low: maybe(decimal),
    lhs_high: maybe(decimal),
    rhs: maybe(decimal),
    rhs_low: maybe(decimal),
    rhs_high: maybe(decimal),
    difference: maybe(decimal),
    allowed_difference: maybe(decimal),
    unit: maybe(text),
  },
  terms: {
    check_id: text,
    term_order: count,
    side: text,
    multiplier: count,
    figure_id: text,
    document_id: text,
    table_code: text,
    label: maybe(text),
    printed_text: maybe(text),
    times_printed_text: maybe(text),
    term_value: maybe(decimal),
    term_low: maybe(decimal),
    term_high: maybe(decimal),
    unit: maybe(text),
    file_name: text,
    page: maybe(count),
    line: maybe(count),
  },
};
const decodeEvidence = page(evidenceShape);
export type Evidence = ReturnType<typeof decodeEvidence>;
export type Finding = Row<typeof evidenceShape.findings>;
export type Check = Row<typeof evidenceShape.checks>;
export type Term = Row<typeof evidenceShape.terms>;

export function evidenceSource(document: string): Source<Evidence> {
  return { path: `evidence/${encodeURIComponent(document)}.json`, decode: decodeEvidence };
}
