-- Fails with each document that is neither loaded, nor a copy of a loaded one, nor superseded by one, nor quarantined
-- with a reason, nor a blank form, with each quarantined document or blank form that has figures all the same, and
-- with each whose numbers are not all accounted for: one that was read has its counts, and what it could not place is
-- kept, figure by figure.
with

documents as (
    select * from {{ ref('dim_document') }}
),

unplaced as (
    select
        document_id,
        count(*) as unplaced_count
    from {{ ref('fct_reported_figure') }}
    where table_code = 'unplaced'
    group by document_id
)

select documents.document_id
from documents
left join documents as originals
    on coalesce(documents.duplicate_of_document_id, documents.superseded_by_document_id) = originals.document_id
left join unplaced
    on documents.document_id = unplaced.document_id
where
    case documents.load_status
        when 'loaded' then originals.document_id is not null
        when 'duplicate' then documents.duplicate_of_document_id is null or originals.load_status <> 'loaded'
        when 'superseded'
            then
                documents.superseded_by_document_id is null
                or originals.load_status <> 'loaded'
                or documents.is_counted
        when 'quarantined'
            then documents.status_reason is null or documents.status_detail is null or documents.figure_count > 0
        when 'blank' then documents.figure_count > 0 or documents.is_counted
        else true
    end
    or case
        when documents.load_status = 'quarantined' then documents.numbers_printed is not null
        else
            documents.numbers_printed is distinct from (
                documents.numbers_placed
                + documents.numbers_labelled
                + documents.numbers_not_figures
                + documents.numbers_unplaced
            )
            or documents.numbers_printed is null
            -- A further copy of the same bytes has no figures of its own.
            or not (
                contains(documents.document_id, '-copy')
                or documents.numbers_unplaced = coalesce(unplaced.unplaced_count, 0)
            )
    end
