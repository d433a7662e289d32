-- Grain: one rule on one document of a kind it applies to, with what must be there for a verdict.
with

rules as (
    select * from {{ ref('stg_identities') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
    where load_status in ('loaded', 'duplicate')
),

terms as (
    select * from {{ ref('stg_identity_terms') }}
),

figures as (
    select * from {{ ref('stg_figures') }}
),

tables_found as (
    select
        document_id,
        table_code
    from {{ ref('stg_document_tables') }}
    union
    select
        document_id,
        table_code
    from figures
),

rule_documents as (
    select
        rules.identity_id,
        rules.operator,
        documents.document_id
    from rules
    inner join documents
        on rules.document_kind = documents.document_kind
),

final as (
    select
        rule_documents.document_id,
        rule_documents.identity_id,
        rule_documents.operator,
        sum(case when terms.side = 'lhs' and terms.when_absent = 'not_applicable' then 1 else 0 end) as lhs_required,
        sum(case when terms.side = 'rhs' and terms.when_absent = 'not_applicable' then 1 else 0 end) as rhs_required,
        sum(case when terms.side = 'divisor' then 1 else 0 end) as divisor_required,
        max(case when terms.side = 'rhs' and terms.when_absent = 'zero' and tables_found.table_code is not null then 1 else 0 end) = 1
            as rhs_may_be_zero,
        string_agg(distinct case when tables_found.table_code is null then terms.table_code end, ', ') as missing_tables
    from rule_documents
    inner join terms
        on rule_documents.identity_id = terms.identity_id
    left join tables_found
        on
            rule_documents.document_id = tables_found.document_id
            and terms.table_code = tables_found.table_code
    group by rule_documents.document_id, rule_documents.identity_id, rule_documents.operator
)

select *
from final
