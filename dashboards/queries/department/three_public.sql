-- Grain: document × item × stage, in yuan: travel abroad, vehicles and reception, budget against final.
select
    document_id,
    item,
    stage,
    amount_cny,
    figure_id
from marts.fct_three_public_spending
where
    department_id = {{ department_id }}
    and fiscal_year is not distinct from {{ fiscal_year }}
order by document_id, item, stage
