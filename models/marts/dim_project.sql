-- Grain: one project of a department.
with

documents as (
    select * from {{ ref('stg_documents') }}
),

named as (
    select
        document_id,
        project_id,
        project_name
    from {{ ref('int_figures_placed') }}
    where project_id is not null
    union
    select
        document_id,
        project_id,
        project_name
    from {{ ref('stg_project_indicators') }}
    union
    select
        document_id,
        project_id,
        project_name
    from {{ ref('stg_project_item_statuses') }}
),

final as (
    select
        named.project_id,
        min(named.project_name) as project_name,
        min(documents.department_id) as department_id
    from named
    inner join documents
        on named.document_id = documents.document_id
    group by named.project_id
)

select
    project_id,
    project_name,
    department_id
from final
