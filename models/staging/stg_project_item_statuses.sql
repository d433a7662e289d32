-- Grain: one item of one project in one document.
with

source as (
    select * from {{ ref('project_item_statuses') }}
),

final as (
    select
        document_id,
        project_id,
        project_name,
        cast(item_number as integer) as item_number,
        item_name,
        group_name,
        cast(service_start as date) as service_start,
        cast(service_end as date) as service_end,
        cast(accepted_on as date) as accepted_on,
        cast(is_in_service as boolean) as is_in_service,
        cast(page as integer) as page,
        cast(line as integer) as line
    from source
)

select *
from final
