-- Grain: document × indicator of its evaluation: from the scored sheet where there is one, else from the prose.
-- Weight and score stand on leaves only, so that plain sums are the weights and points in all; what is printed for a
-- group stands in group_weight and group_score.
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
        row_key,
        parent_row_key,
        min(row_number) as row_number,
        min_by(row_label, row_number) as indicator_name,
        min(row_level) as level,
        bool_and(is_leaf) as is_leaf,
        min_by(case when column_key = 'weight' then value end, row_number)
            filter (where column_key = 'weight') as weight,
        min_by(case when column_key = 'score' then value end, row_number)
            filter (where column_key = 'score') as score,
        min(page) as page,
        min(line) as line
    from chosen
    group by document_id, department_id, fiscal_year, row_key, parent_row_key
),

final as (
    select
        indicators.document_id || '.' || indicators.row_key as score_id,
        indicators.document_id,
        indicators.department_id,
        indicators.fiscal_year,
        indicators.row_key as indicator_key,
        indicators.indicator_name,
        indicators.level,
        parents.indicator_name as parent_indicator_name,
        indicators.parent_row_key as parent_indicator_key,
        indicators.is_leaf,
        case when indicators.is_leaf then indicators.weight end as weight,
        case when indicators.is_leaf then indicators.score end as score,
        case when not indicators.is_leaf then indicators.weight end as group_weight,
        case when not indicators.is_leaf then indicators.score end as group_score,
        indicators.page,
        indicators.line
    from indicators
    left join indicators as parents
        on
            indicators.document_id = parents.document_id
            and indicators.parent_row_key = parents.row_key
)

select
    score_id,
    document_id,
    department_id,
    fiscal_year,
    indicator_key,
    indicator_name,
    level,
    parent_indicator_name,
    parent_indicator_key,
    is_leaf,
    weight,
    score,
    group_weight,
    group_score,
    page,
    line
from final
