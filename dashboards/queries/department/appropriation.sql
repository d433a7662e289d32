-- Grain: document × fund × functional code × type of expenditure, in yuan: the part paid by appropriations.
select
    document_id,
    fund,
    functional_code,
    expenditure_type,
    amount_cny,
    figure_id
from marts.fct_appropriation_by_function
where
    department_id = {{ department_id }}
    and fiscal_year is not distinct from {{ fiscal_year }}
    and amount_cny <> 0
order by document_id, fund, functional_code, expenditure_type
