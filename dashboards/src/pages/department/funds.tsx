import type { AppropriationRow, DepartmentData } from "../../data/department";
import { pick } from "../../data/figures";
import { sum } from "../../number/decimal";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { inOrderOf } from "../../words/order";

/** The part of expenditure that appropriations pay, by fund. */
export function Funds({ data }: { readonly data: DepartmentData }) {
  const { t, notes, fund, type, unitLine } = useWords();
  const { site } = useSettings();
  const { rows, sql } = data.appropriation;
  if (!rows.length) return null;
  const funds = inOrderOf(
    site.funds,
    rows.map((row) => row.fund),
  );
  const types = inOrderOf(
    site.expenditure_types,
    rows.map((row) => row.expenditure_type),
  );
  const amountOf = (label: string, own: readonly AppropriationRow[]) => (
    <Amount
      value={sum(own.map((row) => row.amount_cny))}
      label={label}
      figures={pick(
        data.figures,
        own.map((row) => row.figure_id),
      )}
    />
  );
  const columns: readonly Column<string>[] = [
    { key: "fund", title: t("fund"), isWide: true, cell: fund },
    ...types.map((code) => ({
      key: code,
      title: type(code),
      isNumber: true,
      cell: (own: string) =>
        amountOf(
          `${fund(own)} ${type(code)}`,
          rows.filter((row) => row.fund === own && row.expenditure_type === code),
        ),
    })),
    {
      key: "total",
      title: t("total"),
      isNumber: true,
      cell: (own) =>
        amountOf(
          fund(own),
          rows.filter((row) => row.fund === own),
        ),
    },
  ];
  return (
    <FigureBox
      title={t("by_fund")}
      sql={sql}
      note={notes("by_fund_note", "rounding_note")}
      table={
        <DataTable
          caption={t("by_fund")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={funds}
          rowKey={(own) => own}
          footer={[
            [
              t("total"),
              ...types.map((code) =>
                amountOf(
                  `${t("total")} ${type(code)}`,
                  rows.filter((row) => row.expenditure_type === code),
                ),
              ),
              amountOf(t("total"), rows),
            ],
          ]}
        />
      }
    />
  );
}
