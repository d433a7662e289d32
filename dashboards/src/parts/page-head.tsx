/** The head of a page: its title, which is the document's too, and what stands below it. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useWords } from "../settings";

interface Props {
  readonly title: string;
  readonly eyebrow?: ComponentChildren;
  readonly lede?: ComponentChildren;
}

export function PageHead({ title, eyebrow, lede }: Props) {
  const { t } = useWords();
  const site = t("site");
  useEffect(() => {
    document.title = title === site ? site : `${title} · ${site}`;
  }, [title, site]);
  return (
    <div class="page-head">
      {eyebrow && <p class="eyebrow">{eyebrow}</p>}
      <h1 dir="auto">{title}</h1>
      {lede && <p class="lede">{lede}</p>}
    </div>
  );
}
