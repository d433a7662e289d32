import type { BalanceRow, DepartmentData } from "../../data/department";
import { pick } from "../../data/figures";
import { sum } from "../../number/decimal";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { inOrderOf } from "../../words/order";

/** From the opening balance to the closing balance, by fund. */
export function Balances({ data }: { readonly data: DepartmentData }) {
  const { t, fund, code, unitLine } = useWords();
  const { site } = useSettings();
  const { rows, sql } = data.balances;
  if (!rows.length) return null;
  const funds = inOrderOf(
    site.funds,
    rows.map((row) => row.fund),
  );
  const measures = inOrder(
    "balance",
    rows.map((row) => row.measure),
  );
  const cell = (own: string, measure: string) => {
    const found = rows.filter((row) => row.fund === own && row.measure === measure);
    if (!found.length) return <span class="absent">—</span>;
    return (
      <>
        {amountOf(`${fund(own)} ${code("balance", measure)}`, found)}
        {found.some((row) => row.is_derived) && <span class="mark">*</span>}
      </>
    );
  };
  const amountOf = (label: string, own: readonly BalanceRow[]) => (
    <Amount
      value={sum(own.map((row) => row.amount_cny))}
      label={label}
      figures={
        own.some((row) => row.is_derived)
          ? []
          : pick(
              data.figures,
              own.map((row) => row.figure_id),
            )
      }
    />
  );
  const columns: readonly Column<string>[] = [
    { key: "fund", title: t("fund"), isWide: true, cell: fund },
    ...measures.map((measure) => ({
      key: measure,
      title: code("balance", measure),
      isNumber: true,
      cell: (own: string) => cell(own, measure),
    })),
  ];
  return (
    <FigureBox
      title={t("balances")}
      sql={sql}
      note={t("balances_note")}
      table={
        <DataTable
          caption={t("balances")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={funds}
          rowKey={(own) => own}
          footer={[
            [
              t("total"),
              ...measures.map((measure) =>
                amountOf(
                  `${t("total")} ${code("balance", measure)}`,
                  rows.filter((row) => row.measure === measure),
                ),
              ),
            ],
          ]}
        />
      }
    />
  );
}
