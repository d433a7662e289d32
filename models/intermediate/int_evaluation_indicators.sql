-- Grain: document × indicator of its evaluation, from the scored sheet where there is one, else from the prose; with
-- the weight and score printed for it. A leaf for which the sheet prints no weight takes the one its prose states.
with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where
        is_counted
        and table_code in ('evaluation_sheet', 'evaluation_prose')
        and row_key is not null
        and row_level is not null
        and not is_repeat
),

documents_with_sheet as (
    select distinct document_id
    from figures
    where table_code = 'evaluation_sheet'
),

chosen as (
    select figures.*
    from figures
    left join documents_with_sheet
        on figures.document_id = documents_with_sheet.document_id
    where
        figures.table_code = case
            when documents_with_sheet.document_id is null then 'evaluation_prose' else 'evaluation_sheet'
        end
),

indicators as (
    select
        document_id,
        department_id,
        fiscal_year,
        table_code,
        row_key,
        parent_row_key,
        min_by(row_label, row_number) as indicator_name,
        min(row_level) as level,
        bool_and(is_leaf) as is_leaf,
        min_by(value, row_number) filter (where column_key = 'weight' and value is not null) as weight,
        min_by(value, row_number) filter (where column_key = 'score' and value is not null) as score,
        min(page) as page,
        min(line) as line
    from chosen
    group by document_id, department_id, fiscal_year, table_code, row_key, parent_row_key
),

prose_weights as (
    select
        document_id,
        row_label as indicator_name,
        min(value) as weight
    from figures
    where table_code = 'evaluation_prose' and column_key = 'weight' and is_leaf
    group by document_id, row_label
    having count(distinct value) = 1
),

final as (
    select
        indicators.document_id,
        indicators.department_id,
        indicators.fiscal_year,
        indicators.table_code,
        indicators.row_key,
        indicators.parent_row_key,
        indicators.indicator_name,
        indicators.level,
        indicators.is_leaf,
        indicators.score,
        indicators.page,
        indicators.line,
        coalesce(indicators.weight, prose_weights.weight) as weight,
        case
            when indicators.weight is not null then replace(indicators.table_code, 'evaluation_', '')
            when prose_weights.weight is not null then 'prose'
        end as weight_source
    from indicators
    left join prose_weights
        on
            indicators.document_id = prose_weights.document_id
            and indicators.indicator_name = prose_weights.indicator_name
            and indicators.is_leaf
)

select *
from final
