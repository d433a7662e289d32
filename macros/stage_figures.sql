{#
  One seed of figures with types, its table's code and the table's number in the order of reports; staging unions these.
#}
{% macro stage_figures(table_code, table_number) %}
    select
        figure_id,
        document_id,
        '{{ table_code }}' as table_code,
        cast({{ table_number }} as integer) as table_number,
        project_id,
        project_name,
        cast(row_number as integer) as row_number,
        cast(column_number as integer) as column_number,
        row_label,
        column_label,
        row_key,
        column_key,
        cast(row_level as integer) as row_level,
        parent_row_key,
        coalesce(printed_text, '') as printed_text,
        unit,
        {{ wide_decimal('amount_cny', 20, 2) }} as amount_cny,
        {{ wide_decimal('rounding_unit_cny', 20, 2) }} as rounding_unit_cny,
        {{ wide_decimal('value', 24, 6) }} as value,
        {{ wide_decimal('rounding_unit', 24, 6) }} as rounding_unit,
        {{ wide_decimal('resolution', 24, 6) }} as resolution,
        qualifier,
        cast(is_blank as boolean) as is_blank,
        cast(is_repeat as boolean) as is_repeat,
        cast(page as integer) as page,
        cast(line as integer) as line,
        bbox
    from {{ ref('figures_' ~ table_code) }}
{% endmacro %}
