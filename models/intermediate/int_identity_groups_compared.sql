-- Grain: one rule in one alternative and one group of one document: both sides, before the verdict.
{% set sides = ('lhs', 'rhs', 'divisor') %}
with

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

apart as (
    select * from {{ ref('int_identity_terms_matched') }}
    where long_magnitude is not null and side <> 'divisor'
    union all
    select * from {{ ref('int_identity_terms_matched') }}
    where side = 'divisor'
),

selected as (
    select * from {{ ref('int_identity_terms_selected') }}
),

terms as (
    select * from {{ ref('int_identity_terms_expanded') }}
),

rules as (
    select
        rule_number,
        {% for side in sides %}
        bit_or(case when side = '{{ side }}' then term_bit else 0 end) as {{ side }}_terms,
        bit_or(
            case when side = '{{ side }}' and when_absent = 'not_applicable' then term_bit else 0 end
        ) as {{ side }}_required,
        {% endfor %}
        operator
    from terms
    group by rule_number, operator
),

groups as (
    select distinct
        selected.group_number,
        rules.*
    from selected
    inner join rules
        on selected.rule_number = rules.rule_number
),

-- A line left out means zero, provided that its table is there.
zeros as (
    select
        document_number,
        rule_number
    from {{ ref('int_identity_rules_expected') }}
    where rhs_may_be_zero
),

summed as (
    select
        document_number,
        group_number,
        statement_number,
        {% for side in ('lhs', 'rhs') %}
        sum({{ side }}_times * magnitude) as {{ side }}_value,
        sum({{ side }}_times_half_unit * half_unit) as {{ side }}_slack,
        {% endfor %}
        bit_or(found_bits) as terms_found,
        count(*) as figure_count,
        min(case when side = 'lhs' then figure_number end) as lhs_figure_number
    from matched
    group by document_number, group_number, statement_number
    -- The lowest bit is of the terms that drive.
    having (bit_or(found_bits) & 1) = 1
),

-- What few groups have: amounts too long for that, and divisors.
summed_apart as (
    select
        document_number,
        group_number,
        {% for side in sides %}
        sum(case when side = '{{ side }}' then term_value end) as {{ side }}_value,
        sum(case when side = '{{ side }}' then term_slack end) as {{ side }}_slack,
        {% endfor %}
        statement_number
    from apart
    group by document_number, group_number, statement_number
),

completed as (
    select
        summed.document_number,
        summed.statement_number,
        summed.terms_found,
        summed.figure_count,
        summed.lhs_figure_number,
        groups.*,
        {% for side in ('lhs', 'rhs') %}
        case
            when (summed.terms_found & groups.{{ side }}_terms) <> 0
                then summed.{{ side }}_value + coalesce(summed_apart.{{ side }}_value, 0)
        end as {{ side }}_value,
        case
            when (summed.terms_found & groups.{{ side }}_terms) <> 0
                then summed.{{ side }}_slack + coalesce(summed_apart.{{ side }}_slack, 0)
        end as {{ side }}_slack,
        {% endfor %}
        summed_apart.divisor_value,
        summed_apart.divisor_slack,
        (summed.terms_found & groups.rhs_terms) = 0 and zeros.document_number is not null as is_rhs_zero
    from summed
    inner join groups
        on summed.group_number = groups.group_number
    left join summed_apart
        on
            summed.document_number = summed_apart.document_number
            and summed.group_number = summed_apart.group_number
            and summed.statement_number = summed_apart.statement_number
    left join zeros
        on
            summed.document_number = zeros.document_number
            and groups.rule_number = zeros.rule_number
),

final as (
    select
        document_number,
        rule_number,
        group_number,
        statement_number,
        operator,
        lhs_figure_number,
        figure_count,
        lhs_value,
        lhs_slack,
        case when is_rhs_zero then 0 else rhs_value end as rhs_value,
        case when is_rhs_zero then 0 else rhs_slack end as rhs_slack,
        divisor_value,
        divisor_slack,
        case
            when lhs_value is null then 'the left side is not printed'
            when (terms_found & lhs_required) <> lhs_required then 'a figure of the left side is not printed'
            when rhs_value is null and not is_rhs_zero then 'the right side is not printed'
            when (terms_found & rhs_required) <> rhs_required then 'a figure of the right side is not printed'
            when (terms_found & divisor_required) <> divisor_required then 'the divisor is not printed'
            when operator = 'ratio' and divisor_value - divisor_slack <= 0 then 'the divisor may be zero'
        end as not_applicable_reason
    from completed
)

select *
from final
