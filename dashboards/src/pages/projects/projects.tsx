/** The projects and evaluations of one department, or one of the projects. */
import { bars, barsHeight } from "../../charts/bars";
import { Chart } from "../../charts/chart";
import { type ProjectRow, type ProjectsData, projectsSource } from "../../data/projects";
import { format } from "../../number/decimal";
import { forAxis, money } from "../../number/money";
import { Amount, SuspectsContext } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { PageHead } from "../../parts/page-head";
import { WithData } from "../../parts/waiting";
import type { Route } from "../../route";
import { useSettings, useWords } from "../../settings";
import { NotFound } from "../not-found";
import { Evaluations } from "./evaluations";
import { Project } from "./project";

/** How many projects the chart shows; the table has all. */
const SHOWN = 12;

export function Projects({ route }: { readonly route: Route }) {
  const { site } = useSettings();
  const [, id = "", project] = route.path;
  const department = site.departments.rows.find((row) => row.department_id === id);
  if (!department) return <NotFound />;
  return (
    <WithData source={projectsSource(id)}>
      {(data) => (
        <SuspectsContext.Provider value={data.suspects.rows}>
          {project ? (
            <Project data={data} department={department} project={project} />
          ) : (
            <Department data={data} id={id} name={department.department_name} />
          )}
        </SuspectsContext.Provider>
      )}
    </WithData>
  );
}

interface DepartmentProps {
  readonly data: ProjectsData;
  readonly id: string;
  readonly name: string;
}

function Department({ data, id, name }: DepartmentProps) {
  const { t, to } = useWords();
  return (
    <>
      <PageHead eyebrow={t("projects")} title={name} />
      <p class="page-links">
        <a href={to(["department", id])}>{t("to_accounts")}</a>
        <a href={to(["findings"], { department: id })}>{t("to_findings")}</a>
      </p>
      {data.projects.rows.length > 0 && <ProjectList data={data} department={id} />}
      <Evaluations data={data} />
      {data.projects.rows.length + data.scores.rows.length === 0 && <p class="empty">{t("no_projects")}</p>}
    </>
  );
}

function ProjectList({ data, department }: { readonly data: ProjectsData; readonly department: string }) {
  const { t, to, unitLine } = useWords();
  const { unit } = useSettings();
  const { rows, sql } = data.projects;
  const planned = (row: ProjectRow) => row.budget_cny ?? row.target_cny;
  const largest = rows.filter((row) => planned(row) !== null).slice(0, SHOWN);
  const hasPaid = largest.some((row) => row.paid_cny !== null);
  const option = bars(
    largest.map((row) => ({
      key: row.project_id,
      name: row.project_name,
      lines: [
        { name: row.project_name, value: "" },
        { name: t("planned"), value: money(planned(row) ?? 0n, unit) },
        ...(row.paid_cny === null ? [] : [{ name: t("paid"), value: money(row.paid_cny, unit) }]),
      ],
    })),
    [
      { name: t("planned"), colour: 6, values: largest.map((row) => forAxis(planned(row) ?? 0n, unit)) },
      ...(hasPaid
        ? [{ name: t("paid"), colour: 0, values: largest.map((row) => forAxis(row.paid_cny ?? 0n, unit)) }]
        : []),
    ],
    { canPick: true },
  );
  const amount = (key: "target_cny" | "initial_cny" | "adjustment_cny" | "budget_cny" | "paid_cny", title: string) => ({
    key,
    title,
    isNumber: true,
    cell: (row: ProjectRow) => <Amount value={row[key]} label={`${row.project_name} ${title}`} />,
    sort: (row: ProjectRow) => row[key],
  });
  const columns: readonly Column<ProjectRow>[] = [
    {
      key: "name",
      title: t("project"),
      isWide: true,
      cell: (row) => (
        <a class="name" dir="auto" href={to(["projects", department, row.project_id])}>
          {row.project_name}
        </a>
      ),
      sort: (row) => row.project_name,
    },
    amount("target_cny", t("target_amount")),
    amount("initial_cny", t("initial_budget")),
    amount("adjustment_cny", t("adjustments")),
    amount("budget_cny", t("year_budget")),
    amount("paid_cny", t("paid")),
    {
      key: "execution",
      title: t("execution"),
      isNumber: true,
      cell: (row) => (row.execution_percent === null ? "—" : `${format(row.execution_percent, 2)}%`),
      sort: (row) => row.execution_percent,
    },
    {
      key: "indicators",
      title: t("n_indicators"),
      isNumber: true,
      cell: (row) => row.indicators,
      sort: (row) => row.indicators,
    },
    {
      key: "results",
      title: t("with_result"),
      isNumber: true,
      cell: (row) => row.with_result,
      sort: (row) => row.with_result,
    },
  ];
  const title = t("project_list");
  return (
    <FigureBox
      title={title}
      sql={sql}
      unit={unitLine}
      note={t("project_list_note", { n: largest.length })}
      {...(largest.length > 0 && {
        chart: (
          <Chart
            title={title}
            height={barsHeight(largest.length, hasPaid ? 2 : 1)}
            option={option}
            onPick={(project) => {
              location.hash = to(["projects", department, project]);
            }}
          />
        ),
      })}
      table={
        <DataTable
          caption={title}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={rows}
          rowKey={(row) => row.project_id}
        />
      }
    />
  );
}
