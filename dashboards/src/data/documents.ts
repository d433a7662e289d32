/** The file of all documents, and the file of one. */
import { type Row, count, decimal, maybe, page, text } from "./decode";
import type { Source } from "./load";

const listShape = {
  documents: {
    document_id: text,
    file_name: text,
    document_ordinal: maybe(count),
    document_kind: text,
    title: maybe(text),
    department_id: maybe(text),
    fiscal_year: maybe(count),
    load_status: text,
    status_reason: maybe(text),
    status_detail: maybe(text),
    duplicate_of_document_id: maybe(text),
    superseded_by_document_id: maybe(text),
    figure_count: maybe(count),
  },
};
export type ListedDocument = Row<typeof listShape.documents>;
export const documents = { path: "documents.json", decode: page(listShape) };

const documentShape = {
  document: {
    document_id: text,
    file_name: text,
    sha256: maybe(text),
    media_type: maybe(text),
    document_kind: text,
    title: maybe(text),
    department_id: maybe(text),
    fiscal_year: maybe(count),
    fiscal_year_evidence: maybe(text),
    load_status: text,
    status_detail: maybe(text),
    duplicate_of_document_id: maybe(text),
    superseded_by_document_id: maybe(text),
    figure_count: maybe(count),
  },
  tables: { table_code: text, title: maybe(text), unit: maybe(text), page: maybe(count), line: maybe(count) },
  figures: {
    figure_id: text,
    table_code: text,
    row_number: count,
    column_number: count,
    row_label: maybe(text),
    column_label: maybe(text),
    column_key: maybe(text),
    row_level: maybe(count),
    printed_text: maybe(text),
    magnitude: maybe(decimal),
    unit: maybe(text),
    page: maybe(count),
    line: maybe(count),
  },
  rules: {
    identity_id: text,
    category: text,
    title_zh: text,
    title_en: text,
    exact: count,
    within_rounding: count,
    violated: count,
  },
};
const decodeDocument = page(documentShape);
export type DocumentData = ReturnType<typeof decodeDocument>;
export type PrintedFigure = Row<typeof documentShape.figures>;
export type RuleRow = Row<typeof documentShape.rules>;

export function documentSource(id: string): Source<DocumentData> {
  return { path: `documents/${encodeURIComponent(id)}.json`, decode: decodeDocument };
}
