-- Grain: document × project (once for each functional code and body it is printed for) × funding source: what a report's
-- table of projects states. Of several such tables one counts: that of all money, else that of revenue and expenditure,
-- else that of the general public budget. A table that prints no sources has the source undivided. Leaves only.
with

leaves as (
    select
        *,
        case table_code
            when 'project_expenditure' then 1
            when 'project_balance' then 2
            else 3
        end as precedence
    from {{ ref('int_leaf_figures_counted') }}
    where
        table_code in ('project_expenditure', 'project_balance', 'general_budget_project_expenditure')
        and project_id is not null
        and column_key not in ('opening', 'revenue', 'distribution', 'closing')
        and left(column_key, 9) <> 'of_which.'
),

ranked as (
    select
        *,
        min(precedence) over (partition by document_id) as first_precedence,
        bool_or(column_key <> 'total') over (partition by document_id, table_code) as is_divided
    from leaves
),

classes as (
    select * from {{ ref('dim_functional_class') }}
),

final as (
    select
        ranked.figure_id,
        ranked.document_id,
        ranked.department_id,
        ranked.fiscal_year,
        ranked.stage,
        ranked.project_id,
        classes.functional_code,
        case
            when ranked.column_key <> 'total' then ranked.column_key
            when ranked.table_code = 'general_budget_project_expenditure' then 'general_public_budget'
            else 'undivided'
        end as funding_source,
        ranked.amount_cny,
        ranked.rounding_unit_cny,
        ranked.is_blank
    from ranked
    -- A project's key begins with the code it is for (2010302.1); `project.1` has none.
    left join classes
        on split_part(ranked.row_key, '.', 1) = classes.functional_code
    where ranked.precedence = ranked.first_precedence and (ranked.column_key <> 'total') = ranked.is_divided
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    project_id,
    functional_code,
    funding_source,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
