-- Grain: department × year × measure, from the document that has the first word on it (final accounts before an
-- evaluation), so that what two reports repeat stands once. Money in yuan. Measures are of different kinds: filter by
-- measure before adding up; a measure with a parent_measure is a part of that one.
with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where is_counted and table_code = 'narrative' and column_key in ('amount', 'count') and qualifier is null
),

measures as (
    select * from {{ ref('stg_measures') }}
    where is_disclosure
),

ranked as (
    select
        figures.*,
        measures.measure,
        measures.parent_measure,
        row_number() over (
            partition by figures.department_id, figures.fiscal_year, measures.measure, figures.column_key
            order by
                case figures.document_kind
                    when 'final_accounts' then 1
                    when 'department_self_evaluation' then 2
                    else 3
                end,
                figures.document_id,
                figures.row_number,
                figures.column_number
        ) as precedence
    from figures
    inner join measures
        on figures.row_key = measures.measure
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        measure,
        parent_measure,
        cast(coalesce(amount_cny, value) as decimal(24, 6)) as value,
        unit,
        cast(coalesce(rounding_unit_cny, rounding_unit) as decimal(24, 6)) as rounding_unit
    from ranked
    where precedence = 1
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    measure,
    parent_measure,
    value,
    unit,
    rounding_unit
from final
