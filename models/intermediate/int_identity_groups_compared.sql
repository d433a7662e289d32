-- Grain: one rule in one alternative and one group of one document: both sides with their intervals, before the
-- verdict.
with

expected as (
    select * from {{ ref('int_identity_rules_expected') }}
),

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

sides as (
    select * from {{ ref('int_identity_sides_summed') }}
),

groups as (
    select distinct
        matched.document_id,
        matched.identity_id,
        expected.alternative,
        matched.group_row,
        matched.group_column
    from matched
    inner join expected
        on
            matched.document_id = expected.document_id
            and matched.identity_id = expected.identity_id
    where matched.is_driver
),

-- A term that goes with every group (group_row '*') joins by the document alone.
sides_in_groups as (
    select
        groups.document_id,
        groups.identity_id,
        groups.alternative,
        groups.group_row,
        groups.group_column,
        sides.side,
        sum(sides.side_value) as side_value,
        sum(sides.side_slack) as side_slack,
        sum(sides.required_terms_matched) as required_terms_matched,
        sum(sides.figure_count) as figure_count,
        min(sides.row_label) as row_label,
        min(sides.column_label) as column_label,
        min(sides.unit) as unit,
        min(sides.page) as page,
        min(sides.line) as line
    from groups
    inner join sides
        on
            groups.document_id = sides.document_id
            and groups.identity_id = sides.identity_id
            and sides.alternative in ('', groups.alternative)
            and (
                (groups.group_row = sides.group_row and groups.group_column = sides.group_column)
                or sides.group_row = '*'
            )
    group by
        groups.document_id, groups.identity_id, groups.alternative,
        groups.group_row, groups.group_column, sides.side
),

pivoted as (
    select
        document_id,
        identity_id,
        alternative,
        group_row,
        group_column,
        max(case when side = 'lhs' then side_value end) as lhs_value,
        max(case when side = 'lhs' then side_slack end) as lhs_slack,
        max(case when side = 'rhs' then side_value end) as rhs_value,
        max(case when side = 'rhs' then side_slack end) as rhs_slack,
        max(case when side = 'divisor' then side_value end) as divisor_value,
        max(case when side = 'divisor' then side_slack end) as divisor_slack,
        sum(case when side = 'lhs' then required_terms_matched else 0 end) as lhs_matched,
        sum(case when side = 'rhs' then required_terms_matched else 0 end) as rhs_matched,
        sum(case when side = 'divisor' then required_terms_matched else 0 end) as divisor_matched,
        sum(figure_count) as figure_count,
        max(case when side = 'lhs' then row_label end) as row_label,
        max(case when side = 'lhs' then column_label end) as column_label,
        max(case when side = 'lhs' then unit end) as unit,
        coalesce(min(case when side = 'lhs' then page end), min(page)) as page,
        coalesce(min(case when side = 'lhs' then line end), min(line)) as line
    from sides_in_groups
    group by document_id, identity_id, alternative, group_row, group_column
),

final as (
    select
        expected.document_id,
        expected.identity_id,
        expected.operator,
        expected.alternative,
        coalesce(pivoted.group_row, '') as group_row,
        coalesce(pivoted.group_column, '') as group_column,
        pivoted.lhs_value,
        pivoted.lhs_slack,
        case when pivoted.rhs_value is null and expected.rhs_may_be_zero then 0 else pivoted.rhs_value end as rhs_value,
        case when pivoted.rhs_value is null and expected.rhs_may_be_zero then 0 else pivoted.rhs_slack end as rhs_slack,
        pivoted.divisor_value,
        pivoted.divisor_slack,
        coalesce(pivoted.figure_count, 0) as figure_count,
        pivoted.row_label,
        pivoted.column_label,
        pivoted.unit,
        pivoted.page,
        pivoted.line,
        case
            when pivoted.identity_id is null and expected.missing_tables is not null
                then 'table not in this document: ' || expected.missing_tables
            when pivoted.identity_id is null then 'no figure of the kind this rule compares'
            when pivoted.lhs_value is null then 'the left side is not printed'
            when pivoted.lhs_matched < expected.lhs_required then 'a figure of the left side is not printed'
            when pivoted.rhs_value is null and not expected.rhs_may_be_zero then 'the right side is not printed'
            when pivoted.rhs_matched < expected.rhs_required then 'a figure of the right side is not printed'
            when pivoted.divisor_matched < expected.divisor_required then 'the divisor is not printed'
            when expected.operator = 'ratio' and pivoted.divisor_value - pivoted.divisor_slack <= 0
                then 'the divisor may be zero'
        end as not_applicable_reason
    from expected
    left join pivoted
        on
            expected.document_id = pivoted.document_id
            and expected.identity_id = pivoted.identity_id
            and expected.alternative = pivoted.alternative
)

select *
from final
