/** One document: its figures as they stand in print, each with its place; a figure can be pointed at. */
import { useEffect, useRef, useState } from "preact/hooks";
import { type DocumentData, type PrintedFigure, type RuleRow, documentSource } from "../../data/documents";
import { grouped } from "../../data/group";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { PageHead } from "../../parts/page-head";
import { PlaceText } from "../../parts/place";
import { WithData } from "../../parts/waiting";
import type { Route } from "../../route";
import { useSettings, useWords } from "../../settings";
import { counted } from "../../words/text";
import { departmentPath } from "../paths";
import { YearEvidence } from "./year-evidence";
import { FigureGrid } from "./figure-grid";

export function Document({ route }: { readonly route: Route }) {
  const [, id = ""] = route.path;
  return (
    <WithData source={documentSource(id)}>
      {(data) => <Contents data={data} pointed={route.query.get("figure") ?? undefined} />}
    </WithData>
  );
}

interface ContentsProps {
  readonly data: DocumentData;
  readonly pointed: string | undefined;
}

function Contents({ data, pointed }: ContentsProps) {
  const { t, code } = useWords();
  const [document] = data.document.rows;
  if (!document) return null;
  const byTable = grouped(data.figures.rows, (figure) => figure.table_code);
  const order = new Map(data.tables.rows.map((table, index) => [table.table_code, index]));
  const place = (table: string) => order.get(table) ?? order.size;
  const tables = [...byTable].sort(([a], [b]) => place(a) - place(b));
  return (
    <>
      <PageHead eyebrow={code("document_kind", document.document_kind)} title={document.title ?? document.file_name} />
      <Particulars data={data} />
      <section>
        <h2>{t("printed_figures")}</h2>
        <p class="figure-note">{t("printed_figures_note")}</p>
        {tables.map(([table, figures]) => (
          <PrintedTable
            key={table}
            code={table}
            title={data.tables.rows.find((row) => row.table_code === table)?.title ?? undefined}
            figures={figures}
            pointed={figures.some((figure) => figure.figure_id === pointed) ? pointed : undefined}
          />
        ))}
        {tables.length === 0 && <p class="empty">{document.status_detail ?? t("none")}</p>}
      </section>
      {data.rules.rows.length > 0 && <Rules rows={data.rules.rows} sql={data.rules.sql} />}
    </>
  );
}

function Particulars({ data }: { readonly data: DocumentData }) {
  const { t, to, code, year } = useWords();
  const { site } = useSettings();
  const [document] = data.document.rows;
  if (!document) return null;
  const { department_id: id, fiscal_year: fiscalYear } = document;
  const department = site.departments.rows.find((row) => row.department_id === id);
  return (
    <dl class="particulars">
      <dt>{t("file")}</dt>
      <dd class="file-name">{document.file_name}</dd>
      {department && (
        <>
          <dt>{t("department")}</dt>
          <dd dir="auto">
            <a href={to(departmentPath(department.department_id, fiscalYear))}>{department.department_name}</a>
          </dd>
        </>
      )}
      <dt>{t("year")}</dt>
      <dd>
        {year(fiscalYear)}
        {document.fiscal_year_evidence && (
          <span class="second-line">
            <YearEvidence said={document.fiscal_year_evidence} />
          </span>
        )}
      </dd>
      <dt>{t("status")}</dt>
      <dd>
        {code("load_status", document.load_status)}
        {document.status_detail && <span class="second-line">{document.status_detail}</span>}
        {document.duplicate_of_document_id && (
          <a class="second-line" href={to(["document", document.duplicate_of_document_id])}>
            {t("duplicate_of")}
          </a>
        )}
        {document.superseded_by_document_id && (
          <a class="second-line" href={to(["document", document.superseded_by_document_id])}>
            {t("superseded_by")}
          </a>
        )}
      </dd>
      <dt>{t("figures")}</dt>
      <dd>{counted(document.figure_count ?? 0)}</dd>
      {document.sha256 && (
        <>
          <dt>SHA-256</dt>
          <dd class="digest file-name">{document.sha256}</dd>
        </>
      )}
    </dl>
  );
}

interface PrintedTableProps {
  readonly code: string;
  readonly title: string | undefined;
  readonly figures: readonly PrintedFigure[];
  readonly pointed: string | undefined;
}

/** One table of the document, folded until it is asked for or points at a figure. */
function PrintedTable({ code, title, figures, pointed }: PrintedTableProps) {
  const words = useWords();
  const [isOpen, setOpen] = useState(pointed !== undefined);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (pointed !== undefined) setOpen(true);
  }, [pointed]);
  useEffect(() => {
    if (pointed === undefined || !isOpen) return;
    const cell = details.current?.querySelector<HTMLElement>(".pointed");
    cell?.scrollIntoView({ block: "center", inline: "center" });
    cell?.focus({ preventScroll: true });
  }, [pointed, isOpen]);
  const [first] = figures;
  return (
    <details
      ref={details}
      class="printed-table"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>
        <span class="printed-title">{title ?? words.code("table", code)}</span>
        <span class="printed-count">
          {words.t("n_printed", { n: figures.length })}
          {first && (
            <>
              {" · "}
              <PlaceText page={first.page} line={first.line} />
            </>
          )}
        </span>
      </summary>
      {isOpen && <FigureGrid caption={title ?? words.code("table", code)} figures={figures} pointed={pointed} />}
    </details>
  );
}

function Rules({ rows, sql }: { readonly rows: readonly RuleRow[]; readonly sql: string }) {
  const { t, code, either } = useWords();
  const columns: readonly Column<RuleRow>[] = [
    { key: "rule", title: t("rule"), isWide: true, cell: (row) => either(row.title_zh, row.title_en) },
    {
      key: "category",
      title: t("category"),
      cell: (row) => code("category", row.category),
      sort: (row) => row.category,
    },
    ...(["exact", "within_rounding", "violated"] as const).map((verdict) => ({
      key: verdict,
      title: code("verdict", verdict),
      isNumber: true,
      cell: (row: RuleRow) =>
        verdict === "violated" && row.violated ? <strong class="bad">{row.violated}</strong> : row[verdict],
      sort: (row: RuleRow) => row[verdict],
    })),
  ];
  return (
    <FigureBox
      title={t("rules_judged")}
      sql={sql}
      table={
        <DataTable
          caption={t("rules_judged")}
          isCaptionHidden
          columns={columns}
          rows={rows}
          rowKey={(row) => row.identity_id}
        />
      }
    />
  );
}
