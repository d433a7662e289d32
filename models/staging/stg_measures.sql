-- Grain: one measure that prose states.
with

source as (
    select * from {{ ref('measures') }}
),

final as (
    select
        measure,
        parent_measure,
        name_en,
        name_zh,
        unit,
        cast(is_disclosure as boolean) as is_disclosure
    from source
)

select *
from final
