/** Printed figures in rows and columns, as they stand in their table. */
import type { PrintedFigure } from "../../data/documents";
import { grouped } from "../../data/group";
import { plain } from "../../number/decimal";
import { PlaceText } from "../../parts/place";
import { useWords } from "../../settings";

interface Props {
  readonly caption: string;
  readonly figures: readonly PrintedFigure[];
  /** The figure to show, by its key. */
  readonly pointed?: string | undefined;
}

/** A grid with fewer of its cells filled is a list in truth: statements of prose hardly share a column. */
const LEAST_FILLED = 0.5;

export function FigureGrid({ caption, figures, pointed }: Props) {
  const columns = [...grouped(figures, columnOf).keys()];
  const rows = new Set(figures.map((figure) => figure.row_number)).size;
  const isGrid =
    figures.length >= LEAST_FILLED * rows * columns.length && figures.some((figure) => figure.column_label);
  return (
    <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      {isGrid ? (
        <Grid caption={caption} columns={columns} figures={figures} pointed={pointed} />
      ) : (
        <List caption={caption} figures={figures} pointed={pointed} />
      )}
    </div>
  );
}

/** Columns of one number but different titles are those of two groups side by side. */
function columnOf(figure: PrintedFigure): string {
  return `${figure.column_number} ${figure.column_label ?? ""}`;
}

interface GridProps extends Props {
  readonly columns: readonly string[];
}

function Grid({ caption, columns, figures, pointed }: GridProps) {
  const { t } = useWords();
  const rows = [...grouped(figures, (figure) => String(figure.row_number)).values()];
  const order = [...columns].sort((a, b) => parseInt(a) - parseInt(b));
  return (
    <table class="printed" aria-label={caption}>
      <thead>
        <tr>
          <th scope="col">{t("place")}</th>
          <th scope="col">{t("row")}</th>
          {order.map((column) => (
            <th key={column} scope="col" class="numeric">
              {column.replace(/^\d+ /, "")}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]?.row_number}>
            <td class="printed-place">
              <PlaceText page={row[0]?.page ?? null} line={row[0]?.line ?? null} />
            </td>
            <th scope="row" class={`level-${Math.min(row[0]?.row_level ?? 0, 3)}`}>
              {row[0]?.row_label}
            </th>
            {order.map((column) => (
              <FigureCell key={column} figure={row.find((figure) => columnOf(figure) === column)} pointed={pointed} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function List({ caption, figures, pointed }: Props) {
  const { t, code } = useWords();
  return (
    <table class="printed" aria-label={caption}>
      <thead>
        <tr>
          <th scope="col">{t("place")}</th>
          <th scope="col">{t("row")}</th>
          <th scope="col">{t("column")}</th>
          <th scope="col" class="numeric">
            {t("printed")}
          </th>
          <th scope="col" class="numeric">
            {t("read_as")}
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => (
          <tr key={figure.figure_id}>
            <td class="printed-place">
              <PlaceText page={figure.page} line={figure.line} />
            </td>
            <th scope="row">{figure.row_label}</th>
            <td>{figure.column_label ?? (figure.column_key && code("column", figure.column_key))}</td>
            <FigureCell figure={figure} pointed={pointed} />
            <td class="numeric">{figure.magnitude !== null && `${plain(figure.magnitude)} ${figure.unit ?? ""}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FigureCellProps {
  readonly figure: PrintedFigure | undefined;
  readonly pointed: string | undefined;
}

function FigureCell({ figure, pointed }: FigureCellProps) {
  const isPointed = figure !== undefined && figure.figure_id === pointed;
  return (
    <td class={isPointed ? "numeric pointed" : "numeric"} {...(isPointed && { tabIndex: -1, "aria-current": "true" })}>
      {figure?.printed_text}
    </td>
  );
}
