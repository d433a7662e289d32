-- Grain: document × fund × measure, in yuan: from the opening balance to the closing balance, at the document's own
-- stage. A derived balance is the difference between all money and the appropriations; the others are printed in the
-- two summary tables.
with balance as (
    select
        told.*,
        case told.measure
            when 'revenue' then told.fund
            when 'opening' then 'opening.' || told.fund
            when 'expenditure' then 'expenditure_of_year'
            when 'closing' then 'closing_balance'
        end as row_key
    from marts.fct_fund_balance as told
    inner join marts.dim_document as document
        on
            told.document_id = document.document_id
            and told.stage = document.stage
    where
        told.department_id = {{ department_id }}
        and told.fiscal_year is not distinct from {{ fiscal_year }}
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
