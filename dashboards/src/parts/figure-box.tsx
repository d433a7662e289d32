/** A chart with its table and its query, one shown at a time; print shows the chart and the table. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { useWords } from "../settings";
import type { Word } from "../words/ui";

type View = "chart" | "table" | "sql";
const NAMES: Record<View, Word> = { chart: "view_chart", table: "view_table", sql: "view_sql" };

interface Props {
  readonly title: string;
  /** Level of its heading; 3 inside of a section that has its own. */
  readonly level?: 2 | 3;
  /** What the chart counts in, where that is not plain from its axes. */
  readonly unit?: string;
  readonly note?: ComponentChildren;
  /** Absent where a table says it better. */
  readonly chart?: ComponentChildren;
  readonly table: ComponentChildren;
  readonly sql: string;
}

export function FigureBox({ title, level = 2, unit, note, chart, table, sql }: Props) {
  const { t } = useWords();
  const id = useId();
  const Heading = `h${level}` as const;
  const views: readonly View[] = chart ? ["chart", "table", "sql"] : ["table", "sql"];
  const [chosen, setChosen] = useState<View>(chart ? "chart" : "table");
  return (
    <figure class="figure-box" aria-labelledby={`${id}-title`}>
      <div class="figure-head">
        <figcaption>
          <Heading id={`${id}-title`}>{title}</Heading>
        </figcaption>
        <div class="views" role="group" aria-label={t("view", { title })}>
          {views.map((view) => (
            <button
              key={view}
              type="button"
              aria-pressed={view === chosen}
              onClick={() => {
                setChosen(view);
              }}
            >
              {t(NAMES[view])}
            </button>
          ))}
        </div>
      </div>
      {chart && (
        <div class="figure-chart" hidden={chosen !== "chart"}>
          {unit && <p class="chart-unit">{unit}</p>}
          {chart}
        </div>
      )}
      <div class="figure-table" hidden={chosen !== "table"}>
        {table}
      </div>
      {chosen === "sql" && <SqlText sql={sql} />}
      {note && <p class="figure-note">{note}</p>}
    </figure>
  );
}

/** A query as it was run, with the way to run it again. */
export function SqlText({ sql }: { readonly sql: string }) {
  const { t, to } = useWords();
  return (
    <div class="sql-text">
      <pre tabIndex={0}>
        <code>{sql}</code>
      </pre>
      <a class="button" href={to(["sql"], { q: sql })}>
        {t("run_sql")}
      </a>
    </div>
  );
}
