-- Grain: document × functional code × revenue source, leaves only, in yuan.
with

revenue as (
    select * from {{ ref('fct_revenue') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

classes as (
    select * from {{ ref('bi_functional_classes') }}
),

sources as (
    select * from {{ ref('revenue_sources') }}
),

stages as (
    {{ code_list('stage') }}
),

final as (
    select
        revenue.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        revenue.stage,
        coalesce(stages.name_zh, revenue.stage) as stage_name,
        coalesce(stages.name_en, revenue.stage) as stage_name_en,
        classes.class_code,
        classes.class_name,
        classes.section_code,
        classes.section_name,
        revenue.functional_code,
        classes.functional_name,
        revenue.revenue_source,
        coalesce(sources.name_zh, revenue.revenue_source) as revenue_source_name,
        coalesce(sources.name_en, revenue.revenue_source) as revenue_source_name_en,
        revenue.amount_cny,
        revenue.figure_id
    from revenue
    inner join documents
        on revenue.document_id = documents.document_id
    left join classes
        on revenue.functional_code = classes.functional_code
    left join sources
        on revenue.revenue_source = sources.revenue_source
    left join stages
        on revenue.stage = stages.code
)

select *
from final
