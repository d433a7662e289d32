-- Grain: one functional code under one name it has had.
with

source as (
    select * from {{ ref('functional_classes') }}
),

final as (
    select
        functional_code,
        functional_name,
        cast(level as integer) as level,
        parent_functional_code,
        cast(known_from as integer) as known_from,
        cast(known_to as integer) as known_to,
        source as name_source,
        cast(reports_seen_in as integer) as reports_seen_in
    from source
)

select *
from final
