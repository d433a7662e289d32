/** Printed figures with their places: what numbers lead to. */
import { count, maybe, text } from "./decode";
import type { Row } from "./decode";

export const figureShape = {
  figure_id: text,
  document_id: text,
  file_name: text,
  table_code: text,
  row_label: maybe(text),
  column_label: maybe(text),
  printed_text: maybe(text),
  unit: maybe(text),
  page: maybe(count),
  line: maybe(count),
};
export type Figure = Row<typeof figureShape>;

export const suspectShape = { figure_id: text, finding_id: text, document_id: text, severity: text };
/** A figure that a finding suspects. */
export type Suspect = Row<typeof suspectShape>;

export type Figures = ReadonlyMap<string, Figure>;

export function byId(rows: readonly Figure[]): Figures {
  return new Map(rows.map((figure) => [figure.figure_id, figure]));
}

/** The figures of the keys, without repetition; keys that are null or not there are left out. */
export function pick(figures: Figures, keys: Iterable<string | null>): Figure[] {
  return [...new Set(keys)].flatMap((key) => (key === null ? [] : (figures.get(key) ?? [])));
}
