-- Grain: one figure in one check: the terms of a verdict, so that a person can redo it by hand. Found when asked for.
{{ config(materialized='view', meta={'scope': 'part', 'form_in_parts': 'table'}) }}
{% set reached = ref('int_audit_terms_reached') %}

with

figures as (
    select * from {{ ref('int_figures_placed') }}
),

{% if is_part() %}
-- Those that a part keeps have been found for the search already.
terms as (
    select * from {{ reached }}
    where is_remarkable and is_chosen
),
{% else %}
matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

documents as (
    select * from {{ ref('stg_documents') }}
),

checks as (
    select * from {{ ref('fct_identity_check') }}
    where verdict <> 'not_applicable'
),

terms as (
    select
        checks.check_id,
        checks.document_id,
        matched.*
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
),
{% endif %}

final as (
    select
        terms.check_id || '.' || cast(terms.term_number as string) || '.' || figures.figure_id as check_term_id,
        terms.check_id,
        terms.document_id,
        figures.figure_id,
        times.figure_id as times_figure_id,
        terms.side,
        terms.multiplier,
        terms.term_value,
        cast(terms.term_value - terms.term_slack as decimal(24, 6)) as term_low,
        cast(terms.term_value + terms.term_slack as decimal(24, 6)) as term_high,
        figures.page,
        figures.line
    from terms
    inner join figures
        on terms.figure_number = figures.figure_number
    left join figures as times
        on terms.times_figure_number = times.figure_number
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
