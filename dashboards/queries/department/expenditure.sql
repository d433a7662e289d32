-- Grain: document × functional code × type of expenditure, all money, in yuan; types without money are left out.
select
    document_id,
    functional_code,
    expenditure_type,
    amount_cny,
    rounding_unit_cny,
    figure_id
from marts.fct_expenditure_by_function
where
    department_id = {{ department_id }}
    and fiscal_year is not distinct from {{ fiscal_year }}
    and amount_cny <> 0
order by document_id, functional_code, expenditure_type
