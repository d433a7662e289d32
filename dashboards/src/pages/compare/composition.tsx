import { bars, barsHeight } from "../../charts/bars";
import { Chart } from "../../charts/chart";
import type { FunctionRow } from "../../data/compare";
import { grouped } from "../../data/group";
import { type Decimal, format, percent, sum, toNumber } from "../../number/decimal";
import { money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { departmentPath } from "../paths";

/** How many departments the chart shows; the table has all. */
const SHOWN = 20;
/** How many classes have a colour of their own; the others are shown together. */
const COLOURED = 7;

interface Props {
  readonly rows: readonly FunctionRow[];
  readonly sql: string;
  readonly name: (department: string) => string;
}

interface Line {
  readonly department: string;
  readonly rows: readonly FunctionRow[];
  readonly total: Decimal;
}

/** What each department spends on, as shares of its expenditure. */
export function Composition({ rows, sql, name }: Props) {
  const { t, to, unitLine } = useWords();
  const { unit } = useSettings();
  if (!rows.length) return null;
  const classes = [...grouped(rows, (row) => row.functional_code)]
    .map(([code, own]) => ({
      code,
      name: own[0]?.functional_name ?? code,
      total: sum(own.map((row) => row.amount_cny)),
    }))
    .sort((a, b) => (a.total < b.total ? 1 : -1));
  const departments = [...grouped(rows, (row) => row.department_id)]
    .map(([department, own]): Line => ({ department, rows: own, total: sum(own.map((row) => row.amount_cny)) }))
    .sort((a, b) => (a.total < b.total ? 1 : -1));
  const amount = (line: Line, codes: readonly string[]) =>
    sum(line.rows.filter((row) => codes.includes(row.functional_code)).map((row) => row.amount_cny));
  const share = (line: Line, codes: readonly string[]) => percent(amount(line, codes), line.total) ?? 0n;
  const hrefOf = (line: Line, code?: string) =>
    to(departmentPath(line.department, line.rows[0]?.fiscal_year ?? null), { code });
  const parts = [
    ...classes.slice(0, COLOURED).map((one) => ({ name: `${one.code} ${one.name}`, codes: [one.code] })),
    ...(classes.length > COLOURED
      ? [{ name: t("other_classes"), codes: classes.slice(COLOURED).map((one) => one.code) }]
      : []),
  ];
  const largest = departments.slice(0, SHOWN);
  const option = bars(
    largest.map((line) => ({
      key: line.department,
      name: name(line.department),
      lines: parts
        .filter((part) => amount(line, part.codes) !== 0n)
        .map((part) => ({
          name: part.name,
          value: `${money(amount(line, part.codes), unit)} · ${format(share(line, part.codes), 2)}%`,
        })),
    })),
    parts.map((part, index) => ({
      name: part.name,
      colour: index,
      values: largest.map((line) => toNumber(share(line, part.codes))),
    })),
    { isStacked: true, end: 100 },
  );
  const columns: readonly Column<Line>[] = [
    {
      key: "department",
      title: t("department"),
      isWide: true,
      cell: (line) => <span dir="auto">{name(line.department)}</span>,
      sort: (line) => name(line.department),
    },
    ...classes.map((one) => ({
      key: one.code,
      title: one.name,
      isNumber: true,
      cell: (line: Line) => <Amount value={amount(line, [one.code])} label={one.name} href={hrefOf(line, one.code)} />,
      sort: (line: Line) => amount(line, [one.code]),
    })),
    {
      key: "total",
      title: t("total"),
      isNumber: true,
      cell: (line) => <Amount value={line.total} label={t("total")} href={hrefOf(line)} />,
      sort: (line) => line.total,
    },
  ];
  return (
    <FigureBox
      title={t("composition")}
      sql={sql}
      unit={t("unit_of", { unit: "%" })}
      {...(departments.length > SHOWN && { note: t("largest_shown", { n: SHOWN }) })}
      chart={<Chart title={t("composition")} height={barsHeight(largest.length) + 24} option={option} />}
      table={
        <DataTable
          caption={t("composition")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={departments}
          rowKey={(line) => line.department}
        />
      }
    />
  );
}
