-- Grain: one thing a reader should look at: a check that fails beyond rounding. A copy of a report repeats no finding
-- of the report it is a copy of.
with

checks as (
    select * from {{ ref('fct_identity_check') }}
    where verdict = 'violated'
),

rules as (
    select * from {{ ref('dim_identity') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

own_checks as (
    select
        checks.*,
        documents.duplicate_of_document_id
    from checks
    inner join documents
        on checks.document_id = documents.document_id
),

final as (
    select
        own_checks.check_id as finding_id,
        own_checks.identity_id,
        rules.severity,
        own_checks.document_id,
        rules.title_en
        || ' (' || concat_ws(', ', own_checks.row_label, own_checks.column_label) || ')'
        || ': stated ' || {{ amount_text('own_checks.lhs') }}
        || ', expected ' || {{ amount_text('own_checks.rhs') }} || ' ' || coalesce(own_checks.unit, '')
        || '; ' || own_checks.reason as message,
        rules.title_zh
        || '（' || concat_ws('，', own_checks.row_label, own_checks.column_label) || '）'
        || '：报告数 ' || {{ amount_text('own_checks.lhs') }} || coalesce(own_checks.unit, '')
        || '，应为 ' || {{ amount_text('own_checks.rhs') }} || coalesce(own_checks.unit, '')
        || '，相差 ' || {{ amount_text('own_checks.difference') }} || coalesce(own_checks.unit, '')
        || '，四舍五入最多允许 ' || {{ amount_text('own_checks.allowed_difference') }} || coalesce(own_checks.unit, '') as message_zh,
        own_checks.lhs as stated_value,
        own_checks.rhs as expected_value,
        own_checks.unit,
        own_checks.page,
        own_checks.line,
        cast(null as varchar) as suspected_figure_id,
        cast(null as decimal(24, 6)) as suggested_value
    from own_checks
    inner join rules
        on own_checks.identity_id = rules.identity_id
    left join own_checks as original
        on
            own_checks.duplicate_of_document_id = original.document_id
            and own_checks.identity_id = original.identity_id
            and own_checks.group_row = original.group_row
            and own_checks.group_column = original.group_column
    where original.check_id is null
)

select
    finding_id,
    identity_id,
    severity,
    document_id,
    message,
    message_zh,
    stated_value,
    expected_value,
    unit,
    page,
    line,
    suspected_figure_id,
    suggested_value
from final
