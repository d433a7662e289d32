-- Grain: one table of one document.
with

source as (
    select * from {{ ref('document_tables') }}
),

final as (
    select
        document_id,
        table_code,
        title,
        unit,
        cast(row_count as integer) as row_count,
        cast(figure_count as integer) as figure_count,
        cast(is_empty as boolean) as is_empty,
        cast(page as integer) as page,
        cast(line as integer) as line
    from source
)

select *
from final
