-- Grain: document × functional code × source of revenue, in yuan; sources without money are left out.
select
    document_id,
    functional_code,
    revenue_source,
    amount_cny,
    rounding_unit_cny,
    figure_id
from marts.fct_revenue
where
    department_id = {{ department_id }}
    and fiscal_year is not distinct from {{ fiscal_year }}
    and amount_cny <> 0
order by document_id, functional_code, revenue_source
