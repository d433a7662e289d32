-- Grain: scope × document × measure × stage, in yuan: initial budget, adjustment, budget of the whole year and final,
-- for measures that are told at two stages or more. The totals of the tables are compared across the documents of the
-- year (a budget and the final accounts); what prose states, within its own document: the first statement counts.
with printed as (
    select
        figure.*,
        case
            when document.stage = 'budget' then 'initial'
            when figure.column_key = 'initial_budget' then 'initial'
            when figure.column_key in ('budget', 'adjusted_budget') then 'budget'
            when figure.column_key = 'adjustment' then 'adjustment'
            else 'final'
        end as stage,
        document.stage as document_stage
    from marts.fct_reported_figure as figure
    inner join marts.dim_document as document
        on figure.document_id = document.document_id
    where
        figure.department_id = {{ department_id }}
        and figure.fiscal_year is not distinct from {{ fiscal_year }}
        and figure.is_counted
        and figure.amount_cny is not null
),

of_tables as (
    select
        'tables' as scope,
        *
    from printed
    where
        table_code = 'income_expenditure_summary'
        and column_key in ('initial_budget', 'adjusted_budget', 'amount')
        and row_key in ('revenue_of_year', 'expenditure_of_year', 'total_income', 'total_expenditure')
        and not is_repeat
    qualify
        row_number() over (
            partition by row_key, stage
            order by document_stage desc, document_id asc, figure_id asc
        ) = 1
),

of_prose as (
    select
        'prose' as scope,
        *
    from printed
    where
        table_code = 'narrative'
        and column_key in ('initial_budget', 'adjustment', 'budget', 'amount', 'actual')
        and project_id is null
        and qualifier is null
        and not starts_with(row_key, 'project.')
    qualify row_number() over (partition by document_id, row_key, stage order by line, figure_id) = 1
),

told as (
    select * from of_tables
    union all by name
    select * from of_prose
)

select
    told.scope,
    told.document_id,
    told.row_key as measure,
    coalesce(measure.name_zh, told.row_key || ' ' || class.functional_name) as name_zh,
    coalesce(measure.name_en, told.row_key || ' ' || class.functional_name) as name_en,
    told.stage,
    told.amount_cny,
    told.figure_id
from told
left join marts.dim_measure as measure
    on told.row_key = measure.measure
left join marts.dim_functional_class as class
    on told.row_key = class.functional_code
where told.scope = 'tables' or coalesce(measure.measure, class.functional_code) is not null
qualify
    count(distinct told.stage) over (
        partition by told.scope, told.row_key, case told.scope when 'prose' then told.document_id end
    ) > 1
order by told.scope desc, told.document_id asc, told.row_key asc, told.stage asc
