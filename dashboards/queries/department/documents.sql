-- Grain: one document of the department and year.
select
    document_id,
    file_name,
    document_kind,
    stage,
    title,
    load_status,
    is_counted,
    figure_count
from marts.dim_document
where
    department_id = {{ department_id }}
    and fiscal_year is not distinct from {{ fiscal_year }}
order by document_kind, file_name, document_ordinal
