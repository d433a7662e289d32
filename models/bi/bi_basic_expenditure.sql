-- Grain: document × economic code, leaves only, in yuan: basic expenditure from the general public budget.
with

expenditure as (
    select * from {{ ref('fct_expenditure_by_economic_class') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

classes as (
    select * from {{ ref('dim_economic_class') }}
),

stages as (
    {{ code_list('stage') }}
),

final as (
    select
        expenditure.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        expenditure.stage,
        coalesce(stages.name_zh, expenditure.stage) as stage_name,
        coalesce(stages.name_en, expenditure.stage) as stage_name_en,
        left(expenditure.economic_code, 3) as class_code,
        coalesce(classes.economic_name, left(expenditure.economic_code, 3)) as class_name,
        expenditure.economic_code,
        items.economic_name,
        expenditure.amount_cny,
        expenditure.figure_id
    from expenditure
    inner join documents
        on expenditure.document_id = documents.document_id
    left join classes
        on left(expenditure.economic_code, 3) = classes.economic_code
    left join classes as items
        on expenditure.economic_code = items.economic_code
    left join stages
        on expenditure.stage = stages.code
)

select *
from final
