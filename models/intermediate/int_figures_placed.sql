-- Grain: one figure of a document that was read (duplicates too), with its place in its table's hierarchy and its
-- interval: the printed magnitude (yuan, or the unit's own) plus and minus half of the rounding unit.
{{ config(materialized='table') }}

with

figures as (
    select * from {{ ref('stg_figures') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

grades as (
    select * from {{ ref('stg_grade_scales') }}
),

-- Read anew, three columns alone: else all of every figure's would be kept for it.
parents as (
    select distinct
        document_id,
        table_code,
        parent_row_key as row_key
    from {{ ref('stg_figures') }}
    where parent_row_key is not null and not is_repeat
),

final as (
    select
        figures.*,
        -- For joins, and the order of print within a document.
        documents.document_number * cast(power(2, 40) as bigint)
        + figures.table_number * cast(power(2, 34) as bigint)
        + figures.row_number * 4096
        + figures.column_number as figure_number,
        documents.document_number,
        documents.department_id,
        documents.fiscal_year,
        documents.document_kind,
        documents.rule_kind,
        documents.stage,
        documents.is_counted,
        documents.is_judged,
        -- A total is no leaf, even where nothing is printed below it.
        parents.row_key is null and coalesce(figures.row_level, 1) > 0 as is_leaf,
        -- The second-level row a row of numbered keys (3.2.1) belongs to.
        case
            when {{ matches('figures.row_key', '[0-9]+([.][0-9]+)+') }}
                then split_part(figures.row_key, '.', 1) || '.' || split_part(figures.row_key, '.', 2)
        end as branch_key,
        -- A word such as 约 or 超 makes a figure inexact; 预计 is said of figures that are exact.
        coalesce(nullif(figures.qualifier, 'expected'), '') as inexact_word,
        -- A grade stands for the points it is given for.
        cast(
            coalesce(figures.amount_cny, figures.value, {{ half('(grades.low + grades.high)') }}) as decimal(24, 6)
        ) as magnitude,
        -- What is counted or given in whole numbers (项, 人, 分) and the terms of a formula are exact; money and rates
        -- are rounded to their last digit.
        cast(
            case
                when grades.grade is not null then {{ half('(grades.high - grades.low)') }}
                when figures.column_key like 'formula_%' then 0
                when figures.amount_cny is null and figures.unit <> '%' and figures.rounding_unit = 1 then 0
                else {{ half('figures.resolution') }}
            end as decimal(24, 6)
        ) as half_unit
    from figures
    inner join documents
        on figures.document_id = documents.document_id
    left join parents
        on
            figures.document_id = parents.document_id
            and figures.table_code = parents.table_code
            and figures.row_key = parents.row_key
    left join grades
        on figures.column_key = 'grade' and figures.printed_text = grades.grade
)

select *
from final
