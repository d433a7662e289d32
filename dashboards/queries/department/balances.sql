-- Grain: document × fund × measure, in yuan: from the opening balance to the closing balance. A derived balance is the
-- difference between all money and the appropriations; the others are printed in the two summary tables.
with balance as (
    select
        *,
        case measure
            when 'revenue' then fund
            when 'opening' then 'opening.' || fund
            when 'expenditure' then 'expenditure_of_year'
            when 'closing' then 'closing_balance'
        end as row_key
    from marts.fct_fund_balance
    where
        department_id = {{ department_id }}
        and fiscal_year is not distinct from {{ fiscal_year }}
)

select
    balance.document_id,
    balance.fund,
    balance.measure,
    balance.amount_cny,
    balance.is_derived,
    min(figure.figure_id) as figure_id
from balance
left join marts.fct_reported_figure as figure
    on
        balance.document_id = figure.document_id
        and figure.table_code = 'appropriation_summary'
        and balance.row_key = figure.row_key
        and figure.column_key in ('amount', balance.fund)
        and balance.amount_cny = figure.amount_cny
group by all
order by balance.document_id, balance.fund, balance.measure
