-- Grain: one document, whatever became of it.
select
    document_id,
    file_name,
    document_ordinal,
    document_kind,
    title,
    department_id,
    fiscal_year,
    load_status,
    status_reason,
    status_detail,
    duplicate_of_document_id,
    superseded_by_document_id,
    figure_count
from marts.dim_document
order by department_id, fiscal_year, document_kind, file_name, document_ordinal
