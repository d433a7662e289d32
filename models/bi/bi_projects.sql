-- Grain: document × project, in yuan: its budget, what was paid of it, and the target form's amount.
with

budgets as (
    select * from {{ ref('fct_project_budget') }}
),

payments as (
    select * from {{ ref('fct_project_payment') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

projects as (
    select * from {{ ref('dim_project') }}
),

amounts as (
    select
        document_id,
        project_id,
        case when stage = 'initial' then amount_cny end as initial_budget_cny,
        case when stage <> 'target' then amount_cny end as budget_cny,
        case when stage = 'target' then amount_cny end as target_cny,
        null as paid_cny
    from budgets
    union all
    select
        document_id,
        project_id,
        null as initial_budget_cny,
        null as budget_cny,
        null as target_cny,
        amount_cny as paid_cny
    from payments
),

by_project as (
    select
        document_id,
        project_id,
        cast(sum(initial_budget_cny) as decimal(20, 2)) as initial_budget_cny,
        cast(sum(budget_cny) as decimal(20, 2)) as budget_cny,
        cast(sum(target_cny) as decimal(20, 2)) as target_cny,
        cast(sum(paid_cny) as decimal(20, 2)) as paid_cny
    from amounts
    group by document_id, project_id
),

final as (
    select
        by_project.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        by_project.project_id,
        projects.project_name,
        by_project.initial_budget_cny,
        by_project.budget_cny,
        by_project.paid_cny,
        cast(100 * by_project.paid_cny / nullif(by_project.budget_cny, 0) as decimal(12, 2)) as execution_percent,
        by_project.target_cny
    from by_project
    inner join documents
        on by_project.document_id = documents.document_id
    left join projects
        on by_project.project_id = projects.project_id
)

select *
from final
