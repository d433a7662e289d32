/** What a query found, and the way to take it along. */
import { useWords } from "../../settings";
import { csv } from "../../sql/csv";
import type { Answer } from "../../sql/engine";

/** Rows that are drawn; the file has all that were fetched. */
const SHOWN = 500;

/** Tells spreadsheets that the file is UTF-8. */
const MARK = "\uFEFF";

export function AnswerTable({ answer }: { readonly answer: Answer }) {
  const { t } = useWords();
  const { columns, rows } = answer;
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          save("juesuan.csv", csv(answer));
        }}
      >
        {t("sql_csv")}
      </button>
      <div class="table-scroll answer" role="region" aria-label={t("sql_answer")} tabIndex={0}>
        <table class="printed" aria-label={t("sql_answer")}>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col" class={column.isNumber ? "numeric" : undefined}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, line) => (
              <tr key={line}>
                {row.map((cell, index) => (
                  <td key={index} class={columns[index]?.isNumber ? "numeric" : undefined}>
                    {cell ?? <span class="absent">null</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && <p class="figure-note">{t("sql_shown", { n: SHOWN })}</p>}
    </>
  );
}

function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([MARK, content], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after this turn.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 10_000);
}
