-- Grain: one side (lhs, rhs, divisor) of one rule in one alternative and one group of one document; group_row '*' goes
-- with every group, an empty alternative with every alternative.
with

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

by_term as (
    select
        document_id,
        identity_id,
        side,
        alternative,
        term_number,
        when_absent,
        group_row,
        group_column,
        sum(term_value) as term_value,
        sum(term_slack) as term_slack,
        count(*) as figure_count,
        min_by(row_label, row_number * 10000 + column_number) as row_label,
        min_by(column_label, row_number * 10000 + column_number) as column_label,
        min(unit) as unit,
        min(page) as page,
        min(line) as line
    from matched
    group by document_id, identity_id, side, alternative, term_number, when_absent, group_row, group_column
),

final as (
    select
        document_id,
        identity_id,
        side,
        alternative,
        group_row,
        group_column,
        cast(sum(term_value) as decimal(24, 6)) as side_value,
        cast(sum(term_slack) as decimal(24, 6)) as side_slack,
        sum(case when when_absent = 'not_applicable' then 1 else 0 end) as required_terms_matched,
        sum(figure_count) as figure_count,
        min_by(row_label, term_number) as row_label,
        min_by(column_label, term_number) as column_label,
        min(unit) as unit,
        min(page) as page,
        min(line) as line
    from by_term
    group by document_id, identity_id, side, alternative, group_row, group_column
)

select *
from final
