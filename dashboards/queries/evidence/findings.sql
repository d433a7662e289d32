-- Grain: one finding of the document, with the cell it suspects.
select
    finding_id,
    identity_id,
    severity,
    hypothesis,
    message_zh,
    message,
    stated_value,
    expected_value,
    expected_low,
    expected_high,
    unit,
    page,
    line,
    table_code,
    row_label,
    column_label,
    printed_text,
    suspected_figure_id,
    suggested_value,
    alternatives,
    check_ids
from marts.fct_finding
where document_id = {{ document_id }}
order by finding_id
