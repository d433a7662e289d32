-- Grain: document × project × item: service period and acceptance.
with

statuses as (
    select * from {{ ref('stg_project_item_statuses') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
    where is_counted
),

final as (
    select
        statuses.*,
        documents.department_id,
        documents.fiscal_year
    from statuses
    inner join documents
        on statuses.document_id = documents.document_id
)

select
    document_id,
    department_id,
    fiscal_year,
    project_id,
    item_number,
    item_name,
    group_name,
    service_start,
    service_end,
    accepted_on,
    is_in_service,
    page,
    line
from final
