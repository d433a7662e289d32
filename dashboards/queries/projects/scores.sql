-- Grain: document × indicator of an evaluation, in points; a group's own points stand beside it where they are printed.
select
    score.document_id,
    score.fiscal_year,
    score.indicator_key,
    score.parent_indicator_key,
    score.indicator_name,
    score.level,
    score.is_leaf,
    coalesce(score.weight, score.group_weight) as weight,
    coalesce(score.score, score.group_score) as score,
    score.page,
    score.line
from marts.fct_evaluation_score as score
where score.department_id = {{ department_id }}
order by score.document_id, score.indicator_key
