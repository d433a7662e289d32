-- Grain: document × project × stage. Stages add up: a final budget is its initial budget and adjustments; a target
-- form has one stage. The final budget as printed is a figure (fct_reported_figure), not a further stage; a form that
-- prints the initial budget and that of the whole year has their difference as its adjustment.
with

targets as (
    select * from {{ ref('int_leaf_figures_counted') }}
    where table_code = 'project_target' and row_level = 2
),

narrative as (
    select * from {{ ref('int_figures_placed') }}
    where
        is_counted
        and table_code = 'narrative'
        and row_key = 'project.budget'
        and column_key in ('initial_budget', 'adjustment_1', 'adjustment_2')
        and project_id is not null
        and amount_cny is not null
),

from_targets as (
    select
        document_id,
        department_id,
        fiscal_year,
        project_id,
        'target' as stage,
        max(case when column_key = 'total' then amount_cny end) as amount_cny,
        max(case when column_key = 'total' then rounding_unit_cny end) as rounding_unit_cny,
        max(case when column_key = 'fiscal_appropriation' then amount_cny end) as fiscal_appropriation_cny,
        max(case when column_key = 'special_account' then amount_cny end) as special_account_cny,
        max(case when column_key = 'other_funds' then amount_cny end) as other_funds_cny,
        max(case when column_key = 'carried_over' then amount_cny end) as carried_over_cny
    from targets
    group by document_id, department_id, fiscal_year, project_id
),

forms as (
    select
        document_id,
        department_id,
        fiscal_year,
        project_id,
        max(case when column_key = 'initial_budget' then amount_cny end) as initial_cny,
        max(case when column_key = 'budget' then amount_cny end) as budget_cny,
        max(rounding_unit_cny) as rounding_unit_cny
    from {{ ref('int_figures_placed') }}
    where is_counted and table_code = 'project_execution' and row_key = 'total' and amount_cny is not null
    group by document_id, department_id, fiscal_year, project_id
),

from_forms as (
    select
        document_id,
        department_id,
        fiscal_year,
        project_id,
        case when initial_cny is null then 'whole_year' else 'initial' end as stage,
        coalesce(initial_cny, budget_cny) as amount_cny,
        rounding_unit_cny
    from forms
    where initial_cny is not null or budget_cny is not null
    union all
    select
        document_id,
        department_id,
        fiscal_year,
        project_id,
        'adjustment_1' as stage,
        cast(budget_cny - initial_cny as decimal(20, 2)) as amount_cny,
        rounding_unit_cny
    from forms
    where initial_cny is not null and budget_cny is not null
),

-- A report states its project's budget in several places; the first stands for all (that they agree is a check).
from_narrative as (
    select
        document_id,
        department_id,
        fiscal_year,
        project_id,
        case column_key when 'initial_budget' then 'initial' else column_key end as stage,
        min_by(amount_cny, row_number * 1000 + column_number) as amount_cny,
        min_by(rounding_unit_cny, row_number * 1000 + column_number) as rounding_unit_cny,
        cast(null as decimal(20, 2)) as fiscal_appropriation_cny,
        cast(null as decimal(20, 2)) as special_account_cny,
        cast(null as decimal(20, 2)) as other_funds_cny,
        cast(null as decimal(20, 2)) as carried_over_cny
    from narrative
    group by document_id, department_id, fiscal_year, project_id, column_key
),

final as (
    select * from from_targets
    union all
    select * from from_narrative
    union all
    select
        *,
        cast(null as decimal(20, 2)) as fiscal_appropriation_cny,
        cast(null as decimal(20, 2)) as special_account_cny,
        cast(null as decimal(20, 2)) as other_funds_cny,
        cast(null as decimal(20, 2)) as carried_over_cny
    from from_forms
)

select
    document_id,
    department_id,
    fiscal_year,
    project_id,
    stage,
    amount_cny,
    rounding_unit_cny,
    fiscal_appropriation_cny,
    special_account_cny,
    other_funds_cny,
    carried_over_cny
from final
