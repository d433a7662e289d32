-- Grain: one document, whatever became of it: loaded, a duplicate of another, superseded by a later edition, a blank
-- form, or quarantined with the reason.
with

documents as (
    select * from {{ ref('stg_documents') }}
),

figures as (
    select
        document_id,
        count(*) as figure_count
    from {{ ref('int_figures_placed') }}
    where table_code not in ('stated', 'unplaced')
    group by document_id
),

-- A unit's report whose department's report of the year is there too: the department's amounts hold the unit's.
included as (
    select
        from_document_id as document_id,
        document_id as included_in_document_id
    from {{ ref('int_documents_reached') }}
    where reach in ('units', 'units_loaded')
),

final as (
    select
        documents.*,
        included.included_in_document_id,
        cast(coalesce(figures.figure_count, 0) as integer) as figure_count
    from documents
    left join figures
        on documents.document_id = figures.document_id
    left join included
        on documents.document_id = included.document_id
)

select
    document_id,
    input_file_id,
    file_name,
    sha256,
    media_type,
    document_ordinal,
    document_kind,
    stage,
    title,
    department_id,
    fiscal_year,
    fiscal_year_evidence,
    load_status,
    status_reason,
    status_detail,
    duplicate_of_document_id,
    superseded_by_document_id,
    included_in_document_id,
    is_counted,
    figure_count,
    numbers_printed,
    numbers_placed,
    numbers_labelled,
    numbers_not_figures,
    numbers_unplaced,
    page,
    line
from final
