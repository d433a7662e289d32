-- Grain: one figure that some rule may select, in numbers: its coordinate and its interval, for the document that it is
-- printed in, and once more for one of explanations that these tables belong to (`is_lent`). Narrow, for it is read for
-- every rule: in short decimals. A figure too long for these has its interval in `long_…`, and zeros beside.
{{ config(materialized='table') }}

with

lent as (
    select * from {{ ref('int_tables_lent') }}
),

figures as (
    {% for is_lent in (false, true) %}
    select
        placed.figure_number,
        {{ 'lent' if is_lent else 'placed' }}.document_number,
        placed.row_number,
        placed.rule_kind,
        placed.table_code,
        placed.row_key,
        placed.column_key,
        placed.row_level,
        placed.parent_row_key,
        placed.is_leaf,
        placed.inexact_word,
        placed.magnitude,
        placed.half_unit,
        {{ 'true' if is_lent else 'false' }} as is_lent
    from {{ ref('int_figures_placed') }} as placed
    {% if is_lent %}
    inner join lent
        on
            placed.document_number = lent.from_document_number
            and placed.table_code = lent.table_code
    {% endif %}
    -- A row printed twice is one row.
    where placed.is_judged and not placed.is_repeat
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

coordinates as (
    select distinct
        coordinate_number,
        document_kind,
        table_code,
        row_key,
        column_key,
        row_level,
        parent_row_key,
        is_leaf,
        inexact_word
    from {{ ref('int_identity_terms_selected') }}
),

located as (
    select
        figures.figure_number,
        figures.document_number,
        figures.row_number,
        figures.is_lent,
        coordinates.coordinate_number,
        coalesce(figures.magnitude, 0) as magnitude,
        coalesce(figures.half_unit, 0) as half_unit
    from figures
    inner join coordinates
        on
            figures.rule_kind = coordinates.document_kind
            and figures.table_code = coordinates.table_code
            and figures.row_key is not distinct from coordinates.row_key
            and figures.column_key is not distinct from coordinates.column_key
            and figures.row_level is not distinct from coordinates.row_level
            and figures.parent_row_key is not distinct from coordinates.parent_row_key
            and figures.is_leaf = coordinates.is_leaf
            and figures.inexact_word = coordinates.inexact_word
),

sized as (
    select
        *,
        {{ is_short('magnitude') }} and {{ is_short('half_unit') }} as is_short
    from located
),

final as (
    select
        figure_number,
        document_number,
        row_number,
        is_lent,
        coordinate_number,
        {{ short_decimal('case when is_short then magnitude else 0 end') }} as magnitude,
        {{ short_decimal('case when is_short then half_unit else 0 end') }} as half_unit,
        case when not is_short then magnitude end as long_magnitude,
        case when not is_short then half_unit end as long_half_unit
    from sized
)

select *
from final
