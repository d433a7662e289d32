-- Grain: one printed figure of the document, in the order of print.
select
    figure_id,
    table_code,
    row_number,
    column_number,
    row_label,
    column_label,
    column_key,
    row_level,
    printed_text,
    coalesce(amount_cny, value) as magnitude,
    unit,
    page,
    line
from marts.fct_reported_figure
where document_id = {{ document_id }}
order by table_code, row_number, column_number, figure_id
