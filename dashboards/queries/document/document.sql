-- Grain: the document.
select
    document_id,
    file_name,
    sha256,
    media_type,
    document_ordinal,
    document_kind,
    title,
    department_id,
    fiscal_year,
    fiscal_year_evidence,
    load_status,
    status_reason,
    status_detail,
    duplicate_of_document_id,
    superseded_by_document_id,
    figure_count
from marts.dim_document
where document_id = {{ document_id }}
