/** One project: its budget, what was paid for, what was to be reached and what was. */
import { bars, barsHeight } from "../../charts/bars";
import { Chart } from "../../charts/chart";
import { pick } from "../../data/figures";
import { grouped } from "../../data/group";
import type { BudgetRow, IndicatorRow, ItemRow, PaymentRow, ProjectRow, ProjectsData } from "../../data/projects";
import type { Site } from "../../data/sources";
import { format, sum } from "../../number/decimal";
import { forAxis, money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { Facts } from "../../parts/facts";
import { FigureBox } from "../../parts/figure-box";
import { PageHead } from "../../parts/page-head";
import { Place } from "../../parts/place";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";
import { NotFound } from "../not-found";

interface Props {
  readonly data: ProjectsData;
  readonly department: Site["departments"]["rows"][number];
  readonly project: string;
}

export function Project({ data, department, project }: Props) {
  const { to } = useWords();
  const row = data.projects.rows.find((each) => each.project_id === project);
  if (!row) return <NotFound />;
  const own = <R extends { project_id: string | null }>(rows: readonly R[]) =>
    rows.filter((each) => each.project_id === project);
  return (
    <>
      <PageHead
        eyebrow={
          <a dir="auto" href={to(["projects", department.department_id])}>
            {department.department_name}
          </a>
        }
        title={row.project_name}
      />
      <KeyFacts row={row} />
      <Budget data={data} rows={own(data.budgets.rows)} />
      <Payments data={data} rows={own(data.payments.rows)} />
      <Indicators data={data} rows={own(data.indicators.rows)} />
      <Items data={data} rows={own(data.items.rows)} />
    </>
  );
}

function KeyFacts({ row }: { readonly row: ProjectRow }) {
  const { t, unitName } = useWords();
  const amounts = [
    [t("target_amount"), row.target_cny],
    [t("year_budget"), row.budget_cny],
    [t("paid"), row.paid_cny],
  ] as const;
  return (
    <Facts
      facts={[
        ...amounts.flatMap(([name, value]) =>
          value === null ? [] : [{ name, unit: unitName, value: <Amount value={value} label={name} /> }],
        ),
        ...(row.execution_percent === null
          ? []
          : [{ name: t("execution"), value: `${format(row.execution_percent, 2)}%` }]),
        { name: t("n_indicators"), value: String(row.indicators) },
      ]}
    />
  );
}

function Budget({ data, rows }: { readonly data: ProjectsData; readonly rows: readonly BudgetRow[] }) {
  const { t, code, year, unitLine } = useWords();
  if (!rows.length) return null;
  const kind = kindOf(data);
  const sorted = inOrder(
    "stage",
    rows.map((row) => row.stage),
  ).flatMap((stage) => rows.filter((row) => row.stage === stage));
  const columns: readonly Column<BudgetRow>[] = [
    { key: "stage", title: t("stage"), cell: (row) => code("stage", row.stage) },
    { key: "kind", title: t("kind"), isWide: true, cell: (row) => code("document_kind", kind(row.document_id)) },
    { key: "year", title: t("year"), cell: (row) => year(row.fiscal_year) },
    {
      key: "amount",
      title: t("amount"),
      isNumber: true,
      cell: (row) => (
        <Amount value={row.amount_cny} label={code("stage", row.stage)} figures={pick(data.figures, [row.figure_id])} />
      ),
    },
  ];
  return (
    <FigureBox
      title={t("project_budget")}
      sql={data.budgets.sql}
      table={
        <DataTable
          caption={t("project_budget")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={sorted}
          rowKey={(row) => `${row.document_id} ${row.stage}`}
        />
      }
    />
  );
}

function Payments({ data, rows }: { readonly data: ProjectsData; readonly rows: readonly PaymentRow[] }) {
  const { t, unitLine } = useWords();
  const { unit } = useSettings();
  if (!rows.length) return null;
  const groups = [...grouped(rows, (row) => row.group_name ?? "")]
    .map(([name, own]) => ({ name, total: sum(own.map((row) => row.amount_cny)), rows: own }))
    .sort((a, b) => (a.total < b.total ? 1 : -1));
  const option = bars(
    groups.map((group) => ({
      key: group.name,
      name: group.name,
      lines: [{ name: group.name, value: money(group.total, unit) }],
    })),
    [{ name: t("paid"), colour: 0, values: groups.map((group) => forAxis(group.total, unit)) }],
  );
  const amountOf = (label: string, own: readonly PaymentRow[]) => (
    <Amount
      value={sum(own.map((row) => row.amount_cny))}
      label={label}
      figures={pick(
        data.figures,
        own.map((row) => row.figure_id),
      )}
    />
  );
  const columns: readonly Column<PaymentRow>[] = [
    { key: "group", title: t("group"), cell: (row) => row.group_name ?? "—", sort: (row) => row.group_name },
    { key: "name", title: t("paid_item"), isWide: true, cell: (row) => row.item_name },
    {
      key: "amount",
      title: t("amount"),
      isNumber: true,
      cell: (row) => amountOf(row.item_name, [row]),
      sort: (row) => row.amount_cny,
    },
  ];
  return (
    <FigureBox
      title={t("payments")}
      sql={data.payments.sql}
      unit={unitLine}
      {...(groups.length > 1 && {
        chart: <Chart title={t("payments")} height={barsHeight(groups.length)} option={option} />,
      })}
      table={
        <DataTable
          caption={t("payments")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={groups.flatMap((group) => group.rows)}
          rowKey={(row) => row.figure_id}
          footer={[[t("total"), "", amountOf(t("total"), rows)]]}
        />
      }
    />
  );
}

function Indicators({ data, rows }: { readonly data: ProjectsData; readonly rows: readonly IndicatorRow[] }) {
  const { t, code } = useWords();
  if (!rows.length) return null;
  const columns: readonly Column<IndicatorRow>[] = [
    {
      key: "level",
      title: t("category"),
      cell: (row) => (
        <>
          {row.level_1 ?? "—"}
          {row.level_2 && <span class="second-line">{row.level_2}</span>}
        </>
      ),
    },
    { key: "name", title: t("indicator"), isWide: true, cell: (row) => row.indicator_name ?? "—" },
    {
      key: "target",
      title: t("target"),
      isWide: true,
      cell: (row) => row.target_text ?? row.period_target_text ?? "—",
    },
    { key: "actual", title: t("result"), isWide: true, cell: (row) => row.actual_text ?? "—" },
    {
      key: "place",
      title: t("place"),
      cell: (row) => <Place document={row.document_id} page={row.page} line={row.line} />,
    },
  ];
  return (
    <>
      {[...grouped(rows, (row) => `${row.document_id} ${row.indicator_set}`).values()].map((own) => {
        const [first] = own;
        if (!first) return null;
        const title = t("indicators_of", { set: code("indicator_set", first.indicator_set) });
        return (
          <FigureBox
            key={`${first.document_id} ${first.indicator_set}`}
            title={title}
            sql={data.indicators.sql}
            table={
              <DataTable
                caption={title}
                isCaptionHidden
                columns={columns}
                rows={own}
                rowKey={(row) => String(own.indexOf(row))}
              />
            }
          />
        );
      })}
    </>
  );
}

function Items({ data, rows }: { readonly data: ProjectsData; readonly rows: readonly ItemRow[] }) {
  const { t } = useWords();
  if (!rows.length) return null;
  const columns: readonly Column<ItemRow>[] = [
    { key: "group", title: t("group"), cell: (row) => row.group_name ?? "—" },
    { key: "name", title: t("paid_item"), isWide: true, cell: (row) => row.item_name },
    {
      key: "service",
      title: t("service_period"),
      cell: (row) => [row.service_start, row.service_end].filter(Boolean).join(" – ") || "—",
      sort: (row) => row.service_start,
    },
    {
      key: "accepted",
      title: t("accepted"),
      cell: (row) => row.accepted_on ?? (row.is_in_service ? t("in_service") : "—"),
      sort: (row) => row.accepted_on,
    },
    {
      key: "place",
      title: t("place"),
      cell: (row) => <Place document={row.document_id} page={row.page} line={row.line} />,
    },
  ];
  return (
    <FigureBox
      title={t("items")}
      sql={data.items.sql}
      table={
        <DataTable
          caption={t("items")}
          isCaptionHidden
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.document_id} ${row.item_number}`}
        />
      }
    />
  );
}

/** What kind of document one is, by its key. */
function kindOf(data: ProjectsData): (document: string) => string {
  const kinds = new Map(data.documents.rows.map((row) => [row.document_id, row.document_kind]));
  return (document) => kinds.get(document) ?? "unknown";
}
