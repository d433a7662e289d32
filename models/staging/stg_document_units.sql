-- Grain: one body that the report of a department says it covers.
with

source as (
    select * from {{ ref('document_units') }}
),

final as (
    select
        document_id,
        -- The department's key that a report of its own has.
        unit_id,
        unit_name,
        cast(is_own_level as boolean) as is_own_level,
        cast(is_within_other as boolean) as is_within_other,
        cast(units_stated as integer) as units_stated,
        cast(page as integer) as page,
        cast(line as integer) as line
    from source
)

select *
from final
