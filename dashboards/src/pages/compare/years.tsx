import { Chart } from "../../charts/chart";
import { lines } from "../../charts/lines";
import type { MeasureRow } from "../../data/compare";
import { grouped } from "../../data/group";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { MeasureValue, onAxis, shownAs, unitOf } from "./measure-value";

/** How many departments the chart shows; the table has all. */
const SHOWN = 8;
const HEIGHT = 340;

interface Props {
  readonly rows: readonly MeasureRow[];
  readonly title: string;
  readonly sql: string;
  readonly name: (department: string) => string;
}

interface Line {
  readonly department: string;
  readonly byYear: ReadonlyMap<number, MeasureRow>;
}

/** One measure over the years. */
export function Years({ rows, title, sql, name }: Props) {
  const { t, lang } = useWords();
  const { unit } = useSettings();
  const years = [...new Set(rows.flatMap((row) => row.fiscal_year ?? []))].sort((a, b) => a - b);
  const heading = t("over_years", { measure: title });
  if (years.length < 2) return null;
  const departments = [...grouped(rows, (row) => row.department_id)].map(([department, own]): Line => ({
    department,
    byYear: new Map(own.flatMap((row) => (row.fiscal_year === null ? [] : [[row.fiscal_year, row] as const]))),
  }));
  const last = (line: Line) => [...line.byYear.values()].at(-1)?.value ?? 0n;
  const sorted = departments.sort((a, b) => (last(a) === last(b) ? 0 : last(a) < last(b) ? 1 : -1));
  const shown = sorted.slice(0, SHOWN);
  const option = lines(
    years.map(String),
    shown.map((line) => ({
      name: name(line.department),
      values: years.map((year) => {
        const row = line.byYear.get(year);
        return row ? onAxis(row, unit) : null;
      }),
    })),
    years.map((year) =>
      shown.flatMap((line) => {
        const row = line.byYear.get(year);
        return row ? [{ name: name(line.department), value: shownAs(row, unit) }] : [];
      }),
    ),
  );
  const columns: readonly Column<Line>[] = [
    {
      key: "department",
      title: t("department"),
      isWide: true,
      cell: (line) => <span dir="auto">{name(line.department)}</span>,
      sort: (line) => name(line.department),
    },
    ...years.map((year) => ({
      key: String(year),
      title: String(year),
      isNumber: true,
      cell: (line: Line) => {
        const row = line.byYear.get(year);
        return row ? <MeasureValue row={row} /> : <span class="absent">—</span>;
      },
      sort: (line: Line) => line.byYear.get(year)?.value,
    })),
  ];
  return (
    <FigureBox
      title={heading}
      sql={sql}
      unit={unitOf(rows[0], unit, lang)}
      {...(sorted.length > SHOWN && { note: t("largest_shown", { n: SHOWN }) })}
      chart={<Chart title={heading} height={HEIGHT} option={option} />}
      table={
        <DataTable
          caption={heading}
          unit={unitOf(rows[0], unit, lang)}
          isCaptionHidden
          columns={columns}
          rows={sorted}
          rowKey={(line) => line.department}
        />
      }
    />
  );
}
