-- Grain: one identity on one document, in one group (row and column) where the rule compares groups. Of several right
-- sides that would do (alternatives), the one that comes nearest is shown.
with

compared as (
    select * from {{ ref('int_identity_groups_compared') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

typed as (
    select
        *,
        not_applicable_reason is null and operator = 'ratio' as is_quotient
    from compared
),

-- A quotient's interval is spanned by its corners; the margin covers the quotient's own last digit.
bounded as (
    select
        *,
        case when is_quotient then rhs_value / divisor_value else rhs_value end as rhs_middle,
        case
            when not is_quotient then rhs_value - rhs_slack
            else
                least(
                    (rhs_value - rhs_slack) / (divisor_value - divisor_slack),
                    (rhs_value - rhs_slack) / (divisor_value + divisor_slack)
                ) - 0.000001
        end as rhs_lowest,
        case
            when not is_quotient then rhs_value + rhs_slack
            else
                greatest(
                    (rhs_value + rhs_slack) / (divisor_value - divisor_slack),
                    (rhs_value + rhs_slack) / (divisor_value + divisor_slack)
                ) + 0.000001
        end as rhs_highest
    from typed
),

measured as (
    select
        document_id,
        identity_id,
        operator,
        alternative,
        group_row,
        group_column,
        cast(lhs_value as decimal(24, 6)) as lhs,
        cast(lhs_value - lhs_slack as decimal(24, 6)) as lhs_low,
        cast(lhs_value + lhs_slack as decimal(24, 6)) as lhs_high,
        cast(rhs_middle as decimal(24, 6)) as rhs,
        cast(rhs_lowest as decimal(24, 6)) as rhs_low,
        cast(rhs_highest as decimal(24, 6)) as rhs_high,
        cast(lhs_value - rhs_middle as decimal(24, 6)) as difference,
        cast(lhs_slack as decimal(24, 6)) as lhs_slack,
        figure_count,
        row_label,
        column_label,
        unit,
        page,
        line,
        not_applicable_reason
    from bounded
),

allowed as (
    select
        *,
        cast(
            lhs_slack + case
                when operator = 'within' then 0
                when difference > 0 then rhs_high - rhs
                when difference < 0 then rhs - rhs_low
                else greatest(rhs_high - rhs, rhs - rhs_low)
            end as decimal(24, 6)
        ) as allowed_difference,
        -- How far the figures are from what the rule says, as printed: zero where an inequality holds.
        case operator
            when 'le' then greatest(difference, 0)
            when 'ge' then greatest(-difference, 0)
            -- The right side is a range, such as the points of a grade.
            when 'within' then greatest(abs(difference) - (rhs_high - rhs), 0)
            else abs(difference)
        end as distance
    from measured
),

judged as (
    select
        *,
        case
            when not_applicable_reason is not null then 'not_applicable'
            when operator = 'ratio' and distance <= lhs_slack then 'exact'
            when distance = 0 then 'exact'
            when distance <= allowed_difference then 'within_rounding'
            else 'violated'
        end as verdict
    from allowed
),

nearest as (
    select *
    from (
        select
            *,
            row_number() over (
                partition by document_id, identity_id, group_row, group_column
                order by
                    case verdict
                        when 'exact' then 1
                        when 'within_rounding' then 2
                        when 'violated' then 3
                        else 4
                    end,
                    distance,
                    alternative
            ) as preference
        from judged
    ) as ranked
    where preference = 1
),

final as (
    select
        judged.document_id || '.' || judged.identity_id || '.' || judged.group_row || '.' || judged.group_column
            as check_id,
        judged.identity_id,
        judged.document_id,
        documents.department_id,
        documents.fiscal_year,
        judged.group_row,
        judged.group_column,
        judged.alternative,
        judged.row_label,
        judged.column_label,
        judged.lhs,
        judged.rhs,
        judged.difference,
        judged.allowed_difference,
        judged.lhs_low,
        judged.lhs_high,
        judged.rhs_low,
        judged.rhs_high,
        cast(judged.allowed_difference - judged.distance as decimal(24, 6)) as slack_left,
        judged.unit,
        cast(judged.figure_count as integer) as figure_count,
        judged.verdict,
        case judged.verdict
            when 'not_applicable' then judged.not_applicable_reason
            when 'exact' then 'holds as printed'
            when 'within_rounding'
                then
                    'differs by ' || {{ amount_text('judged.distance') }}
                    || ', rounding allows ' || {{ amount_text('judged.allowed_difference') }}
            else
                'differs by ' || {{ amount_text('judged.distance') }}
                || ', rounding allows ' || {{ amount_text('judged.allowed_difference') }}
                || ': the figures are wrong by at least '
                || {{ amount_text('judged.distance - judged.allowed_difference') }}
        end as reason,
        judged.page,
        judged.line
    from nearest as judged
    inner join documents
        on judged.document_id = documents.document_id
)

select
    check_id,
    identity_id,
    document_id,
    department_id,
    fiscal_year,
    group_row,
    group_column,
    alternative,
    row_label,
    column_label,
    lhs,
    rhs,
    difference,
    allowed_difference,
    lhs_low,
    lhs_high,
    rhs_low,
    rhs_high,
    slack_left,
    unit,
    figure_count,
    verdict,
    reason,
    page,
    line
from final
