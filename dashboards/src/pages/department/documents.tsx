import type { DepartmentData, DocumentRow } from "../../data/department";
import { type Column, DataTable } from "../../parts/data-table";
import { FigureBox } from "../../parts/figure-box";
import { useWords } from "../../settings";
import { counted } from "../../words/text";

/** The documents that the page comes from. */
export function Documents({ data }: { readonly data: DepartmentData }) {
  const { t, to, code } = useWords();
  const columns: readonly Column<DocumentRow>[] = [
    {
      key: "title",
      title: t("title"),
      isWide: true,
      cell: (row) => (
        <a class="name" dir="auto" href={to(["document", row.document_id])}>
          {row.title ?? row.file_name}
        </a>
      ),
    },
    { key: "kind", title: t("kind"), isWide: true, cell: (row) => code("document_kind", row.document_kind) },
    { key: "status", title: t("status"), cell: (row) => code("load_status", row.load_status) },
    { key: "figures", title: t("figures"), isNumber: true, cell: (row) => counted(row.figure_count ?? 0) },
  ];
  return (
    <FigureBox
      title={t("its_documents")}
      sql={data.documents.sql}
      table={
        <DataTable
          caption={t("its_documents")}
          isCaptionHidden
          columns={columns}
          rows={data.documents.rows}
          rowKey={(row) => row.document_id}
        />
      }
    />
  );
}
