-- Grain: one rule in one of its alternatives on one document of a kind it applies to, with what must be there for a
-- verdict. An alternative is another right side that would do as well (all money, or appropriations alone).
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

alternatives as (
    select distinct
        identity_id,
        alternative
    from terms
    where alternative <> ''
),

rule_alternatives as (
    select
        rules.identity_id,
        rules.operator,
        rules.document_kind,
        coalesce(alternatives.alternative, '') as alternative
    from rules
    left join alternatives
        on rules.identity_id = alternatives.identity_id
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
    from {{ ref('stg_figures') }}
),

-- Where a term looks for its table: in the document itself, or in others of its department and year.
tables_in_reach as (
    select
        documents.document_id,
        cast(null as varchar) as document_kind,
        tables_found.table_code
    from documents
    inner join tables_found
        on documents.document_id = tables_found.document_id
    union
    select
        documents.document_id,
        others.document_kind,
        tables_found.table_code
    from documents
    inner join documents as others
        on
            documents.department_id = others.department_id
            and documents.fiscal_year = others.fiscal_year
            and others.is_counted
    inner join tables_found
        on others.document_id = tables_found.document_id
),

required as (
    select
        documents.document_id,
        rule_alternatives.identity_id,
        rule_alternatives.operator,
        rule_alternatives.alternative,
        terms.side,
        terms.when_absent,
        terms.table_code,
        tables_in_reach.table_code is not null as is_in_reach
    from rule_alternatives
    inner join documents
        on rule_alternatives.document_kind = documents.document_kind
    inner join terms
        on
            rule_alternatives.identity_id = terms.identity_id
            and terms.alternative in ('', rule_alternatives.alternative)
    left join tables_in_reach
        on
            documents.document_id = tables_in_reach.document_id
            and terms.table_code = tables_in_reach.table_code
            and coalesce(terms.document_kind, '') = coalesce(tables_in_reach.document_kind, '')
),

final as (
    select
        document_id,
        identity_id,
        operator,
        alternative,
        sum(case when side = 'lhs' and when_absent = 'not_applicable' then 1 else 0 end) as lhs_required,
        sum(case when side = 'rhs' and when_absent = 'not_applicable' then 1 else 0 end) as rhs_required,
        sum(case when side = 'divisor' and when_absent = 'not_applicable' then 1 else 0 end) as divisor_required,
        max(case when side = 'rhs' and when_absent = 'zero' and is_in_reach then 1 else 0 end) = 1 as rhs_may_be_zero,
        string_agg(distinct case when not is_in_reach then table_code end, ', ') as missing_tables
    from required
    group by document_id, identity_id, operator, alternative
)

select *
from final
