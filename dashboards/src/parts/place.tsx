/** Places in documents. */
import { useWords } from "../settings";

interface PlaceProps {
  readonly document: string;
  readonly page: number | null;
  readonly line: number | null;
  readonly figure?: string;
}

/** Page and line in the reader's words; a link to the figures of the document, at this one. */
export function Place({ document, page, line, figure }: PlaceProps) {
  const { to } = useWords();
  return (
    <a class="place" href={to(["document", document], { figure })}>
      <PlaceText page={page} line={line} />
    </a>
  );
}

/** Page and line in the reader's words, as far as the format tells them. */
export function PlaceText({ page, line }: Pick<PlaceProps, "page" | "line">) {
  const { t } = useWords();
  if (page !== null && line !== null) return t("page_line", { page, line });
  if (page !== null) return t("page_only", { page });
  return line === null ? "—" : t("line_only", { line });
}
