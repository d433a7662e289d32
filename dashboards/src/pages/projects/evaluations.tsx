/** Evaluations: the points of each indicator against its weight. */
import { bars, barsHeight } from "../../charts/bars";
import { Chart } from "../../charts/chart";
import { grouped } from "../../data/group";
import type { ProjectsData, ScoreRow } from "../../data/projects";
import { type Decimal, format, percent, plain, sum, toNumber } from "../../number/decimal";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { Place } from "../../parts/place";
import { useWords } from "../../settings";

export function Evaluations({ data }: { readonly data: ProjectsData }) {
  return (
    <>
      {[...grouped(data.scores.rows, (row) => row.document_id)].map(([document, rows]) => (
        <Evaluation key={document} data={data} document={document} rows={rows} />
      ))}
    </>
  );
}

interface Props {
  readonly data: ProjectsData;
  readonly document: string;
  readonly rows: readonly ScoreRow[];
}

/** An indicator with its points: as printed, else those of the indicators below it. */
interface Line {
  readonly row: ScoreRow;
  readonly weight: Decimal | undefined;
  readonly score: Decimal | undefined;
}

function Evaluation({ data, document, rows }: Props) {
  const { t, code, year } = useWords();
  const about = data.documents.rows.find((row) => row.document_id === document);
  const lines = rows.map((row): Line => ({
    row,
    weight: points(rows, row, "weight"),
    score: points(rows, row, "score"),
  }));
  const parts = lines.filter(({ row }) => row.level === 1);
  const name = ({ row }: Line) => row.indicator_name ?? row.indicator_key;
  const shown = (value: Decimal | undefined) => (value === undefined ? "—" : plain(value));
  const rate = ({ weight, score }: Line) => {
    const found = weight === undefined || score === undefined ? undefined : percent(score, weight);
    return found === undefined ? "—" : `${format(found, 1)}%`;
  };
  const option = bars(
    parts.map((line) => ({
      key: line.row.indicator_key,
      name: name(line),
      lines: [
        { name: t("score"), value: shown(line.score) },
        { name: t("weight"), value: shown(line.weight) },
        { name: t("score_rate"), value: rate(line) },
      ],
    })),
    [
      { name: t("weight"), colour: 6, values: parts.map(({ weight }) => toNumber(weight ?? 0n)) },
      { name: t("score"), colour: 0, values: parts.map(({ score }) => toNumber(score ?? 0n)) },
    ],
  );
  const columns: readonly Column<Line>[] = [
    {
      key: "name",
      title: t("indicator"),
      isWide: true,
      cell: (line) => <span class={`level-${Math.min(line.row.level, 4)}`}>{name(line)}</span>,
    },
    { key: "weight", title: t("weight"), isNumber: true, cell: (line) => shown(line.weight) },
    { key: "score", title: t("score"), isNumber: true, cell: (line) => shown(line.score) },
    { key: "rate", title: t("score_rate"), isNumber: true, cell: rate },
    {
      key: "place",
      title: t("place"),
      cell: ({ row }) => <Place document={document} page={row.page} line={row.line} />,
    },
  ];
  const title = [about && code("document_kind", about.document_kind), about && year(about.fiscal_year)]
    .filter(Boolean)
    .join(" ");
  return (
    <FigureBox
      title={t("scores_of", { title })}
      sql={data.scores.sql}
      unit={t("points")}
      note={
        <>
          <span dir="auto">{about?.title ?? about?.file_name}</span>
          <br />
          {t("scores_note")}
        </>
      }
      {...(parts.length > 0 && {
        chart: <Chart title={t("scores_of", { title })} height={barsHeight(parts.length, 2)} option={option} />,
      })}
      table={
        <DataTable
          caption={t("scores_of", { title })}
          unit={t("points")}
          isCaptionHidden
          columns={columns}
          rows={lines}
          rowKey={({ row }) => row.indicator_key}
          rowClass={({ row }) => (row.level <= 1 ? "group" : undefined)}
        />
      }
    />
  );
}

/** The points of an indicator as printed, else the sum over the leaves below it where each has its own. */
function points(rows: readonly ScoreRow[], row: ScoreRow, key: "weight" | "score"): Decimal | undefined {
  const printed = row[key];
  if (printed !== null) return printed;
  const leaves = rows.filter((other) => other.is_leaf && isBelow(rows, other, row));
  const values = leaves.map((leaf) => leaf[key]);
  return leaves.length && values.every((value) => value !== null) ? sum(values) : undefined;
}

function isBelow(rows: readonly ScoreRow[], row: ScoreRow, above: ScoreRow): boolean {
  const parent = rows.find((other) => other.indicator_key === row.parent_indicator_key);
  return parent !== undefined && parent !== row && (parent === above || isBelow(rows, parent, above));
}
