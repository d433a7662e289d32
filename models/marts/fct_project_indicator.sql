-- Grain: document × project × indicator (of one list: a target form, or an evaluation's tables of indicators).
with

indicators as (
    select * from {{ ref('stg_project_indicators') }}
    where not is_repeat
),

documents as (
    select * from {{ ref('stg_documents') }}
    where is_counted
),

final as (
    select
        indicators.*,
        documents.department_id,
        documents.fiscal_year
    from indicators
    inner join documents
        on indicators.document_id = documents.document_id
)

select
    indicator_id,
    document_id,
    department_id,
    fiscal_year,
    project_id,
    indicator_set,
    indicator_number,
    level_1,
    level_1_code,
    level_2,
    level_2_code,
    indicator_name,
    target_text,
    target_comparator,
    target_value,
    target_value_high,
    target_unit,
    period_target_text,
    period_target_comparator,
    period_target_value,
    period_target_value_high,
    period_target_unit,
    actual_text,
    page,
    line
from final
