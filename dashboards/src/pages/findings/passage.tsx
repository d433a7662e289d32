/** The figures read around the suspected one: its neighbours in the table, or in the passage of prose. */
import { type PrintedFigure, documentSource } from "../../data/documents";
import type { Finding } from "../../data/findings";
import { WithData } from "../../parts/waiting";
import { useWords } from "../../settings";
import { FigureGrid } from "../documents/figure-grid";

/** Rows before and after. */
const ROWS = 4;

interface Props {
  readonly document: string;
  readonly finding: Finding;
}

export function Passage({ document, finding }: Props) {
  const { t, to } = useWords();
  return (
    <section>
      <h2>{t("passage")}</h2>
      <WithData source={documentSource(document)}>
        {(data) => {
          const around = neighbours(data.figures.rows, finding);
          return around.length ? (
            <FigureGrid caption={t("passage")} figures={around} pointed={finding.suspected_figure_id ?? undefined} />
          ) : (
            <p class="empty">{t("none")}</p>
          );
        }}
      </WithData>
      <p class="figure-note">
        {t("passage_note")}{" "}
        <a href={to(["document", document], { figure: finding.suspected_figure_id ?? undefined })}>
          {t("to_document")}
        </a>
      </p>
    </section>
  );
}

/** The rows around the suspected figure in its table; without one, around the line of the finding. */
function neighbours(figures: readonly PrintedFigure[], finding: Finding): PrintedFigure[] {
  const centre =
    figures.find((figure) => figure.figure_id === finding.suspected_figure_id) ??
    figures.find((figure) => figure.line === finding.line && figure.page === finding.page);
  if (!centre) return [];
  const table = figures.filter((figure) => figure.table_code === centre.table_code);
  const rows = [...new Set(table.map((figure) => figure.row_number))].sort((a, b) => a - b);
  const at = rows.indexOf(centre.row_number);
  const near = new Set(rows.slice(Math.max(0, at - ROWS), at + ROWS + 1));
  return table.filter((figure) => near.has(figure.row_number));
}
