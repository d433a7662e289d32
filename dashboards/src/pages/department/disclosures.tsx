import type { DepartmentData, DisclosureRow } from "../../data/department";
import { type Figures, pick } from "../../data/figures";
import { plain } from "../../number/decimal";
import { Amount, Number } from "../../parts/amount";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useWords } from "../../settings";
import { inOrder } from "../../words/codes";

/** What stands beside 三公 spending; the other subjects have a table of their own. */
export const THREE_PUBLIC_SUBJECTS: readonly string[] = ["overseas", "vehicles", "reception"];

const YUAN = "元";

/** The subject of a measure: `procurement` of `procurement.goods`. */
export function subjectOf(row: DisclosureRow): string {
  return row.measure.split(".")[0] ?? row.measure;
}

/** Procurement, operating cost, assets, non-tax revenue and whatever else a report discloses. */
export function Disclosures({ data }: { readonly data: DepartmentData }) {
  const { t } = useWords();
  const hasThreePublic = data.three_public.rows.length > 0;
  const rows = data.disclosures.rows.filter(
    (row) => !hasThreePublic || !THREE_PUBLIC_SUBJECTS.includes(subjectOf(row)),
  );
  if (!rows.length) return null;
  return (
    <FigureBox
      title={t("other_disclosures")}
      sql={data.disclosures.sql}
      table={<DisclosureTable caption={t("other_disclosures")} rows={rows} figures={data.figures} />}
    />
  );
}

interface TableProps {
  readonly caption: string;
  readonly rows: readonly DisclosureRow[];
  readonly figures: Figures;
}

export function DisclosureTable({ caption, rows, figures }: TableProps) {
  const { t, code, either, unitName } = useWords();
  const name = (row: DisclosureRow) => either(row.name_zh, row.name_en);
  const columns: readonly Column<DisclosureRow>[] = [
    { key: "subject", title: t("subject"), cell: (row) => code("subject", subjectOf(row)) },
    { key: "measure", title: t("measure"), isWide: true, cell: name },
    {
      key: "value",
      title: t("value"),
      isNumber: true,
      cell: (row) => {
        const from = pick(figures, [row.figure_id]);
        if (row.unit === YUAN) return <Amount value={row.value} label={name(row)} figures={from} />;
        const shown = plain(row.value);
        return <Number label={name(row)} shown={shown} exact={`${shown} ${row.unit}`} figures={from} />;
      },
    },
    { key: "unit", title: t("counted_in"), cell: (row) => (row.unit === YUAN ? unitName : row.unit) },
  ];
  const subjects = inOrder("subject", rows.map(subjectOf));
  const sorted = subjects.flatMap((subject) => rows.filter((row) => subjectOf(row) === subject));
  return (
    <DataTable
      caption={caption}
      isCaptionHidden
      columns={columns}
      rows={sorted}
      rowKey={(row) => `${row.document_id} ${row.measure}`}
    />
  );
}
