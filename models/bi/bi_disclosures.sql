-- Grain: document × measure: procurement, operating cost, vehicles, trips, receptions, assets, non-tax revenue.
with

disclosures as (
    select * from {{ ref('fct_disclosure') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

measures as (
    select * from {{ ref('dim_measure') }}
),

stages as (
    {{ code_list('stage') }}
),

final as (
    select
        disclosures.figure_id,
        disclosures.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        disclosures.stage,
        coalesce(stages.name_zh, disclosures.stage) as stage_name,
        coalesce(stages.name_en, disclosures.stage) as stage_name_en,
        disclosures.measure,
        coalesce(measures.name_zh, disclosures.measure) as measure_name,
        coalesce(measures.name_en, disclosures.measure) as measure_name_en,
        disclosures.parent_measure,
        disclosures.value,
        disclosures.unit
    from disclosures
    inner join documents
        on disclosures.document_id = documents.document_id
    left join measures
        on disclosures.measure = measures.measure
    left join stages
        on disclosures.stage = stages.code
)

select *
from final
