-- Grain: one economic code under one name it has had.
with

source as (
    select * from {{ ref('economic_classes') }}
),

final as (
    select
        economic_code,
        economic_name,
        cast(level as integer) as level,
        parent_economic_code,
        cast(known_from as integer) as known_from,
        cast(known_to as integer) as known_to,
        source as name_source,
        cast(reports_seen_in as integer) as reports_seen_in
    from source
)

select *
from final
