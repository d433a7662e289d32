-- Fails with each document that is neither loaded, nor a copy of a loaded one, nor quarantined with a reason, nor a
-- blank form, with each quarantined document or blank form that has figures all the same, and with each whose numbers
-- are not all accounted for.
with

documents as (
    select * from {{ ref('dim_document') }}
)

select documents.document_id
from documents
left join documents as originals
    on documents.duplicate_of_document_id = originals.document_id
where
    case documents.load_status
        when 'loaded' then documents.duplicate_of_document_id is not null
        when 'duplicate' then originals.load_status is null or originals.load_status <> 'loaded'
        when 'quarantined'
            then documents.status_reason is null or documents.status_detail is null or documents.figure_count > 0
        when 'blank' then documents.figure_count > 0 or documents.is_counted
        else true
    end
    or documents.numbers_printed
    <> documents.numbers_placed
    + documents.numbers_labelled
    + documents.numbers_not_figures
    + documents.numbers_unplaced
