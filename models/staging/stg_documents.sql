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
        file_name,
        sha256,
        media_type,
        cast(document_ordinal as integer) as document_ordinal,
        document_kind,
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
        load_status = 'loaded' as is_counted,
        cast(page as integer) as page,
        cast(line as integer) as line
    from source
)

select *
from final
