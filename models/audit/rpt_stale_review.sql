-- Grain: one reviewed finding that is found no more: the document, the rule or what was read has changed.
{{ config(meta={'scope': 'warehouse'}) }}

with

reviewed as (
    select * from {{ ref('stg_reviewed_findings') }}
),

explained as (
    select * from {{ ref('int_findings_explained') }}
),

documents as (
    select * from {{ ref('dim_document') }}
),

final as (
    select
        reviewed.finding_id,
        reviewed.identity_id,
        reviewed.document_id,
        reviewed.decision,
        reviewed.reason as review_reason,
        reviewed.reviewed_on,
        documents.document_id is not null as is_document_loaded
    from reviewed
    left join explained
        on
            reviewed.finding_id = explained.finding_id
            and reviewed.identity_id = explained.identity_id
            and reviewed.document_id = explained.document_id
    left join documents
        on reviewed.document_id = documents.document_id
    where explained.finding_id is null
)

select
    finding_id,
    identity_id,
    document_id,
    decision,
    review_reason,
    reviewed_on,
    is_document_loaded
from final
