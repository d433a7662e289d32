-- Grain: document × fund × item × stage (budget, final) of 三公 spending. A report with a table for government funds has
-- its other table for the general public budget; where there is one table alone, nothing tells the fund: undivided.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
),

divided as (
    select
        *,
        bool_or(table_code = 'government_fund_three_public') over (partition by document_id) as is_divided
    from leaves
    where
        table_code in ('three_public', 'government_fund_three_public')
        and column_key in ('overseas_travel', 'vehicle_purchase', 'vehicle_operation', 'official_reception')
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        case
            when table_code = 'government_fund_three_public' then 'government_fund'
            when is_divided then 'general_public_budget'
            else 'undivided'
        end as fund,
        column_key as item,
        row_key as stage,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from divided
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    fund,
    item,
    stage,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
