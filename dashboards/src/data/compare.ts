/** The file that departments and years are compared by. */
import { type Row, count, decimal, maybe, page, text } from "./decode";

const shape = {
  measures: {
    department_id: text,
    fiscal_year: maybe(count),
    stage: maybe(text),
    measure: text,
    value: decimal,
    unit: text,
  },
  functions: {
    department_id: text,
    fiscal_year: maybe(count),
    stage: text,
    functional_code: text,
    functional_name: text,
    amount_cny: decimal,
  },
};
export type MeasureRow = Row<typeof shape.measures>;
export type FunctionRow = Row<typeof shape.functions>;
export const compare = { path: "compare.json", decode: page(shape) };
