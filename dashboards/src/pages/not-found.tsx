import { PageHead } from "../parts/page-head";
import { useWords } from "../settings";

export function NotFound() {
  const { t, to } = useWords();
  return (
    <>
      <PageHead title={t("not_found")} lede={t("not_found_note")} />
      <a class="button" href={to([])}>
        {t("to_overview")}
      </a>
    </>
  );
}
