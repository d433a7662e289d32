-- Grain: one figure in one check: the terms of a verdict, so that a person can redo it by hand.
with

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

checks as (
    select * from {{ ref('fct_identity_check') }}
    where verdict <> 'not_applicable'
),

final as (
    select
        checks.check_id || '.' || cast(matched.term_number as varchar) || '.' || matched.figure_id as check_term_id,
        checks.check_id,
        matched.figure_id,
        matched.times_figure_id,
        matched.side,
        matched.multiplier,
        matched.term_value,
        cast(matched.term_value - matched.term_slack as decimal(24, 6)) as term_low,
        cast(matched.term_value + matched.term_slack as decimal(24, 6)) as term_high,
        matched.page,
        matched.line
    from checks
    inner join matched
        on
            checks.document_id = matched.document_id
            and checks.identity_id = matched.identity_id
            and matched.alternative in ('', checks.alternative)
            and (
                (checks.group_row = matched.group_row and checks.group_column = matched.group_column)
                or matched.group_row = '*'
            )
)

select
    check_term_id,
    check_id,
    figure_id,
    times_figure_id,
    side,
    multiplier,
    term_value,
    term_low,
    term_high,
    page,
    line
from final
