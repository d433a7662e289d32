-- Grain: one rule of the catalogue.
{{ config(meta={'scope': 'warehouse'}) }}

with

rules as (
    select * from {{ ref('stg_identities') }}
),

final as (
    select
        identity_id,
        min(domain_number) as domain_number,
        min(severity) as severity,
        min(category) as category,
        min(operator) as operator,
        {{ joined_texts('document_kind', '|') }} as document_kinds,
        min(title_en) as title_en,
        min(title_zh) as title_zh,
        min(formula) as formula,
        min(rule_source) as rule_source
    from rules
    group by identity_id
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
