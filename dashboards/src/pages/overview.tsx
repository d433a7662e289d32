/** The overview: what was loaded, and the state of the audit. */
import { useState } from "preact/hooks";
import { Chart } from "../charts/chart";
import { type VerdictBar, verdictBars } from "../charts/verdicts";
import { type DepartmentYear, overview } from "../data/sources";
import { Amount } from "../parts/amount";
import { type Column, DataTable } from "../parts/data-table";
import { Facts } from "../parts/facts";
import { FigureBox } from "../parts/figure-box";
import { PageHead } from "../parts/page-head";
import { SearchBox, matches } from "../parts/search-box";
import { WithData } from "../parts/waiting";
import { useSettings, useWords } from "../settings";
import { inOrder } from "../words/codes";
import { counted } from "../words/text";
import { departmentPath, yearName } from "./paths";

type Data = ReturnType<typeof overview.decode>;

export function Overview() {
  const { t } = useWords();
  return (
    <>
      <PageHead title={t("overview_title")} lede={t("overview_lede")} />
      <WithData source={overview}>
        {(data) => (
          <>
            <KeyFacts data={data} />
            <Audit data={data} />
            <Departments data={data} />
            <Documents data={data} />
          </>
        )}
      </WithData>
    </>
  );
}

function KeyFacts({ data }: { readonly data: Data }) {
  const { t } = useWords();
  const { rows } = data.departments;
  const total = (of: (row: DepartmentYear) => number | null) => rows.reduce((all, row) => all + (of(row) ?? 0), 0);
  const facts: readonly (readonly [string, number])[] = [
    [t("n_departments"), new Set(rows.map((row) => row.department_id)).size],
    [t("n_years"), new Set(rows.flatMap((row) => row.fiscal_year ?? [])).size],
    [t("n_documents"), total((row) => row.documents)],
    [t("n_figures"), total((row) => row.figures)],
    [t("n_checks"), total((row) => row.judged)],
    [t("n_violated"), total((row) => row.violated)],
    [t("n_findings"), total((row) => row.errors + row.warnings + row.notes)],
  ];
  return <Facts facts={facts.map(([name, value]) => ({ name, value: counted(value) }))} />;
}

function Departments({ data }: { readonly data: Data }) {
  const { t, to, code, year, unitLine, lang } = useWords();
  const { site } = useSettings();
  const [wanted, setWanted] = useState("");
  const known = new Map(site.departments.rows.map((row) => [row.department_id, row]));
  const name = (row: DepartmentYear) => known.get(row.department_id)?.department_name ?? row.department_id;
  const region = (row: DepartmentYear) => known.get(row.department_id)?.region_name ?? "";
  const columns: readonly Column<DepartmentYear>[] = [
    {
      key: "department",
      title: t("department"),
      isWide: true,
      cell: (row) => (
        <a class="name" dir="auto" href={to(departmentPath(row.department_id, row.fiscal_year))}>
          {name(row)}
        </a>
      ),
      sort: name,
    },
    { key: "year", title: t("year"), cell: (row) => year(row.fiscal_year), sort: (row) => row.fiscal_year },
    {
      key: "region",
      title: t("region"),
      cell: (row) => {
        const level = known.get(row.department_id)?.administrative_level;
        return [region(row), level && code("level", level)].filter(Boolean).join("\u00a0· ");
      },
      sort: region,
    },
    {
      key: "stage",
      title: t("basis"),
      cell: (row) => (row.stage === null ? <span class="absent">—</span> : code("document_stage", row.stage)),
      sort: (row) => row.stage,
    },
    {
      key: "revenue",
      title: t("revenue"),
      isNumber: true,
      cell: (row) => (
        <Amount
          value={row.revenue_cny}
          label={t("revenue")}
          href={to(departmentPath(row.department_id, row.fiscal_year))}
        />
      ),
      sort: (row) => row.revenue_cny,
    },
    {
      key: "expenditure",
      title: t("expenditure"),
      isNumber: true,
      cell: (row) => (
        <Amount
          value={row.expenditure_cny}
          label={t("expenditure")}
          href={to(departmentPath(row.department_id, row.fiscal_year))}
        />
      ),
      sort: (row) => row.expenditure_cny,
    },
    { key: "documents", title: t("documents"), isNumber: true, cell: (row) => row.documents },
    {
      key: "checks",
      title: t("checks"),
      isNumber: true,
      cell: (row) => counted(row.judged),
      sort: (row) => row.judged,
    },
    {
      key: "violated",
      title: t("violated"),
      isNumber: true,
      cell: (row) => counted(row.violated),
      sort: (row) => row.violated,
    },
    {
      key: "findings",
      title: t("found"),
      isNumber: true,
      cell: (row) => <FindingCounts row={row} />,
      sort: (row) => row.errors * 1e6 + row.warnings * 1e3 + row.notes,
    },
  ];
  const { rows } = data.departments;
  const chosen = rows.filter((row) => matches(wanted, [name(row), region(row), String(row.fiscal_year ?? "")]));
  return (
    <FigureBox
      title={t("departments_years")}
      note={t("basis_note")}
      sql={data.departments.sql}
      table={
        <>
          {rows.length > FEW && <SearchBox value={wanted} onChange={setWanted} />}
          <DataTable
            caption={t("departments_years")}
            unit={unitLine}
            isCaptionHidden
            columns={columns}
            rows={chosen}
            rowKey={(row) => `${row.department_id} ${yearName(row.fiscal_year)} ${lang}`}
          />
        </>
      }
    />
  );
}

const FEW = 8;

function FindingCounts({ row }: { readonly row: DepartmentYear }) {
  const { t, to, code } = useWords();
  const counts = [
    ["error", row.errors],
    ["warning", row.warnings],
    ["note", row.notes],
  ] as const;
  const present = counts.filter(([, n]) => n > 0);
  if (!present.length) return <span class="absent">{t("none")}</span>;
  return (
    <a
      class="finding-counts"
      href={to(["findings"], {
        department: row.department_id,
        year: yearName(row.fiscal_year),
      })}
    >
      {present.map(([severity, n]) => (
        <span key={severity} class={`badge ${severity}`}>
          {code("severity", severity)} {n}
        </span>
      ))}
    </a>
  );
}

function Audit({ data }: { readonly data: Data }) {
  const { t, code } = useWords();
  const { rows, sql } = data.verdicts;
  const verdicts = inOrder(
    "verdict",
    rows.map((row) => row.verdict),
  );
  const bars = inOrder(
    "category",
    rows.map((row) => row.category),
  ).map((category) => ({
    name: code("category", category),
    counts: new Map(rows.filter((row) => row.category === category).map((row) => [row.verdict, row.checks])),
  }));
  const columns: readonly Column<VerdictBar>[] = [
    { key: "category", title: t("category"), cell: (bar) => bar.name },
    ...verdicts.map((verdict) => ({
      key: verdict,
      title: code("verdict", verdict),
      isNumber: true,
      cell: (bar: VerdictBar) => counted(bar.counts.get(verdict) ?? 0),
    })),
  ];
  const total = (verdict: string) => bars.reduce((all, bar) => all + (bar.counts.get(verdict) ?? 0), 0);
  const option = verdictBars(
    bars,
    verdicts.map((verdict) => ({ code: verdict, name: code("verdict", verdict) })),
  );
  return (
    <FigureBox
      title={t("audit_state")}
      sql={sql}
      note={t("audit_note")}
      chart={<Chart title={t("audit_state")} height={60 + 36 * bars.length} option={option} />}
      table={
        <DataTable
          caption={t("audit_state")}
          isCaptionHidden
          columns={columns}
          rows={bars}
          rowKey={(bar) => bar.name}
          footer={[[t("total"), ...verdicts.map((verdict) => counted(total(verdict)))]]}
        />
      }
    />
  );
}

function Documents({ data }: { readonly data: Data }) {
  const { t, to, code, year } = useWords();
  type Row = Data["documents"]["rows"][number];
  const columns: readonly Column<Row>[] = [
    { key: "kind", title: t("kind"), isWide: true, cell: (row) => code("document_kind", row.document_kind) },
    { key: "year", title: t("year"), cell: (row) => year(row.fiscal_year) },
    { key: "status", title: t("status"), cell: (row) => code("load_status", row.load_status) },
    { key: "documents", title: t("documents"), isNumber: true, cell: (row) => counted(row.documents) },
    { key: "figures", title: t("figures"), isNumber: true, cell: (row) => counted(row.figures ?? 0) },
  ];
  return (
    <FigureBox
      title={t("loaded_documents")}
      sql={data.documents.sql}
      note={<a href={to(["documents"])}>{t("all_documents")}</a>}
      table={
        <DataTable
          caption={t("loaded_documents")}
          isCaptionHidden
          columns={columns}
          rows={data.documents.rows}
          rowKey={(row) => [row.document_kind, row.fiscal_year, row.load_status].join(" ")}
        />
      }
    />
  );
}
