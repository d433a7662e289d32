-- Grain: one code of a classification (functional, economic) that a counted document prints, with its name there.
-- `name_order` is the order in which names are preferred, smallest first: by year from the last, then by the name.
{{ config(materialized='table', meta={'scope': 'part'}) }}

with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where
        is_counted
        and row_label <> ''
        and {{ matches('row_key', '[0-9]+') }}
),

classified as (
    select
        'functional' as classification,
        row_key as code,
        document_id,
        row_label,
        fiscal_year
    from figures
    where
        table_code in (
            'revenue', 'expenditure', 'general_budget_expenditure', 'government_fund', 'state_capital',
            'general_budget_detail', 'basic_expenditure_detail', 'general_budget_project_detail',
            'general_budget_project_expenditure', 'project_expenditure', 'project_balance'
        )
        and length(row_key) in (3, 5, 7)
    union all
    select
        'economic' as classification,
        row_key as code,
        document_id,
        row_label,
        fiscal_year
    from figures
    where
        table_code in ({{ economic_tables() }})
        and length(row_key) in (3, 5)
),

ordered as (
    select
        *,
        lpad(cast(9999 - coalesce(fiscal_year, 0) as string), 4, '0') || row_label as name_order
    from classified
),

final as (
    select
        document_id,
        classification,
        code,
        min_by(row_label, name_order) as printed_name,
        min(name_order) as name_order
    from ordered
    group by document_id, classification, code
)

select *
from final
