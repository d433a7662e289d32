-- Grain: document × functional code (the lowest printed) × expenditure type, all money (支出决算表, 支出预算表). Leaves
-- only; a table that prints no types has the type undivided.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
),

divided as (
    select
        *,
        bool_or(column_key <> 'total') over (partition by document_id) as is_divided
    from leaves
    where table_code = 'expenditure' and row_level > 0
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
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
    functional_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
