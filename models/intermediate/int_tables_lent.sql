-- Grain: one kind of table that is lent to one document of explanations without any: many departments publish the two
-- parts of a report as two files. Where two documents might be the one with the tables, neither lends any.
{{ config(materialized='table') }}

with

tables as (
    select * from {{ ref('stg_document_tables') }}
),

documents as (
    select
        document_number,
        document_id,
        document_kind,
        department_id,
        fiscal_year,
        document_id in (select tables.document_id from tables) as is_with_tables
    from {{ ref('stg_documents') }}
    where is_counted and rule_kind in ('final_accounts', 'department_budget')
),

paired as (
    select
        explanations.document_number,
        lenders.document_number as from_document_number,
        lenders.document_id as from_document_id
    from documents as explanations
    inner join documents as lenders
        on
            explanations.document_kind = lenders.document_kind
            and explanations.department_id = lenders.department_id
            and explanations.fiscal_year = lenders.fiscal_year
    where not explanations.is_with_tables and lenders.is_with_tables
    qualify count(*) over (partition by explanations.document_number) = 1
),

-- A document may have several tables of one kind; all of them are lent at once.
final as (
    select distinct
        paired.document_number,
        paired.from_document_number,
        tables.table_code
    from paired
    inner join tables
        on paired.from_document_id = tables.document_id
)

select *
from final
