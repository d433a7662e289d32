-- Grain: one printed figure that was recognised in a picture.
with

source as (
    select * from {{ ref('figure_readings') }}
),

final as (
    select
        figure_id,
        document_id,
        read_by,
        nullif(read_text, '') as read_text,
        cast(read_confidence as decimal(5, 4)) as read_confidence
    from source
)

select *
from final
