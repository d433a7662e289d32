-- Grain: one printed figure of any document that was read, totals, prose and copies included. Not for adding up.
{{ config(meta={'form_in_parts': 'view'}) }}

with

figures as (
    select * from {{ ref('int_figures_placed') }}
),

readings as (
    select * from {{ ref('stg_figure_readings') }}
),

final as (
    select
        figures.figure_id,
        figures.document_id,
        figures.department_id,
        figures.fiscal_year,
        figures.table_code,
        figures.project_id,
        figures.row_number,
        figures.column_number,
        figures.row_label,
        figures.column_label,
        figures.row_key,
        figures.column_key,
        figures.row_level,
        figures.parent_row_key,
        figures.printed_text,
        figures.amount_cny,
        figures.value,
        figures.unit,
        figures.rounding_unit_cny,
        figures.rounding_unit,
        figures.resolution,
        figures.qualifier,
        figures.is_blank,
        figures.is_repeat,
        figures.is_leaf,
        figures.is_counted,
        figures.page,
        figures.line,
        figures.bbox,
        readings.read_by,
        readings.read_text,
        readings.read_confidence
    from figures
    left join readings
        on figures.figure_id = readings.figure_id
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
    bbox,
    read_by,
    read_text,
    read_confidence
from final
