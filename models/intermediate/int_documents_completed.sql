-- Grain: one document of explanations without any table, with the document that has the tables of the same report: many
-- departments publish the two as two files. Where two documents might be the one with the tables, neither is taken.
{{ config(materialized='table') }}

with

documents as (
    select
        document_number,
        document_id,
        document_kind,
        department_id,
        fiscal_year,
        document_id in (select tables.document_id from {{ ref('stg_document_tables') }} as tables) as is_with_tables
    from {{ ref('stg_documents') }}
    where is_counted and rule_kind in ('final_accounts', 'department_budget')
),

paired as (
    select
        explanations.document_number,
        explanations.document_id,
        tables.document_number as tables_document_number,
        tables.document_id as tables_document_id,
        count(*) over (partition by explanations.document_number) as candidates
    from documents as explanations
    inner join documents as tables
        on
            explanations.document_kind = tables.document_kind
            and explanations.department_id = tables.department_id
            and explanations.fiscal_year = tables.fiscal_year
    where not explanations.is_with_tables and tables.is_with_tables
),

final as (
    select
        document_number,
        document_id,
        tables_document_number,
        tables_document_id
    from paired
    where candidates = 1
)

select *
from final
