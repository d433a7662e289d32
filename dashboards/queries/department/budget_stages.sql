-- Grain: document × measure × stage, in yuan: what prose states as budget, as adjustment and as final, where it states
-- a budget at all; of a statement made twice the first counts.
with stated as (
    select
        figure.document_id,
        figure.row_key as measure,
        case figure.column_key
            when 'initial_budget' then 'initial'
            when 'amount' then 'final'
            when 'actual' then 'final'
            else figure.column_key
        end as stage,
        figure.amount_cny,
        figure.figure_id
    from marts.fct_reported_figure as figure
    where
        figure.department_id = {{ department_id }}
        and figure.fiscal_year is not distinct from {{ fiscal_year }}
        and figure.is_counted
        and figure.table_code = 'narrative'
        and figure.amount_cny is not null
        and figure.project_id is null
        and figure.qualifier is null
        and figure.column_key in ('initial_budget', 'adjustment', 'budget', 'amount', 'actual')
        and not starts_with(figure.row_key, 'project.')
    qualify row_number() over (partition by figure.document_id, measure, stage order by figure.line, figure.figure_id)
        = 1
)

select
    stated.document_id,
    stated.measure,
    measure.name_zh,
    measure.name_en,
    stated.stage,
    stated.amount_cny,
    stated.figure_id
from stated
inner join marts.dim_measure as measure
    on stated.measure = measure.measure
qualify bool_or(stated.stage <> 'final') over (partition by stated.document_id, stated.measure)
order by stated.document_id, stated.measure, stated.stage
