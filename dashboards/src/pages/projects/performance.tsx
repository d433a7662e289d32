/** The departments that have projects or evaluations. */
import { type PerformanceRow, performance } from "../../data/projects";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { PageHead } from "../../parts/page-head";
import { WithData } from "../../parts/waiting";
import { useSettings, useWords } from "../../settings";
import { counted } from "../../words/text";

export function Performance() {
  const { t, to } = useWords();
  const { site } = useSettings();
  const names = new Map(site.departments.rows.map((row) => [row.department_id, row.department_name]));
  const name = (row: PerformanceRow) => names.get(row.department_id) ?? row.department_id;
  const columns: readonly Column<PerformanceRow>[] = [
    {
      key: "department",
      title: t("department"),
      isWide: true,
      cell: (row) => (
        <a class="name" dir="auto" href={to(["projects", row.department_id])}>
          {name(row)}
        </a>
      ),
      sort: name,
    },
    {
      key: "projects",
      title: t("n_projects"),
      isNumber: true,
      cell: (row) => counted(row.projects),
      sort: (row) => row.projects,
    },
    {
      key: "indicators",
      title: t("n_indicators"),
      isNumber: true,
      cell: (row) => counted(row.indicators),
      sort: (row) => row.indicators,
    },
    {
      key: "evaluations",
      title: t("n_evaluations"),
      isNumber: true,
      cell: (row) => counted(row.evaluations),
      sort: (row) => row.evaluations,
    },
  ];
  return (
    <>
      <PageHead title={t("projects")} lede={t("projects_lede")} />
      <WithData source={performance}>
        {({ departments }) => (
          <FigureBox
            title={t("departments")}
            sql={departments.sql}
            table={
              <DataTable
                caption={t("departments")}
                isCaptionHidden
                columns={columns}
                rows={departments.rows}
                rowKey={(row) => row.department_id}
              />
            }
          />
        )}
      </WithData>
    </>
  );
}
