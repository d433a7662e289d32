-- Grain: one printed figure of any document that was read, totals, prose and copies included. Not for adding up.
with

figures as (
    select * from {{ ref('int_figures_placed') }}
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        table_code,
        project_id,
        row_number,
        column_number,
        row_label,
        column_label,
        row_key,
        column_key,
        row_level,
        parent_row_key,
        printed_text,
        amount_cny,
        value,
        unit,
        rounding_unit_cny,
        rounding_unit,
        resolution,
        qualifier,
        is_blank,
        is_repeat,
        is_leaf,
        is_counted,
        page,
        line,
        bbox
    from figures
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    table_code,
    project_id,
    row_number,
    column_number,
    row_label,
    column_label,
    row_key,
    column_key,
    row_level,
    parent_row_key,
    printed_text,
    amount_cny,
    value,
    unit,
    rounding_unit_cny,
    rounding_unit,
    resolution,
    qualifier,
    is_blank,
    is_repeat,
    is_leaf,
    is_counted,
    page,
    line,
    bbox
from final
