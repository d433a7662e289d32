-- Grain: document × item × stage (budget, final) of 三公 spending from appropriations. Leaves only: vehicles are
-- purchase and operation.
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
        column_key as item,
        row_key as stage,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from leaves
    where
        table_code = 'three_public'
        and column_key in ('overseas_travel', 'vehicle_purchase', 'vehicle_operation', 'official_reception')
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    item,
    stage,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
