-- Grain: document × indicator of its evaluation: from the scored sheet where there is one, else from the prose.
-- Weight and score stand on leaves only, so that plain sums are the weights and points in all; what is printed for a
-- group stands in group_weight and group_score.
with

indicators as (
    select * from {{ ref('int_evaluation_indicators') }}
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
        case when indicators.is_leaf then indicators.weight_source end as weight_source,
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
    weight_source,
    score,
    group_weight,
    group_score,
    page,
    line
from final
