-- Grain: one document of the department that the tables of this page come from.
select
    document_id,
    file_name,
    document_kind,
    title,
    fiscal_year
from marts.dim_document
where
    department_id = {{ department_id }}
    and is_counted
order by fiscal_year nulls last, document_kind, file_name, document_ordinal
