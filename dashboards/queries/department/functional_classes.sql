-- Grain: one functional code that the department has money under, or one above it.
with used as (
    select functional_code
    from marts.fct_expenditure_by_function
    where
        department_id = {{ department_id }}
        and fiscal_year is not distinct from {{ fiscal_year }}
    union
    select functional_code
    from marts.fct_appropriation_by_function
    where
        department_id = {{ department_id }}
        and fiscal_year is not distinct from {{ fiscal_year }}
    union
    select functional_code
    from marts.fct_revenue
    where
        department_id = {{ department_id }}
        and fiscal_year is not distinct from {{ fiscal_year }}
)

select distinct
    class.functional_code,
    class.functional_name
from marts.dim_functional_class as class
inner join used
    on starts_with(used.functional_code, class.functional_code)
order by class.functional_code
