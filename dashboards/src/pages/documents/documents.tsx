/** Every document, whatever became of it. */
import { type ListedDocument, documents } from "../../data/documents";
import { type Column, DataTable } from "../../parts/data-table";
import { Choice, Filters } from "../../parts/filters";
import { FigureBox } from "../../parts/figure-box";
import { PageHead } from "../../parts/page-head";
import { SearchBox, matches } from "../../parts/search-box";
import { WithData } from "../../parts/waiting";
import { type Route, choose } from "../../route";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { counted } from "../../words/text";
import { yearName } from "../paths";

export function Documents({ route }: { readonly route: Route }) {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t("documents")} lede={t("documents_lede")} />
      <WithData source={documents}>
        {(data) => <List rows={data.documents.rows} sql={data.documents.sql} route={route} />}
      </WithData>
    </>
  );
}

interface ListProps {
  readonly rows: readonly ListedDocument[];
  readonly sql: string;
  readonly route: Route;
}

function List({ rows, sql, route }: ListProps) {
  const { t, to, code, year } = useWords();
  const { site } = useSettings();
  const chosen = (name: string) => route.query.get(name) ?? "";
  const departments = new Map(site.departments.rows.map((row) => [row.department_id, row.department_name]));
  const department = (row: ListedDocument) => departments.get(row.department_id ?? "") ?? "";
  const columns: readonly Column<ListedDocument>[] = [
    {
      key: "title",
      title: t("title"),
      isWide: true,
      cell: (row) => (
        <>
          <a class="name" dir="auto" href={to(["document", row.document_id])}>
            {row.title ?? row.file_name}
          </a>
          <span class="second-line file-name">{row.file_name}</span>
        </>
      ),
      sort: (row) => row.title ?? row.file_name,
    },
    { key: "department", title: t("department"), isWide: true, cell: department, sort: department },
    { key: "year", title: t("year"), cell: (row) => year(row.fiscal_year), sort: (row) => row.fiscal_year },
    {
      key: "kind",
      title: t("kind"),
      isWide: true,
      cell: (row) => code("document_kind", row.document_kind),
      sort: (row) => row.document_kind,
    },
    {
      key: "status",
      title: t("status"),
      cell: (row) => (
        <>
          {code("load_status", row.load_status)}
          {row.status_detail && <span class="second-line">{row.status_detail}</span>}
          {row.duplicate_of_document_id && (
            <a class="second-line" href={to(["document", row.duplicate_of_document_id])}>
              {t("duplicate_of")}
            </a>
          )}
          {row.superseded_by_document_id && (
            <a class="second-line" href={to(["document", row.superseded_by_document_id])}>
              {t("superseded_by")}
            </a>
          )}
        </>
      ),
      sort: (row) => row.load_status,
    },
    {
      key: "figures",
      title: t("figures"),
      isNumber: true,
      cell: (row) => counted(row.figure_count ?? 0),
      sort: (row) => row.figure_count,
    },
  ];
  const shown = rows.filter(
    (row) =>
      (!chosen("kind") || row.document_kind === chosen("kind")) &&
      (!chosen("status") || row.load_status === chosen("status")) &&
      (!chosen("year") || yearName(row.fiscal_year) === chosen("year")) &&
      matches(chosen("q"), [row.title ?? "", row.file_name, department(row)]),
  );
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
          name="kind"
          title={t("kind")}
          route={route}
          options={inOrder(
            "document_kind",
            rows.map((row) => row.document_kind),
          ).map((value) => ({
            value,
            name: code("document_kind", value),
          }))}
        />
        <Choice
          name="year"
          title={t("year")}
          route={route}
          options={years.map((each) => ({ value: yearName(each), name: year(each) }))}
        />
        <Choice
          name="status"
          title={t("status")}
          route={route}
          options={inOrder(
            "load_status",
            rows.map((row) => row.load_status),
          ).map((value) => ({
            value,
            name: code("load_status", value),
          }))}
        />
      </Filters>
      <FigureBox
        title={t("documents")}
        sql={sql}
        table={
          <DataTable
            caption={t("documents")}
            isCaptionHidden
            columns={columns}
            rows={shown}
            rowKey={(row) => row.document_id}
          />
        }
      />
    </>
  );
}
