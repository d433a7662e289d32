-- Grain: one thing a reader should look at, with its document and rule in words.
with

findings as (
    select * from {{ ref('fct_finding') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

rules as (
    select * from {{ ref('dim_identity') }}
),

severities as (
    {{ code_list('severity') }}
),

final as (
    select
        findings.finding_id,
        findings.document_id,
        documents.document_title,
        documents.file_name,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        findings.severity,
        coalesce(severities.name_zh, findings.severity) as severity_name,
        coalesce(severities.name_en, findings.severity) as severity_name_en,
        findings.identity_id as rule_id,
        rules.title_zh as rule_name,
        rules.title_en as rule_name_en,
        findings.message_zh as message,
        findings.message as message_en,
        findings.stated_value,
        findings.expected_value,
        findings.suggested_value,
        findings.unit,
        findings.page,
        findings.line
    from findings
    inner join documents
        on findings.document_id = documents.document_id
    inner join rules
        on findings.identity_id = rules.identity_id
    left join severities
        on findings.severity = severities.code
)

select *
from final
