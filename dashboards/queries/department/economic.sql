-- Grain: document × economic code, in yuan: basic expenditure from the general public budget.
select
    spent.document_id,
    spent.economic_code,
    class.economic_name,
    parent.economic_code as parent_code,
    parent.economic_name as parent_name,
    spent.amount_cny,
    spent.figure_id
from marts.fct_expenditure_by_economic_class as spent
inner join marts.dim_economic_class as class
    on spent.economic_code = class.economic_code
left join marts.dim_economic_class as parent
    on class.parent_economic_code = parent.economic_code
where
    spent.department_id = {{ department_id }}
    and spent.fiscal_year is not distinct from {{ fiscal_year }}
    and spent.amount_cny <> 0
order by spent.document_id, spent.economic_code
