-- Grain: one document, whatever became of it.
with

source as (
    select * from {{ ref('documents') }}
),

final as (
    select
        document_id,
        -- For joins inside the warehouse; another build may number otherwise.
        cast(row_number() over (order by document_id) as integer) as document_number,
        input_file_id,
        file_name,
        sha256,
        media_type,
        cast(document_ordinal as integer) as document_ordinal,
        document_kind,
        -- The kind whose rules judge it: a unit's accounts are judged like a department's.
        rule_kind,
        stage,
        title,
        department_id,
        department_name,
        administrative_level,
        region_code,
        cast(fiscal_year as integer) as fiscal_year,
        fiscal_year_evidence,
        load_status,
        status_reason,
        status_detail,
        duplicate_of_document_id,
        superseded_by_document_id,
        cast(numbers_printed as integer) as numbers_printed,
        cast(numbers_placed as integer) as numbers_placed,
        cast(numbers_labelled as integer) as numbers_labelled,
        cast(numbers_not_figures as integer) as numbers_not_figures,
        cast(numbers_unplaced as integer) as numbers_unplaced,
        load_status = 'loaded' as is_counted,
        -- Copies are judged too, for their own slips; a former edition is nobody's to mend.
        load_status in ('loaded', 'duplicate') as is_judged,
        cast(page as integer) as page,
        cast(line as integer) as line
    from source
)

select *
from final
