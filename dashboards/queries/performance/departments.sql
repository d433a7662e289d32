-- Grain: one department: its projects, their indicators, and how many evaluations score it or them.
with project as (
    select
        department_id,
        count(*) as projects
    from marts.dim_project
    group by department_id
),

indicator as (
    select
        department_id,
        count(*) as indicators
    from marts.fct_project_indicator
    group by department_id
),

evaluation as (
    select
        department_id,
        count(distinct document_id) as evaluations
    from marts.fct_evaluation_score
    group by department_id
)

select
    department.department_id,
    coalesce(project.projects, 0) as projects,
    coalesce(indicator.indicators, 0) as indicators,
    coalesce(evaluation.evaluations, 0) as evaluations
from marts.dim_department as department
left join project
    on department.department_id = project.department_id
left join indicator
    on department.department_id = indicator.department_id
left join evaluation
    on department.department_id = evaluation.department_id
where project.projects > 0 or evaluation.evaluations > 0
order by department.region_code, department.department_name, department.department_id
