-- Grain: kind of document × fiscal year × status: how many documents, and the figures read from them.
select
    document_kind,
    fiscal_year,
    load_status,
    count(*) as documents,
    sum(figure_count) as figures
from marts.dim_document
group by document_kind, fiscal_year, load_status
order by document_kind, fiscal_year nulls last, load_status
