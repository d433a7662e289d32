-- Grain: document × fund × functional code (the lowest printed) × expenditure type: the part of the expenditure that
-- each appropriation paid. The funds exclude each other, so a plain sum is the appropriation expenditure; a table that
-- prints no types has the type undivided. What prints all appropriations together (财政拨款支出预算表) is left out.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
),

divided as (
    select
        *,
        bool_or(column_key <> 'total') over (partition by document_id, table_code) as is_divided
    from leaves
    where
        table_code in ('general_budget_expenditure', 'government_fund', 'state_capital')
        and column_key in ('total', 'basic', 'project', 'reserve')
        and row_level > 0
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        case table_code
            when 'general_budget_expenditure' then 'general_public_budget'
            else table_code
        end as fund,
        row_key as functional_code,
        case column_key when 'total' then 'undivided' else column_key end as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from divided
    where (column_key <> 'total') = is_divided
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    fund,
    functional_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
