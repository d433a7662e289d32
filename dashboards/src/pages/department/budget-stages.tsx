import { bars, barsHeight } from "../../charts/bars";
import { Chart } from "../../charts/chart";
import type { DepartmentData, StageRow } from "../../data/department";
import { grouped } from "../../data/group";
import { pick } from "../../data/figures";
import { format, percent } from "../../number/decimal";
import { forAxis, money } from "../../number/money";
import { Amount } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useSettings, useWords } from "../../settings";
import { inOrder } from "../../words/codes";

/** Measures of the department as a whole begin with it. */
const OVERALL = "overall.";
const SPENT = "expenditure_of_year";

interface Line {
  readonly key: string;
  readonly name: string;
  readonly document: string;
  readonly byStage: ReadonlyMap<string, StageRow>;
}

/** What reports state of their budget: initial, adjusted, final. */
export function BudgetStages({ data }: { readonly data: DepartmentData }) {
  const { t, code, either, unitLine } = useWords();
  const { rows, sql } = data.budget_stages;
  if (!rows.length) return null;
  const kindOf = (id: string) => data.documents.rows.find((row) => row.document_id === id)?.document_kind ?? "unknown";
  const stages = inOrder(
    "stage",
    rows.map((row) => row.stage),
  );
  const lineOf = (row: StageRow) => `${row.scope} ${row.scope === "prose" ? row.document_id : ""} ${row.measure}`;
  const lines = [...grouped(rows, lineOf)].flatMap(([key, own]): Line[] => {
    const [first] = own;
    if (!first) return [];
    return [
      {
        key,
        name: either(first.name_zh, first.name_en) ?? code("total", first.measure),
        document: inOrder(
          "document_kind",
          own.map((row) => kindOf(row.document_id)),
        )
          .map((kind) => code("document_kind", kind))
          .join(" / "),
        byStage: new Map(own.map((row) => [row.stage, row])),
      },
    ];
  });
  const overall = fullest(rows.filter((row) => row.measure.startsWith(OVERALL) || row.measure === SPENT));
  const columns: readonly Column<Line>[] = [
    { key: "measure", title: t("measure"), isWide: true, cell: (line) => line.name, sort: (line) => line.name },
    { key: "document", title: t("kind"), cell: (line) => line.document, sort: (line) => line.document },
    ...stages.map((stage) => ({
      key: stage,
      title: code("stage", stage),
      isNumber: true,
      cell: (line: Line) => {
        const row = line.byStage.get(stage);
        if (!row) return <span class="absent">—</span>;
        const label = `${line.name} ${code("stage", stage)}`;
        return <Amount value={row.amount_cny} label={label} figures={pick(data.figures, [row.figure_id])} />;
      },
      sort: (line: Line) => line.byStage.get(stage)?.amount_cny,
    })),
    { key: "completion", title: t("completion"), isNumber: true, cell: (line) => completion(line) ?? "—" },
  ];
  return (
    <FigureBox
      title={t("stages")}
      sql={sql}
      unit={unitLine}
      chart={overall && <Overall rows={overall} />}
      note={t("stages_note")}
      table={
        <DataTable
          caption={t("stages")}
          unit={unitLine}
          isCaptionHidden
          columns={columns}
          rows={lines}
          rowKey={(line) => line.key}
        />
      }
    />
  );
}

/** The budget of the department as a whole, stage by stage. */
function Overall({ rows }: { readonly rows: readonly StageRow[] }) {
  const { t, code } = useWords();
  const { unit } = useSettings();
  const stages = inOrder(
    "stage",
    rows.map((row) => row.stage),
  );
  const own = stages.flatMap((stage) => rows.find((row) => row.stage === stage) ?? []);
  const option = bars(
    own.map((row) => ({
      key: row.stage,
      name: code("stage", row.stage),
      lines: [{ name: code("stage", row.stage), value: money(row.amount_cny, unit) }],
    })),
    [{ name: t("amount"), colour: 0, values: own.map((row) => forAxis(row.amount_cny, unit)) }],
  );
  return <Chart title={t("stages")} height={barsHeight(own.length)} option={option} />;
}

/** The rows of the document, or of the tables, that tell most stages; undefined where none tell two. */
function fullest(rows: readonly StageRow[]): readonly StageRow[] | undefined {
  const stages = (own: readonly StageRow[]) => new Set(own.map((row) => row.stage)).size;
  const [most] = [...grouped(rows, (row) => (row.scope === "prose" ? row.document_id : row.scope)).values()].sort(
    (a, b) => stages(b) - stages(a),
  );
  return most && stages(most) > 1 ? most : undefined;
}

function completion({ byStage }: Line): string | undefined {
  const [budget, final] = [byStage.get("budget") ?? byStage.get("initial"), byStage.get("final")];
  const found = budget && final && percent(final.amount_cny, budget.amount_cny);
  return found === undefined ? undefined : `${format(found, 2)}%`;
}
