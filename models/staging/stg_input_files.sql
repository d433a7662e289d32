-- Grain: one file given to the load.
with

source as (
    select * from {{ ref('input_files') }}
),

final as (
    select
        input_file_id,
        file_name,
        sha256,
        cast(size_bytes as bigint) as size_bytes,
        cast(document_count as integer) as document_count
    from source
)

select *
from final
