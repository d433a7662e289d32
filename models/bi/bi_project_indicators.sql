-- Grain: document × project × indicator: target and result as printed, and the target as a number.
with

indicators as (
    select * from {{ ref('fct_project_indicator') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

final as (
    select
        indicators.indicator_id,
        indicators.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        indicators.project_id,
        projects.project_name,
        indicators.indicator_set,
        indicators.level_1,
        indicators.level_2,
        indicators.indicator_name,
        indicators.target_text,
        indicators.target_comparator,
        indicators.target_value,
        indicators.target_value_high,
        indicators.target_unit,
        indicators.actual_text
    from indicators
    inner join documents
        on indicators.document_id = documents.document_id
    left join projects
        on indicators.project_id = projects.project_id
)

select *
from final
