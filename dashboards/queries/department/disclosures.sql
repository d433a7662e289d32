-- Grain: document × stage × one disclosed measure: procurement, vehicles, trips, receptions, assets …; money in yuan.
select
    disclosed.document_id,
    disclosed.stage,
    disclosed.measure,
    disclosed.parent_measure,
    measure.name_zh,
    measure.name_en,
    disclosed.value,
    disclosed.unit,
    disclosed.figure_id
from marts.fct_disclosure as disclosed
inner join marts.dim_measure as measure
    on disclosed.measure = measure.measure
where
    disclosed.department_id = {{ department_id }}
    and disclosed.fiscal_year is not distinct from {{ fiscal_year }}
order by disclosed.document_id, disclosed.parent_measure nulls first, disclosed.measure
