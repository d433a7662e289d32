-- Grain: one cell of a table by functional code and, across the page, by economic class, at the lowest class printed.
-- A class (类) that stands beside its items (款) is the sum of them.
with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where
        table_code in ('general_budget_detail', 'basic_expenditure_detail', 'general_budget_project_detail')
        and is_counted
        and not is_repeat
        and {{ matches('column_key', '[0-9]+') }}
),

divided as (
    select distinct
        document_id,
        table_code,
        left(column_key, 3) as column_key
    from figures
    where length(column_key) = 5
),

final as (
    select figures.*
    from figures
    left join divided
        on
            figures.document_id = divided.document_id
            and figures.table_code = divided.table_code
            and figures.column_key = divided.column_key
    where divided.document_id is null
)

select *
from final
