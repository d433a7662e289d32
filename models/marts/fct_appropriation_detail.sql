-- Grain: document × fund × functional code × economic code (the lowest printed of each) × expenditure type: what was
-- spent for what and on what. A report that prints all expenditure of a fund so (支出决算明细表) has its rows from there; else
-- they are those of its basic and its project expenditure. Leaves only: a plain sum counts nothing twice.
with

details as (
    select
        *,
        bool_or(table_code = 'general_budget_detail') over (partition by document_id) as has_all
    from {{ ref('int_economic_details') }}
    where is_leaf and row_level > 0
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        'general_public_budget' as fund,
        row_key as functional_code,
        column_key as economic_code,
        case table_code
            when 'basic_expenditure_detail' then 'basic'
            when 'general_budget_project_detail' then 'project'
            else 'undivided'
        end as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from details
    where (table_code = 'general_budget_detail') = has_all
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    fund,
    functional_code,
    economic_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
