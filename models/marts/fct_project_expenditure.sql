-- Grain: document × project (once for each functional code and body it is printed for) × funding source: what a table
-- of projects states. Of several such tables one counts: that of all money, else that of revenue and expenditure, else
-- that of the general public budget. A table that prints no sources has the source undivided. Leaves only.
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

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        project_id,
        -- A project's key begins with the code it is for (2010302.1); `project.1` has none.
        case when {{ matches('row_key', '[0-9]+[.][0-9]+') }} then split_part(row_key, '.', 1) end as functional_code,
        case
            when column_key <> 'total' then column_key
            when table_code = 'general_budget_project_expenditure' then 'general_public_budget'
            else 'undivided'
        end as funding_source,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from ranked
    where precedence = first_precedence and (column_key <> 'total') = is_divided
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
