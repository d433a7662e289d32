-- Grain: one term of one verdict, with the words and the place it was read from, in the order of adding up by hand:
-- by check, side (left, right, divisor), page and line.
{{ config(materialized='view') }}
with

checks as (
    select * from {{ ref('fct_identity_check') }}
),

terms as (
    select * from {{ ref('fct_identity_term') }}
),

figures as (
    select * from {{ ref('fct_reported_figure') }}
),

rules as (
    select * from {{ ref('dim_identity') }}
),

documents as (
    select * from {{ ref('dim_document') }}
),

final as (
    select
        terms.check_term_id,
        checks.check_id,
        cast(
            row_number() over (
                partition by checks.check_id
                order by
                    case terms.side when 'lhs' then 1 when 'rhs' then 2 else 3 end,
                    documents.file_name, terms.page nulls last, terms.line nulls last,
                    figures.row_number, figures.column_number
            ) as integer
        ) as term_order,
        checks.identity_id,
        rules.title_en,
        rules.title_zh,
        rules.formula,
        rules.operator,
        checks.verdict,
        checks.lhs,
        checks.rhs,
        checks.difference,
        checks.allowed_difference,
        terms.side,
        terms.multiplier,
        terms.figure_id,
        concat_ws(' / ', figures.row_label, figures.column_label) as label,
        figures.printed_text,
        figures.unit,
        times.printed_text as times_printed_text,
        terms.term_value,
        terms.term_low,
        terms.term_high,
        documents.file_name,
        terms.page,
        terms.line
    from terms
    inner join checks
        on terms.check_id = checks.check_id
    inner join rules
        on checks.identity_id = rules.identity_id
    inner join figures
        on terms.figure_id = figures.figure_id
    inner join documents
        on figures.document_id = documents.document_id
    left join figures as times
        on terms.times_figure_id = times.figure_id
)

select
    check_term_id,
    check_id,
    term_order,
    identity_id,
    title_en,
    title_zh,
    formula,
    operator,
    verdict,
    lhs,
    rhs,
    difference,
    allowed_difference,
    side,
    multiplier,
    figure_id,
    label,
    printed_text,
    unit,
    times_printed_text,
    term_value,
    term_low,
    term_high,
    file_name,
    page,
    line
from final
