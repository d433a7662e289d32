-- Grain: one side (lhs, rhs, divisor) of one rule in one alternative and one group of one document; group_row '*' goes
-- with every group, an empty alternative with every alternative.
with

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
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
        count(distinct case when when_absent = 'not_applicable' then term_number end) as required_terms_matched,
        count(*) as figure_count,
        min_by(row_label, term_number * 100000000 + row_number * 10000 + column_number) as row_label,
        min_by(column_label, term_number * 100000000 + row_number * 10000 + column_number) as column_label,
        min(unit) as unit,
        min(page) as page,
        min(line) as line
    from matched
    group by document_id, identity_id, side, alternative, group_row, group_column
)

select *
from final
