-- Grain: document × project × paid item. Leaves only.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
    where table_code = 'project_payment'
),

figures as (
    select * from {{ ref('int_figures_placed') }}
    where table_code = 'project_payment'
),

final as (
    select
        leaves.figure_id,
        leaves.document_id,
        leaves.department_id,
        leaves.fiscal_year,
        leaves.project_id,
        leaves.row_key as item_key,
        leaves.row_label as item_name,
        groups.row_label as group_name,
        leaves.amount_cny,
        leaves.rounding_unit_cny,
        leaves.is_blank
    from leaves
    left join figures as groups
        on
            leaves.document_id = groups.document_id
            and leaves.parent_row_key = groups.row_key
            and groups.row_level = 1
    where leaves.row_level > 0
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    project_id,
    item_key,
    item_name,
    group_name,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
