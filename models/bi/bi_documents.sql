-- Grain: one document, whatever became of it, with its department and region in words.
with

documents as (
    select * from {{ ref('dim_document') }}
),

departments as (
    select * from {{ ref('dim_department') }}
),

kinds as (
    {{ code_list('document_kind') }}
),

statuses as (
    {{ code_list('load_status') }}
),

stages as (
    {{ code_list('stage') }}
),

final as (
    select
        documents.document_id,
        documents.title as document_title,
        documents.file_name,
        documents.document_kind,
        coalesce(kinds.name_zh, documents.document_kind) as document_kind_name,
        coalesce(kinds.name_en, documents.document_kind) as document_kind_name_en,
        documents.stage,
        coalesce(stages.name_zh, documents.stage) as stage_name,
        coalesce(stages.name_en, documents.stage) as stage_name_en,
        documents.department_id,
        departments.department_name as department,
        departments.administrative_level,
        departments.region_code,
        departments.region_name as region,
        documents.fiscal_year,
        make_date(documents.fiscal_year, 12, 31) as fiscal_year_end,
        documents.load_status,
        coalesce(statuses.name_zh, documents.load_status) as load_status_name,
        coalesce(statuses.name_en, documents.load_status) as load_status_name_en,
        documents.included_in_document_id,
        documents.is_counted,
        documents.status_detail,
        documents.figure_count,
        documents.numbers_printed,
        documents.numbers_placed,
        documents.numbers_labelled,
        documents.numbers_not_figures,
        documents.numbers_unplaced
    from documents
    left join departments
        on documents.department_id = departments.department_id
    left join kinds
        on documents.document_kind = kinds.code
    left join statuses
        on documents.load_status = statuses.code
    left join stages
        on documents.stage = stages.code
)

select *
from final
