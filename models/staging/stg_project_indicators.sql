-- Grain: one printed indicator of one project (a copy printed around a page break included, marked).
with

source as (
    select * from {{ ref('project_indicators') }}
),

final as (
    select
        indicator_id,
        document_id,
        project_id,
        project_name,
        indicator_set,
        cast(indicator_number as integer) as indicator_number,
        level_1,
        level_1_code,
        level_2,
        level_2_code,
        indicator_name,
        period_target_text,
        period_target_comparator,
        cast(period_target_value as decimal(24, 6)) as period_target_value,
        cast(period_target_value_high as decimal(24, 6)) as period_target_value_high,
        period_target_unit,
        target_text,
        target_comparator,
        cast(target_value as decimal(24, 6)) as target_value,
        cast(target_value_high as decimal(24, 6)) as target_value_high,
        target_unit,
        actual_text,
        cast(is_repeat as boolean) as is_repeat,
        cast(page as integer) as page,
        cast(line as integer) as line
    from source
)

select *
from final
