-- Grain: one document in reach of another: where a rule judges `document_number`, a term with this `reach` takes the
-- figures of `from_document_number`. `reach_number` stands for the judged document's kind and the reach.
{{ config(materialized='table') }}

with

-- A unit's report is judged by the rules of a department's: their kind is the one whose rules hold.
documents as (
    select
        document_number,
        document_id,
        rule_kind as document_kind,
        department_id,
        fiscal_year,
        is_counted
    from {{ ref('stg_documents') }}
    where load_status in ('loaded', 'duplicate')
),

own as (
    select
        'own' as reach,
        document_number,
        document_id,
        document_kind,
        document_number as from_document_number,
        document_id as from_document_id,
        document_kind as from_kind
    from documents
),

{% for reach, years_back in (('same_year', 0), ('last_year', 1)) %}
-- Reports of one department: of one year they state one another's figures, of two years one goes on from the other.
{{ reach }} as (
    select
        '{{ reach }}' as reach,
        documents.document_number,
        documents.document_id,
        documents.document_kind,
        others.document_number as from_document_number,
        others.document_id as from_document_id,
        others.document_kind as from_kind
    from documents
    inner join documents as others
        on
            documents.department_id = others.department_id
            and documents.fiscal_year - {{ years_back }} = others.fiscal_year
    where documents.is_counted and others.is_counted
),

{% endfor %}
reached as (
    select * from own
    union all
    select * from same_year
    union all
    select * from last_year
),

final as (
    select
        *,
        cast(dense_rank() over (order by document_kind, reach) as integer) as reach_number
    from reached
)

select *
from final
