-- Grain: document × functional code (the lowest printed) × expenditure type, all money (支出决算表). Leaves only.
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
        row_key as functional_code,
        column_key as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from leaves
    where table_code = 'expenditure' and column_key <> 'total' and row_level > 0
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    functional_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
