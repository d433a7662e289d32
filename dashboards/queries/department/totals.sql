-- Grain: one total line of the income and expenditure summary, as printed, in yuan; of a budget that has but one total
-- of each side, this one.
select
    document_id,
    row_key as measure,
    amount_cny,
    figure_id
from marts.fct_reported_figure
where
    department_id = {{ department_id }}
    and fiscal_year is not distinct from {{ fiscal_year }}
    and is_counted
    and not is_repeat
    and table_code = 'income_expenditure_summary'
    and column_key = 'amount'
    and row_key in (
        'revenue_of_year', 'expenditure_of_year', 'opening_balance', 'closing_balance', 'total_income',
        'total_expenditure'
    )
order by document_id, row_key
