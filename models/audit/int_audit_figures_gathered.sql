-- Grain: one figure that the search for the cell to blame has to know: those of int_audit_terms_gathered, and what
-- stands beside those of the failing checks (same row or statement, same coordinates in a sister table).
{{ config(materialized='table', schema='intermediate', contract={'enforced': false}) }}

with

terms as (
    select * from {{ ref('int_audit_terms_gathered') }}
),

figures as (
    select * from {{ ref('int_figures_placed') }}
    where not is_repeat
),

documents as (
    select * from {{ ref('stg_documents') }}
),

judged as (
    select distinct figure_id from terms
    union
    select distinct times_figure_id as figure_id
    from terms
    where times_figure_id is not null
),

failing as (
    select distinct figure_id
    from terms
    where verdict = 'violated'
),

suspects as (
    select figures.*
    from figures
    inner join failing
        on figures.figure_id = failing.figure_id
),

near as (
    select figures.figure_id
    from suspects
    inner join figures
        on
            suspects.document_id = figures.document_id
            and suspects.table_code = figures.table_code
            and suspects.row_number = figures.row_number
    union
    select figures.figure_id
    from suspects
    inner join figures
        on
            suspects.document_id = figures.document_id
            and suspects.row_key = figures.row_key
            and suspects.column_key = figures.column_key
    union
    select figure_id from judged
),

final as (
    select
        figures.figure_id,
        figures.document_id,
        documents.duplicate_of_document_id,
        figures.table_code,
        figures.row_number,
        figures.column_number,
        figures.row_label,
        figures.column_label,
        figures.row_key,
        figures.column_key,
        figures.printed_text,
        figures.unit,
        figures.magnitude,
        figures.half_unit,
        figures.resolution,
        figures.is_blank,
        figures.page,
        figures.line
    from near
    inner join figures
        on near.figure_id = figures.figure_id
    inner join documents
        on figures.document_id = documents.document_id
)

select *
from final
