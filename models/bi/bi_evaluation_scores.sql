-- Grain: document × lowest indicator of its evaluation, in points: the weight and the score given.
with

scores as (
    select * from {{ ref('fct_evaluation_score') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

final as (
    select
        scores.score_id,
        scores.document_id,
        documents.document_title,
        documents.document_kind_name,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        scores.parent_indicator_name as group_name,
        scores.indicator_name,
        scores.weight,
        scores.score,
        cast(100 * scores.score / nullif(scores.weight, 0) as decimal(12, 2)) as score_percent
    from scores
    inner join documents
        on scores.document_id = documents.document_id
    where scores.is_leaf
)

select *
from final
