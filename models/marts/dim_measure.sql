-- Grain: one measure that prose states.
{{ config(meta={'scope': 'warehouse'}) }}

with

measures as (
    select * from {{ ref('stg_measures') }}
)

select
    measure,
    parent_measure,
    name_en,
    name_zh,
    unit,
    is_disclosure
from measures
