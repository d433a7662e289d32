-- Grain: one rule of the catalogue for one kind of document it applies to.
with

source as (
    select * from {{ ref('identities') }}
),

final as (
    select
        identity_id,
        cast(domain_number as integer) as domain_number,
        severity,
        category,
        operator,
        {{ rows_of_parts('document_kinds', '|') }} as document_kind,
        title_en,
        title_zh,
        formula,
        source as rule_source,
        may_be_silent
    from source
)

select *
from final
