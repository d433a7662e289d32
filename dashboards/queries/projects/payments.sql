-- Grain: one paid item of a project, in yuan.
select
    project_id,
    document_id,
    fiscal_year,
    group_name,
    item_name,
    amount_cny,
    figure_id
from marts.fct_project_payment
where department_id = {{ department_id }}
order by project_id asc, document_id asc, group_name asc, amount_cny desc, item_key asc
