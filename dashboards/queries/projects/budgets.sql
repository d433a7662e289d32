-- Grain: document × project × stage, in yuan; adjustments with their sign.
select
    budget.project_id,
    budget.document_id,
    budget.fiscal_year,
    budget.stage,
    budget.amount_cny,
    min_by(figure.figure_id, figure.line) as figure_id
from marts.fct_project_budget as budget
left join marts.fct_reported_figure as figure
    on
        budget.document_id = figure.document_id
        and budget.project_id = figure.project_id
        and abs(budget.amount_cny) = abs(figure.amount_cny)
where budget.department_id = {{ department_id }}
group by budget.project_id, budget.document_id, budget.fiscal_year, budget.stage, budget.amount_cny
order by budget.project_id, budget.document_id, budget.stage
