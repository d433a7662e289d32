-- Grain: document × fund × economic code (the lowest printed) × expenditure type. A report that prints all
-- appropriations by economic class in one table (财政拨款支出决算明细表) has its rows from there; else they are those of
-- the tables of each fund's basic and project expenditure, as far as it prints them. Leaves only: a plain sum counts
-- nothing twice.
with

leaves as (
    select * from {{ ref('int_leaf_figures_counted') }}
    where row_level >= 2
),

details as (
    select * from {{ ref('int_economic_details') }}
),

in_one_table as (
    select
        *,
        split_part(column_key, '.', 1) as fund,
        split_part(column_key, '.', 2) as expenditure_type,
        bool_or(column_key like '%.%') over (
            partition by document_id, split_part(column_key, '.', 1)
        ) as is_divided
    from leaves
    where table_code = 'appropriation_economic' and column_key <> 'total'
),

documents_in_one_table as (
    select distinct document_id from in_one_table
),

apart as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        'general_public_budget' as fund,
        economic_code,
        'basic' as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from {{ ref('fct_expenditure_by_economic_class') }}
    union all
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        case table_code
            when 'government_fund_basic_expenditure' then 'government_fund'
            else 'general_public_budget'
        end as fund,
        row_key as economic_code,
        case table_code when 'government_fund_basic_expenditure' then 'basic' else 'project' end as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from leaves
    where
        table_code in ('government_fund_basic_expenditure', 'general_budget_project_economic')
        and column_key = 'amount'
    union all
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        'general_public_budget' as fund,
        column_key as economic_code,
        'project' as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from details
    where table_code = 'general_budget_project_detail' and row_level = 0
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        fund,
        row_key as economic_code,
        coalesce(nullif(expenditure_type, ''), 'undivided') as expenditure_type,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from in_one_table
    where (expenditure_type <> '') = is_divided
    union all
    select apart.*
    from apart
    left join documents_in_one_table
        on apart.document_id = documents_in_one_table.document_id
    where documents_in_one_table.document_id is null
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    fund,
    economic_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    is_blank
from final
