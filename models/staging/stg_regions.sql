-- Grain: one administrative division.
with

source as (
    select * from {{ ref('regions') }}
),

final as (
    select
        region_code,
        region_name,
        region_level,
        parent_region_code,
        edition
    from source
)

select *
from final
