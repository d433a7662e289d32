-- Grain: one finding that a person has looked at and decided on.
with

source as (
    select * from {{ ref('reviewed_findings') }}
),

final as (
    select
        finding_id,
        identity_id,
        document_id,
        decision,
        reason,
        cast(reviewed_on as date) as reviewed_on
    from source
)

select *
from final
