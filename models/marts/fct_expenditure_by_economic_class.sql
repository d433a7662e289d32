-- Grain: document × economic code (the lowest printed), basic expenditure from the general public budget. Leaves only.
-- Where its table has the classes across the page, they are those of its row of totals.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
),

details as (
    select * from {{ ref('int_economic_details') }}
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        row_key as economic_code,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from leaves
    where table_code = 'basic_expenditure' and column_key = 'amount' and row_level >= 2
    union all
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        column_key as economic_code,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from details
    where table_code = 'basic_expenditure_detail' and row_level = 0
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    economic_code,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
