-- Grain: one code that a report prints and the classification lists do not know, in one document.
{{ config(meta={'scope': 'part'}) }}

with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where is_counted
),

functional as (
    select * from {{ ref('dim_functional_class') }}
    where not is_listed
),

economic as (
    select * from {{ ref('dim_economic_class') }}
    where not is_listed
),

unlisted as (
    select
        'functional' as classification,
        functional_code as code,
        level
    from functional
    union all
    select
        'economic' as classification,
        economic_code as code,
        level
    from economic
),

final as (
    select
        figures.document_id,
        unlisted.classification,
        unlisted.code,
        unlisted.level,
        min(figures.row_label) as printed_name,
        min(figures.page) as page,
        min(figures.line) as line
    from figures
    inner join unlisted
        on
            figures.row_key = unlisted.code
            and (figures.table_code in ({{ economic_tables() }})) = (unlisted.classification = 'economic')
    group by figures.document_id, unlisted.classification, unlisted.code, unlisted.level
)

select
    document_id,
    classification,
    code,
    level,
    printed_name,
    page,
    line
from final
