-- Grain: one grade with the points it is given for.
with

source as (
    select * from {{ ref('grade_scales') }}
),

final as (
    select
        grade,
        cast(low as decimal(24, 6)) as low,
        cast(high as decimal(24, 6)) as high
    from source
)

select *
from final
