/** The tables that may be asked, with what each column means. */
import type { ColumnRow } from "../../data/columns";
import { grouped } from "../../data/group";
import { useWords } from "../../settings";

export function Tables({ rows }: { readonly rows: readonly ColumnRow[] }) {
  const { t } = useWords();
  return (
    <>
      {[...grouped(rows, (row) => `${row.schema_name}.${row.table_name}`)].map(([table, columns]) => (
        <details key={table} class="schema">
          <summary>
            <code>{table}</code> <span class="second-line">{columns[0]?.table_comment}</span>
          </summary>
          <div class="table-scroll" role="region" aria-label={table} tabIndex={0}>
            <table class="printed" aria-label={table}>
              <thead>
                <tr>
                  <th scope="col">{t("column")}</th>
                  <th scope="col">{t("type")}</th>
                  <th scope="col">{t("meaning")}</th>
                </tr>
              </thead>
              <tbody>
                {columns.map((column) => (
                  <tr key={column.column_name}>
                    <th scope="row">
                      <code>{column.column_name}</code>
                    </th>
                    <td>
                      <code>{column.data_type}</code>
                    </td>
                    <td>{column.comment}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </>
  );
}
