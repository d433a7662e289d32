import { useWords } from "../../settings";

/** Where a document says its year, in the reader's words; other words of the loaders as they are. */
export function YearEvidence({ said }: { readonly said: string }) {
  const { t } = useWords();
  const found = /^(title|form) \((?:page (\d+))?(?:, )?(?:line (\d+))?\)$/.exec(said);
  const [, where, page, line] = found ?? [];
  if (where) {
    const place =
      page && line
        ? t("page_line", { page, line })
        : page
          ? t("page_only", { page })
          : t("line_only", { line: line ?? "" });
    return <>{t(where === "title" ? "said_in_title" : "said_in_form", { place })}</>;
  }
  if (said === "the report it stands in") return <>{t("said_by_report")}</>;
  return <>{said.startsWith("not stated") ? said.replace("not stated", t("said_nowhere")) : said}</>;
}
