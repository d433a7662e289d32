-- Fails with each accepted finding that is found no more although its document is loaded: the entry can go.
{{ config(severity='warn') }}

select
    finding_id,
    review_reason,
    reviewed_on
from {{ ref('rpt_stale_review') }}
where is_document_loaded
