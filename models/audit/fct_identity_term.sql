-- Grain: one figure in one check: the terms of a verdict, so that a person can redo it by hand. Found when asked for.
{{ config(materialized='view', meta={'scope': 'part', 'form_in_parts': 'table'}) }}
with

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

figures as (
    select * from {{ ref('int_figures_placed') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

checks as (
    select * from {{ ref('fct_identity_check') }}
    where verdict <> 'not_applicable' and {{ has_kept_terms() }}
),

final as (
    select
        checks.check_id || '.' || cast(matched.term_number as string) || '.' || figures.figure_id as check_term_id,
        checks.check_id,
        checks.document_id,
        figures.figure_id,
        times.figure_id as times_figure_id,
        matched.side,
        matched.multiplier,
        matched.term_value,
        cast(matched.term_value - matched.term_slack as decimal(24, 6)) as term_low,
        cast(matched.term_value + matched.term_slack as decimal(24, 6)) as term_high,
        figures.page,
        figures.line
    from checks
    inner join documents
        on checks.document_id = documents.document_id
    inner join matched
        on
            documents.document_number = matched.document_number
            and checks.identity_id = matched.identity_id
            and checks.alternative = matched.alternative
            and checks.group_row = matched.group_row_named
            and checks.group_column = matched.group_column
    inner join figures
        on matched.figure_number = figures.figure_number
    left join figures as times
        on matched.times_figure_number = times.figure_number
)

select
    check_term_id,
    check_id,
    document_id,
    figure_id,
    times_figure_id,
    side,
    multiplier,
    term_value,
    term_low,
    term_high,
    page,
    line
from final
