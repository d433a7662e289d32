/** Answers of queries, checked cell by cell as they enter: beyond this file every row has its type. */
import { type Decimal, parseDecimal } from "../number/decimal";

type Reader<T> = (cell: unknown) => T;
type Shape = Record<string, Reader<unknown>>;
type RowOf<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };
type Answers<P extends Record<string, Shape>> = { readonly [K in keyof P]: Answer<RowOf<P[K]>> };

/** What a query found, with the text that found it. */
export interface Answer<Row> {
  readonly sql: string;
  readonly rows: readonly Row[];
}

/** The row type of a shape. */
export type Row<S extends Shape> = RowOf<S>;

export const text: Reader<string> = (cell) => {
  if (typeof cell !== "string") throw new Error(`not a text: ${String(cell)}`);
  return cell;
};
export const count: Reader<number> = (cell) => {
  if (typeof cell !== "number") throw new Error(`not a number: ${String(cell)}`);
  return cell;
};
export const flag: Reader<boolean> = (cell) => {
  if (typeof cell !== "boolean") throw new Error(`neither true nor false: ${String(cell)}`);
  return cell;
};
export const decimal: Reader<Decimal> = (cell) => parseDecimal(text(cell));

/** The cell, or null where there is none. */
export function maybe<T>(reader: Reader<T>): Reader<T | null> {
  return (cell) => (cell === null ? null : reader(cell));
}

/** Makes a decoder of a page's file: an answer for each name, with a reader for each column it must have. */
export function page<P extends Record<string, Shape>>(shapes: P): (file: unknown) => Answers<P> {
  return (file) => {
    const answers = Object.entries(shapes).map(([name, shape]) => [name, decodeAnswer(name, shape, file)]);
    return Object.fromEntries(answers) as Answers<P>;
  };
}

function decodeAnswer(name: string, shape: Shape, file: unknown): Answer<unknown> {
  const { sql, columns, rows } =
    (file as Record<string, { sql: string; columns: string[]; rows: unknown[][] }>)[name] ?? {};
  if (!sql || !columns || !rows) throw new Error(`no answer named ${name}`);
  const readers = Object.entries(shape).map(([column, reader]) => {
    const index = columns.indexOf(column);
    if (index < 0) throw new Error(`${name} has no column ${column}`);
    return [column, reader, index] as const;
  });
  const decoded = rows.map((row) =>
    Object.fromEntries(readers.map(([column, reader, index]) => [column, reader(row[index])])),
  );
  return { sql, rows: decoded };
}
