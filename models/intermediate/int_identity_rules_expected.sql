-- Grain: one rule in one of its alternatives on one document of a kind it applies to, with the tables it needs that are
-- not there.
{{ config(materialized='table') }}

with

terms as (
    select * from {{ ref('int_identity_terms_expanded') }}
),

reached as (
    select * from {{ ref('int_documents_reached') }}
),

lent as (
    select * from {{ ref('int_tables_lent') }}
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
    from {{ ref('int_figures_placed') }}
),

tables_in_reach as (
    select distinct
        reached.document_number,
        reached.reach || ' ' || reached.from_kind || ' ' || tables_found.table_code as found
    from reached
    inner join tables_found
        on reached.from_document_id = tables_found.document_id
    union
    select
        reached.document_number,
        reached.reach || ' ' || reached.from_kind || ' ' || lent.table_code as found
    from reached
    inner join lent
        on reached.document_number = lent.document_number
    where reached.reach = 'own'
),

-- Documents of one kind with the same tables in reach are expected the same: what is expected of them is found for the
-- first.
shaped as (
    select
        own.document_number,
        own.document_id,
        own.document_kind,
        {{ joined_texts('tables_in_reach.found', '|') }} as shape
    from reached as own
    left join tables_in_reach
        on own.document_number = tables_in_reach.document_number
    where own.reach = 'own'
    group by own.document_number, own.document_id, own.document_kind
),

documents as (
    select
        document_number,
        document_id,
        document_kind,
        min(document_number) over (partition by document_kind, shape) as first_of_shape
    from shaped
),

expected as (
    select
        documents.first_of_shape,
        terms.rule_number,
        terms.identity_id,
        terms.alternative,
        max(
            terms.side = 'rhs' and terms.when_absent = 'zero' and tables_in_reach.found is not null
        ) as rhs_may_be_zero,
        {{ joined_texts('case when tables_in_reach.found is null then terms.table_code end', ', ', distinct=true) }}
            as missing_tables
    from documents
    inner join terms
        on documents.document_kind = terms.judged_kind
    left join tables_in_reach
        on
            documents.document_number = tables_in_reach.document_number
            and terms.reach || ' ' || terms.from_kind || ' ' || terms.table_code = tables_in_reach.found
    where documents.document_number = documents.first_of_shape
    group by documents.first_of_shape, terms.rule_number, terms.identity_id, terms.alternative
),

final as (
    select
        documents.document_number,
        documents.document_id,
        expected.rule_number,
        expected.identity_id,
        expected.alternative,
        expected.rhs_may_be_zero,
        expected.missing_tables
    from documents
    inner join expected
        on documents.first_of_shape = expected.first_of_shape
)

select *
from final
