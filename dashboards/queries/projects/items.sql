-- Grain: one item of a project: its service period and its acceptance.
select
    project_id,
    document_id,
    item_number,
    group_name,
    item_name,
    service_start,
    service_end,
    accepted_on,
    is_in_service,
    page,
    line
from marts.fct_project_item_status
where department_id = {{ department_id }}
order by project_id, document_id, item_number
