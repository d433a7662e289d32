-- Grain: one rule on one document, and row and column where it compares those, with its verdict in words.
with

checks as (
    select * from {{ ref('fct_identity_check') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

rules as (
    select * from {{ ref('dim_identity') }}
),

categories as (
    {{ code_list('rule_category') }}
),

verdicts as (
    {{ code_list('verdict') }}
),

final as (
    select
        checks.check_id,
        checks.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        checks.identity_id as rule_id,
        rules.title_zh as rule_name,
        rules.title_en as rule_name_en,
        rules.category as rule_category,
        coalesce(categories.name_zh, rules.category) as rule_category_name,
        coalesce(categories.name_en, rules.category) as rule_category_name_en,
        checks.row_label,
        checks.column_label,
        checks.lhs as left_value,
        checks.rhs as right_value,
        checks.difference,
        checks.allowed_difference,
        checks.unit,
        checks.verdict,
        coalesce(verdicts.name_zh, checks.verdict) as verdict_name,
        coalesce(verdicts.name_en, checks.verdict) as verdict_name_en,
        checks.reason
    from checks
    inner join documents
        on checks.document_id = documents.document_id
    inner join rules
        on checks.identity_id = rules.identity_id
    left join categories
        on rules.category = categories.code
    left join verdicts
        on checks.verdict = verdicts.code
)

select *
from final
