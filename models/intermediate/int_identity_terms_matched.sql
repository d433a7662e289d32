-- Grain: one figure in one term of one rule (in one alternative) in one group of one judged document. This is what a
-- verdict is made of: sums, proofs and the search for the cell to blame read from here. Sums are made of short decimals
-- (`magnitude` counts `lhs_times` on the left side), and of `long_…` where a figure is too long for these.
with

selected as (
    select * from {{ ref('int_identity_terms_selected') }}
),

located as (
    select * from {{ ref('int_identity_figures_located') }}
),

chosen as (
    select * from {{ ref('int_identity_terms_chosen') }}
),

plain as (
    select
        located.document_number,
        selected.rule_number,
        selected.identity_id,
        selected.alternative,
        selected.group_number,
        case when selected.is_by_row_number then located.row_number else 0 end as statement_number,
        selected.group_row,
        selected.group_column,
        selected.term_number,
        -- What is lent opens no group: it is judged where it is printed.
        case when located.is_lent then selected.term_bit else selected.found_bits end as found_bits,
        selected.side,
        selected.aggregate,
        selected.when_absent,
        selected.multiplier,
        located.figure_number,
        cast(null as bigint) as times_figure_number,
        {% for side in ('lhs', 'rhs') %}
        selected.{{ side }}_times,
        selected.{{ side }}_times_half_unit,
        {% endfor %}
        located.magnitude,
        located.half_unit,
        located.long_magnitude,
        located.long_half_unit,
        cast(selected.multiplier * coalesce(located.long_magnitude, located.magnitude) as decimal(24, 6)) as term_value,
        cast(abs(selected.multiplier) * coalesce(located.long_half_unit, located.half_unit) as decimal(24, 6))
            as term_slack
    from located
    inner join selected
        on located.coordinate_number = selected.coordinate_number
    where selected.is_plain
),

united as (
    select * from plain
    union all
    select * from chosen
),

final as (
    select
        *,
        case when statement_number > 0 then cast(statement_number as string) else group_row end as group_row_named
    from united
)

select *
from final
