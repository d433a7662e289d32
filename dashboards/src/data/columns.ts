/** The file of the tables that may be asked. */
import { type Row, maybe, page, text } from "./decode";

const shape = {
  columns: {
    schema_name: text,
    table_name: text,
    table_comment: maybe(text),
    column_name: text,
    data_type: text,
    comment: maybe(text),
  },
};
export type ColumnRow = Row<typeof shape.columns>;
export const columns = { path: "sql.json", decode: page(shape) };
