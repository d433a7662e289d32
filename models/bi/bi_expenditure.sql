-- Grain: document × functional code × expenditure type, leaves only, in yuan: all money.
with

expenditure as (
    select * from {{ ref('fct_expenditure_by_function') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

classes as (
    select * from {{ ref('bi_functional_classes') }}
),

types as (
    select * from {{ ref('expenditure_types') }}
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
        classes.class_code,
        classes.class_name,
        classes.section_code,
        classes.section_name,
        expenditure.functional_code,
        classes.functional_name,
        expenditure.expenditure_type,
        coalesce(types.name_zh, expenditure.expenditure_type) as expenditure_type_name,
        coalesce(types.name_en, expenditure.expenditure_type) as expenditure_type_name_en,
        expenditure.amount_cny,
        expenditure.figure_id
    from expenditure
    inner join documents
        on expenditure.document_id = documents.document_id
    left join classes
        on expenditure.functional_code = classes.functional_code
    left join types
        on expenditure.expenditure_type = types.expenditure_type
    left join stages
        on expenditure.stage = stages.code
)

select *
from final
