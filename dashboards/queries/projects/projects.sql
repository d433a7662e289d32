-- Grain: one project of the department, with what is known of it, in yuan.
with paid as (
    select
        project_id,
        sum(amount_cny) as paid_cny
    from marts.fct_project_payment
    where department_id = {{ department_id }}
    group by project_id
),

budget as (
    select
        project_id,
        sum(amount_cny) filter (where stage = 'target') as target_cny,
        sum(amount_cny) filter (where stage = 'initial') as initial_cny,
        sum(amount_cny) filter (where starts_with(stage, 'adjustment')) as adjustment_cny,
        sum(amount_cny) filter (where stage <> 'target') as budget_cny
    from marts.fct_project_budget
    where department_id = {{ department_id }}
    group by project_id
),

indicator as (
    select
        project_id,
        count(*) as indicators,
        count(*) filter (where actual_text is not null) as with_result
    from marts.fct_project_indicator
    where department_id = {{ department_id }}
    group by project_id
)

select
    project.project_id,
    project.project_name,
    budget.target_cny,
    budget.initial_cny,
    budget.adjustment_cny,
    budget.budget_cny,
    paid.paid_cny,
    cast(round(100 * paid.paid_cny / nullif(budget.budget_cny, 0), 2) as decimal(9, 2)) as execution_percent,
    coalesce(indicator.indicators, 0) as indicators,
    coalesce(indicator.with_result, 0) as with_result
from marts.dim_project as project
left join budget
    on project.project_id = budget.project_id
left join paid
    on project.project_id = paid.project_id
left join indicator
    on project.project_id = indicator.project_id
where project.department_id = {{ department_id }}
order by coalesce(budget.budget_cny, budget.target_cny) desc nulls last, project.project_name, project.project_id asc
