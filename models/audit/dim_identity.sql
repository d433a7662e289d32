-- Grain: one rule of the catalogue.
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
        document_kinds,
        title_en,
        title_zh,
        formula,
        source as rule_source
    from source
)

select
    identity_id,
    domain_number,
    severity,
    category,
    operator,
    document_kinds,
    title_en,
    title_zh,
    formula,
    rule_source
from final
