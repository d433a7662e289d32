-- Grain: department × fiscal year × functional class (类), in yuan: what the departments spend on; the final accounts of
-- the year where they are loaded, else its budget.
with basis as (
    select
        document_id,
        stage
    from marts.dim_document
    where document_id in (select spent.document_id from marts.fct_expenditure_by_function as spent)
    qualify stage = max(stage) over (partition by department_id, fiscal_year)
)

select
    spent.department_id,
    spent.fiscal_year,
    basis.stage,
    class.functional_code,
    class.functional_name,
    sum(spent.amount_cny) as amount_cny
from marts.fct_expenditure_by_function as spent
inner join basis
    on spent.document_id = basis.document_id
inner join marts.dim_functional_class as class
    on left(spent.functional_code, 3) = class.functional_code
where spent.amount_cny <> 0
group by spent.department_id, spent.fiscal_year, basis.stage, class.functional_code, class.functional_name
order by spent.department_id, spent.fiscal_year, class.functional_code
