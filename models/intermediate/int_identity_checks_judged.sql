-- Grain: one rule in one alternative and one group of one document: interval against interval, in numbers. The verdict
-- is here; fct_identity_check adds the words.
{{ config(materialized='table') }}

with

compared as (
    select
        *,
        operator = 'ratio' and not_applicable_reason is null as is_quotient
    from {{ ref('int_identity_groups_compared') }}
),

-- A quotient's interval is spanned by its corners; the margin covers the quotient's own last digit.
bounded as (
    select
        *,
        case
            when not is_quotient then rhs_value
            else {{ quotient('rhs_value', 'divisor_value') }}
        end as rhs,
        case
            when is_quotient
                then
                    least(
                        {{ quotient('rhs_value - rhs_slack', 'divisor_value - divisor_slack') }},
                        {{ quotient('rhs_value - rhs_slack', 'divisor_value + divisor_slack') }}
                    ) - 0.000001
        end as quotient_low,
        case
            when is_quotient
                then
                    greatest(
                        {{ quotient('rhs_value + rhs_slack', 'divisor_value - divisor_slack') }},
                        {{ quotient('rhs_value + rhs_slack', 'divisor_value + divisor_slack') }}
                    ) + 0.000001
        end as quotient_high
    from compared
),

-- How far the right side may be below and above what it is as printed.
measured as (
    select
        *,
        lhs_value - rhs as difference,
        case when is_quotient then rhs - quotient_low else rhs_slack end as rhs_below,
        case when is_quotient then quotient_high - rhs else rhs_slack end as rhs_above
    from bounded
),

allowed as (
    select
        *,
        lhs_slack + case
            when operator = 'within' then 0
            when difference > 0 then rhs_above
            when difference < 0 then rhs_below
            else greatest(rhs_above, rhs_below)
        end as allowed_difference,
        -- How far the figures are from what the rule says, as printed: zero where an inequality holds.
        case operator
            when 'le' then greatest(difference, 0)
            when 'ge' then greatest(-difference, 0)
            -- The right side is a range, such as the points of a grade.
            when 'within' then greatest(abs(difference) - rhs_above, 0)
            else abs(difference)
        end as distance
    from measured
),

final as (
    select
        document_number,
        rule_number,
        group_number,
        statement_number,
        lhs_figure_number,
        cast(figure_count as integer) as figure_count,
        not_applicable_reason,
        case
            when not_applicable_reason is not null then 'not_applicable'
            when operator = 'ratio' and distance <= lhs_slack then 'exact'
            when distance = 0 then 'exact'
            when distance <= allowed_difference then 'within_rounding'
            else 'violated'
        end as verdict,
        cast(lhs_value as decimal(24, 6)) as lhs_value,
        cast(lhs_slack as decimal(24, 6)) as lhs_slack,
        cast(rhs as decimal(24, 6)) as rhs,
        cast(rhs - rhs_below as decimal(24, 6)) as rhs_low,
        cast(rhs + rhs_above as decimal(24, 6)) as rhs_high,
        cast(difference as decimal(24, 6)) as difference,
        cast(allowed_difference as decimal(24, 6)) as allowed_difference,
        cast(distance as decimal(24, 6)) as distance
    from allowed
)

select *
from final
