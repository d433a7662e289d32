import { bars, barsHeight } from "../../charts/bars";
import { Chart } from "../../charts/chart";
import type { MeasureRow } from "../../data/compare";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { departmentPath } from "../paths";
import { MeasureValue, onAxis, shownAs, unitOf } from "./measure-value";

/** How many departments the chart shows; the table has all. */
const SHOWN = 20;

interface Props {
  readonly rows: readonly MeasureRow[];
  readonly title: string;
  readonly sql: string;
  readonly name: (department: string) => string;
}

/** One measure of one year, department by department, the largest first. */
export function Departments({ rows, title, sql, name }: Props) {
  const { t, to, lang, code } = useWords();
  const { unit } = useSettings();
  const sorted = [...rows].sort((a, b) => (a.value === b.value ? 0 : a.value < b.value ? 1 : -1));
  const largest = sorted.slice(0, SHOWN);
  const option = bars(
    largest.map((row) => ({
      key: row.department_id,
      name: name(row.department_id),
      lines: [
        {
          name: [name(row.department_id), row.stage && code("document_stage", row.stage)].filter(Boolean).join(" · "),
          value: shownAs(row, unit),
        },
      ],
    })),
    [{ name: title, colour: 0, values: largest.map((row) => onAxis(row, unit)) }],
    { canPick: true },
  );
  const columns: readonly Column<MeasureRow>[] = [
    {
      key: "department",
      title: t("department"),
      isWide: true,
      cell: (row) => (
        <a class="name" dir="auto" href={to(departmentPath(row.department_id, row.fiscal_year))}>
          {name(row.department_id)}
        </a>
      ),
      sort: (row) => name(row.department_id),
    },
    ...(rows.some((row) => row.stage !== null)
      ? [
          {
            key: "stage",
            title: t("basis"),
            cell: (row: MeasureRow) => (row.stage === null ? "" : code("document_stage", row.stage)),
            sort: (row: MeasureRow) => row.stage,
          },
        ]
      : []),
    { key: "value", title, isNumber: true, cell: (row) => <MeasureValue row={row} />, sort: (row) => row.value },
  ];
  const [first] = sorted;
  const heading = t("by_department", { measure: title });
  return (
    <FigureBox
      title={heading}
      sql={sql}
      unit={unitOf(first, unit, lang)}
      {...(sorted.length > SHOWN && { note: t("largest_shown", { n: SHOWN }) })}
      {...(largest.some((row) => row.value !== 0n) && {
        chart: (
          <Chart
            title={heading}
            height={barsHeight(largest.length)}
            option={option}
            onPick={(department) => {
              location.hash = to(departmentPath(department, first?.fiscal_year ?? null));
            }}
          />
        ),
      })}
      table={
        <DataTable
          caption={heading}
          unit={unitOf(first, unit, lang)}
          isCaptionHidden
          columns={columns}
          rows={sorted}
          rowKey={(row) => row.department_id}
        />
      }
    />
  );
}
