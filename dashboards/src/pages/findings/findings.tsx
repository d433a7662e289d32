/** All findings, narrowed by choices that stand in the address. */
import { type ListedFinding, findings } from "../../data/findings";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { Choice, Filters } from "../../parts/filters";
import { PageHead } from "../../parts/page-head";
import { Place } from "../../parts/place";
import { SearchBox, matches } from "../../parts/search-box";
import { WithData } from "../../parts/waiting";
import { type Route, choose } from "../../route";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { yearName } from "../paths";
import { Severity } from "./severity";
import { Values } from "./values";

export function Findings({ route }: { readonly route: Route }) {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t("findings_title")} lede={t("findings_lede")} />
      <WithData source={findings}>
        {(data) => <List rows={data.findings.rows} sql={data.findings.sql} route={route} />}
      </WithData>
    </>
  );
}

interface ListProps {
  readonly rows: readonly ListedFinding[];
  readonly sql: string;
  readonly route: Route;
}

/** What can be chosen: its name in the address, and the value of a finding. */
const CHOICES: readonly (readonly [name: string, value: (row: ListedFinding) => string])[] = [
  ["severity", (row) => row.severity],
  ["category", (row) => row.category],
  ["department", (row) => row.department_id ?? ""],
  ["year", (row) => yearName(row.fiscal_year)],
];

function List({ rows, sql, route }: ListProps) {
  const { t, code, year, either } = useWords();
  const { site } = useSettings();
  const chosen = (name: string) => route.query.get(name) ?? "";
  const departments = new Map(site.departments.rows.map((row) => [row.department_id, row.department_name]));
  const shown = rows.filter(
    (row) =>
      CHOICES.every(([name, value]) => !chosen(name) || value(row) === chosen(name)) &&
      matches(chosen("q"), [
        either(row.message_zh, row.message),
        row.identity_id,
        row.file_name,
        departments.get(row.department_id ?? "") ?? "",
      ]),
  );
  const present = (of: (row: ListedFinding) => string) => [...new Set(rows.map(of))];
  const years = [...new Set(rows.map((row) => row.fiscal_year))].sort((a, b) => (b ?? 0) - (a ?? 0));
  return (
    <>
      <Filters count={shown.length} of={rows.length}>
        <SearchBox
          value={chosen("q")}
          onChange={(q) => {
            choose(route, { q });
          }}
        />
        <Choice
          name="severity"
          title={t("severity")}
          route={route}
          options={inOrder(
            "severity",
            present((row) => row.severity),
          ).map((value) => ({
            value,
            name: code("severity", value),
          }))}
        />
        <Choice
          name="category"
          title={t("category")}
          route={route}
          options={inOrder(
            "category",
            present((row) => row.category),
          ).map((value) => ({
            value,
            name: code("category", value),
          }))}
        />
        <Choice
          name="department"
          title={t("department")}
          route={route}
          options={present((row) => row.department_id ?? "").map((value) => ({
            value,
            name: departments.get(value) ?? value,
          }))}
        />
        <Choice
          name="year"
          title={t("year")}
          route={route}
          options={years.map((each) => ({ value: yearName(each), name: year(each) }))}
        />
      </Filters>
      {rows.length ? (
        <Table rows={shown} sql={sql} departments={departments} />
      ) : (
        <p class="empty">{t("no_findings")}</p>
      )}
    </>
  );
}

interface TableProps {
  readonly rows: readonly ListedFinding[];
  readonly sql: string;
  readonly departments: ReadonlyMap<string, string>;
}

function Table({ rows, sql, departments }: TableProps) {
  const { t, to, code, either, year } = useWords();
  const rank = (row: ListedFinding) => inOrder("severity", ["error", "warning", "note"]).indexOf(row.severity);
  const columns: readonly Column<ListedFinding>[] = [
    { key: "severity", title: t("severity"), cell: (row) => <Severity code={row.severity} />, sort: rank },
    {
      key: "statement",
      title: t("statement"),
      isWide: true,
      cell: (row) => (
        <>
          <a class="statement" href={to(["finding", row.document_id, row.finding_id])}>
            {either(row.message_zh, row.message)}
          </a>
          <span class="second-line">
            {[
              departments.get(row.department_id ?? ""),
              year(row.fiscal_year),
              code("document_kind", row.document_kind),
              code("category", row.category),
              row.hypothesis && code("hypothesis", row.hypothesis),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
          <span class="second-line for-phone">
            <Values stated={row.stated_value} expected={row.expected_value} unit={row.unit} />{" "}
            <Place document={row.document_id} page={row.page} line={row.line} />
          </span>
        </>
      ),
    },
    {
      key: "values",
      title: `${t("stated")} / ${t("expected")}`,
      isNumber: true,
      isForDesktop: true,
      cell: (row) => <Values stated={row.stated_value} expected={row.expected_value} unit={row.unit} />,
    },
    {
      key: "place",
      title: t("place"),
      isForDesktop: true,
      cell: (row) => <Place document={row.document_id} page={row.page} line={row.line} />,
    },
  ];
  return (
    <FigureBox
      title={t("findings_title")}
      sql={sql}
      table={
        <DataTable
          caption={t("findings_title")}
          isCaptionHidden
          columns={columns}
          rows={rows}
          rowKey={(row) => row.finding_id}
        />
      }
    />
  );
}
