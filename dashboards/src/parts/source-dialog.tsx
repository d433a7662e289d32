/** The dialog that says where a number comes from. */
import { useEffect, useRef } from "preact/hooks";
import type { Figure, Suspect } from "../data/figures";
import { useWords } from "../settings";
import type { Traced } from "./amount";
import { Place } from "./place";

const SHOWN = 40;

interface Props {
  readonly traced: Traced;
  readonly onClose: () => void;
}

export function SourceDialog({ traced, onClose }: Props) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, [traced]);
  const { figures } = traced;
  const lead = figures.length > 1 ? t("source_sum", { n: figures.length }) : t("source_one");
  return (
    <dialog
      ref={dialog}
      class="source-dialog"
      aria-labelledby="source-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current || event.target instanceof HTMLAnchorElement) dialog.current?.close();
      }}
    >
      <div class="dialog-body">
        <h2 id="source-title">{t("source")}</h2>
        <p class="source-number">
          {traced.label} <strong>{traced.shown}</strong>
        </p>
        <p>{figures.length ? lead : t("source_derived")}</p>
        {figures.length > 0 && (
          <ul class="source-list">
            {figures.slice(0, SHOWN).map((figure) => (
              <FigureLine
                key={figure.figure_id}
                figure={figure}
                suspect={traced.suspects.find((suspect) => suspect.figure_id === figure.figure_id)}
              />
            ))}
          </ul>
        )}
        {figures.length > SHOWN && <p>{t("source_more", { n: figures.length - SHOWN })}</p>}
        <form method="dialog">
          <button type="submit" class="button">
            {t("close")}
          </button>
        </form>
      </div>
    </dialog>
  );
}

interface LineProps {
  readonly figure: Figure;
  readonly suspect: Suspect | undefined;
}

function FigureLine({ figure, suspect }: LineProps) {
  const { code, t, to } = useWords();
  return (
    <li>
      <span class="source-label">
        {[figure.row_label, figure.column_label].filter(Boolean).join(" / ") || code("table", figure.table_code)}
      </span>
      <span class="source-printed">{figure.printed_text ?? "—"}</span>
      <span class="source-place">
        {code("table", figure.table_code)} · <span class="file-name">{figure.file_name}</span> ·{" "}
        <Place document={figure.document_id} page={figure.page} line={figure.line} figure={figure.figure_id} />
      </span>
      {suspect && (
        <a class="source-suspect" href={to(["finding", suspect.document_id, suspect.finding_id])}>
          {t("suspected")}
        </a>
      )}
    </li>
  );
}
