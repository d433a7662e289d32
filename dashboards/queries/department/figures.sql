-- Grain: one printed figure that a number of the page may come from, or that a finding suspects, with its place.
select
    figure.figure_id,
    figure.document_id,
    document.file_name,
    figure.table_code,
    figure.row_label,
    figure.column_label,
    figure.printed_text,
    figure.unit,
    figure.page,
    figure.line
from marts.fct_reported_figure as figure
inner join marts.dim_document as document
    on figure.document_id = document.document_id
where
    figure.department_id = {{ department_id }}
    and figure.fiscal_year is not distinct from {{ fiscal_year }}
    and figure.is_counted
    and (
        (figure.table_code = 'narrative' and figure.row_key is not null and figure.column_key in (
            'initial_budget', 'adjustment', 'budget', 'amount', 'actual', 'count'
        ))
        or figure.table_code in ('income_expenditure_summary', 'appropriation_summary', 'three_public')
        or (figure.is_leaf and figure.amount_cny <> 0)
        or figure.figure_id in (select finding.suspected_figure_id from marts.fct_finding as finding)
    )
order by figure.figure_id
