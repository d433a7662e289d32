-- Grain: document × functional code (the lowest printed) × revenue source. Leaves only: a plain sum is the total.
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
        stage,
        row_key as functional_code,
        column_key as revenue_source,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from leaves
    where
        table_code = 'revenue'
        and column_key <> 'total'
        and left(column_key, 9) <> 'of_which.'
        and row_level > 0
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    functional_code,
    revenue_source,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
