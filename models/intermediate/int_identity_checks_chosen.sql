-- Grain: one rule on one document, in one group where the rule compares groups. Of several right sides that would do
-- (alternatives), the one that comes nearest; a rule that compares nothing on a document it applies to is one row, too.
{% set measures = (
    'lhs_value', 'lhs_slack', 'rhs', 'rhs_low', 'rhs_high', 'difference', 'allowed_difference', 'distance'
) %}

with

judged as (
    select * from {{ ref('int_identity_checks_judged') }}
),

groups as (
    select distinct
        group_number,
        identity_id,
        alternative,
        group_row,
        group_column
    from {{ ref('int_identity_terms_selected') }}
),

expected as (
    select * from {{ ref('int_identity_rules_expected') }}
),

named as (
    select
        judged.document_number,
        groups.identity_id,
        groups.alternative,
        case
            when judged.statement_number > 0 then cast(judged.statement_number as string) else groups.group_row
        end as group_row,
        groups.group_column,
        judged.lhs_figure_number,
        judged.figure_count,
        judged.verdict,
        judged.not_applicable_reason,
        judged.lhs_value,
        judged.lhs_slack,
        judged.rhs,
        judged.rhs_low,
        judged.rhs_high,
        judged.difference,
        judged.allowed_difference,
        judged.distance
    from judged
    inner join groups
        on judged.group_number = groups.group_number
),

ranked as (
    select
        *,
        row_number() over (
            partition by document_number, identity_id, group_row, group_column
            order by
                case verdict
                    when 'exact' then 1
                    when 'within_rounding' then 2
                    when 'violated' then 3
                    else 4
                end,
                distance nulls last,
                alternative
        ) as preference
    from named
    where alternative <> ''
),

judged_rules as (
    select distinct
        document_number,
        rule_number
    from judged
),

unjudged as (
    select
        expected.document_number,
        expected.identity_id,
        min(expected.alternative) as alternative,
        '' as group_row,
        '' as group_column,
        cast(null as bigint) as lhs_figure_number,
        0 as figure_count,
        'not_applicable' as verdict,
        coalesce(
            'table not in this document: ' || min_by(expected.missing_tables, expected.alternative)
            filter (where expected.missing_tables is not null),
            'no figure of the kind this rule compares'
        ) as not_applicable_reason,
        {% for measure in measures %}
        cast(null as decimal(24, 6)) as {{ measure }},
        {% endfor %}
        1 as preference
    from expected
    left join judged_rules
        on
            expected.document_number = judged_rules.document_number
            and expected.rule_number = judged_rules.rule_number
    group by expected.document_number, expected.identity_id
    having count(judged_rules.rule_number) = 0
),

final as (
    select
        *,
        1 as preference
    from named
    where alternative = ''
    union all
    select * from ranked
    where preference = 1
    union all
    select * from unjudged
)

select *
from final
