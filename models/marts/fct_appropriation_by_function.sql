-- Grain: document × fund × functional code (the lowest printed) × expenditure type: the part of the expenditure that
-- each appropriation paid. The funds exclude each other, so a plain sum is the appropriation expenditure.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        case table_code
            when 'general_budget_expenditure' then 'general_public_budget'
            else table_code
        end as fund,
        row_key as functional_code,
        column_key as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from leaves
    where
        table_code in ('general_budget_expenditure', 'government_fund', 'state_capital')
        and column_key in ('basic', 'project')
        and row_level > 0
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    fund,
    functional_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
