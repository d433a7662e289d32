-- Grain: one thing a reader should look at: violations with one cause, or what rounding explains only just. A copy of
-- a report repeats no finding of the report it is a copy of; what a person has accepted is left out.
{{ config(meta={'scope': 'warehouse'}) }}

with

explained as (
    select * from {{ ref('int_findings_explained') }}
),

reviewed as (
    select * from {{ ref('stg_reviewed_findings') }}
    where decision = 'accepted'
),

final as (
    select explained.*
    from explained
    left join reviewed
        on
            explained.finding_id = reviewed.finding_id
            and explained.identity_id = reviewed.identity_id
            and explained.document_id = reviewed.document_id
    where reviewed.finding_id is null
)

select
    finding_id,
    identity_id,
    severity,
    document_id,
    message,
    message_zh,
    cast(stated_value as decimal(24, 6)) as stated_value,
    cast(expected_value as decimal(24, 6)) as expected_value,
    unit,
    cast(page as integer) as page,
    cast(line as integer) as line,
    suspected_figure_id,
    cast(suggested_value as decimal(24, 6)) as suggested_value,
    identity_ids,
    hypothesis,
    alternatives,
    cast(expected_low as decimal(24, 6)) as expected_low,
    cast(expected_high as decimal(24, 6)) as expected_high,
    cast(check_count as integer) as check_count,
    check_ids,
    table_code,
    row_label,
    column_label,
    printed_text
from final
