import { Chart } from "../../charts/chart";
import { bars, barsHeight } from "../../charts/bars";
import type { DepartmentData, EconomicRow } from "../../data/department";
import { grouped } from "../../data/group";
import { pick } from "../../data/figures";
import { type Decimal, format, percent, sum } from "../../number/decimal";
import { forAxis, money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";

/** How many classes the chart shows; the table has all. */
const SHOWN = 12;

interface Line {
  readonly code: string;
  readonly name: string;
  readonly rows: readonly EconomicRow[];
  readonly total: Decimal;
  readonly isGroup: boolean;
}

/** Basic expenditure by what it buys. */
export function Economic({ data }: { readonly data: DepartmentData }) {
  const { t, unitLine } = useWords();
  const { unit } = useSettings();
  const { rows, sql } = data.economic;
  if (!rows.length) return null;
  const whole = sum(rows.map((row) => row.amount_cny));
  const share = (value: Decimal) => {
    const found = percent(value, whole);
    return found === undefined ? "—" : `${format(found, 2)}%`;
  };
  const largest = [...rows]
    .sort((a, b) => (a.amount_cny < b.amount_cny ? 1 : a.amount_cny > b.amount_cny ? -1 : 0))
    .slice(0, SHOWN);
  const option = bars(
    largest.map((row) => ({
      key: row.economic_code,
      name: `${row.economic_code} ${row.economic_name}`,
      lines: [{ name: row.economic_name, value: `${money(row.amount_cny, unit)} · ${share(row.amount_cny)}` }],
    })),
    [{ name: t("amount"), colour: 1, values: largest.map((row) => forAxis(row.amount_cny, unit)) }],
  );
  const amountOf = (label: string, own: readonly EconomicRow[]) => (
    <Amount
      value={sum(own.map((row) => row.amount_cny))}
      label={label}
      figures={pick(
        data.figures,
        own.map((row) => row.figure_id),
      )}
    />
  );
  const columns: readonly Column<Line>[] = [
    { key: "code", title: t("code"), cell: (line) => line.code },
    { key: "name", title: t("name"), isWide: true, cell: (line) => line.name },
    { key: "amount", title: t("amount"), isNumber: true, cell: (line) => amountOf(line.name, line.rows) },
    { key: "share", title: t("share"), isNumber: true, cell: (line) => share(line.total) },
  ];
  return (
    <FigureBox
      title={t("by_economic")}
      sql={sql}
      unit={unitLine}
      note={t("rounding_note")}
      chart={<Chart title={t("by_economic")} height={barsHeight(largest.length)} option={option} />}
      table={
        <DataTable
          caption={t("by_economic")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={withGroups(rows)}
          rowKey={(line) => line.code}
          rowClass={(line) => (line.isGroup ? "group" : undefined)}
          footer={[[t("total"), "", amountOf(t("total"), rows), ""]]}
        />
      }
    />
  );
}

/** Each group (类) followed by its classes (款). */
function withGroups(rows: readonly EconomicRow[]): Line[] {
  const line = (code: string, name: string, own: readonly EconomicRow[], isGroup: boolean): Line => ({
    code,
    name,
    rows: own,
    total: sum(own.map((row) => row.amount_cny)),
    isGroup,
  });
  return [...grouped(rows, (row) => row.parent_code ?? "")].flatMap(([group, own]) => [
    ...(group ? [line(group, own[0]?.parent_name ?? group, own, true)] : []),
    ...own.map((row) => line(row.economic_code, row.economic_name, [row], false)),
  ]);
}
