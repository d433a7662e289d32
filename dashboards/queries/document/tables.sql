-- Grain: one table found in the document, in the order of print.
select
    table_code,
    title,
    unit,
    cast(page as integer) as page,
    cast(line as integer) as line
from seeds.document_tables
where document_id = {{ document_id }}
order by cast(line as integer)
