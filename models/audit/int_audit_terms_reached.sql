-- Grain: one figure in one term of one check, in documents with a check that fails or holds only just, and in those
-- that they are compared with. Empty where all is well.
{{ config(materialized='table', schema='intermediate', contract={'enforced': false}) }}

with

matched as (
    select * from {{ ref('int_identity_terms_matched') }}
),

rules as (
    select * from {{ ref('dim_identity') }}
),

checks as (
    select
        checks.*,
        rules.operator
    from {{ ref('fct_identity_check') }} as checks
    inner join rules
        on checks.identity_id = rules.identity_id
    where checks.verdict <> 'not_applicable'
),

documents as (
    select * from {{ ref('stg_documents') }}
),

units as (
    select
        document_id,
        from_document_id
    from {{ ref('int_documents_reached') }}
    where reach in ('units', 'units_loaded')
),

placed as (
    select * from {{ ref('int_figures_placed') }}
),

-- Fails, or holds but only just: two figures at the very edge, or so many that together they are improbably far off.
-- loaders.audit decides which of these are; of n figures none can be unless n × distance² > 25/3 × allowed².
remarkable as {{ once() }} (
    select
        check_id,
        document_id
    from checks
    where
        verdict = 'violated'
        or (
            verdict = 'within_rounding'
            and operator = 'eq'
            and (
                slack_left = 0
                or figure_count * power(cast(allowed_difference - slack_left as double), 2)
                > 8.33 * power(cast(allowed_difference as double), 2)
            )
        )
),

-- Figures are compared within a document, between those of a department in one year or the next, and between a
-- department's and its units': nothing else can matter.
reach as {{ once() }} (
    select distinct documents.document_id
    from remarkable
    inner join documents as own
        on remarkable.document_id = own.document_id
    inner join documents
        on
            own.document_id = documents.document_id
            or (
                own.department_id = documents.department_id
                and abs(own.fiscal_year - documents.fiscal_year) <= 1
            )
    union
    select units.from_document_id as document_id
    from remarkable
    inner join units
        on remarkable.document_id = units.document_id
    union
    select units.document_id
    from remarkable
    inner join units
        on remarkable.document_id = units.from_document_id
),

final as (
    select
        checks.check_id,
        checks.document_id,
        matched.identity_id,
        matched.alternative,
        matched.alternative = checks.alternative as is_chosen,
        matched.side,
        matched.term_number,
        matched.aggregate,
        matched.when_absent,
        matched.multiplier,
        matched.term_value,
        matched.term_slack,
        matched.figure_number,
        matched.times_figure_number,
        placed.figure_id,
        placed.row_key,
        times.figure_id as times_figure_id,
        remarkable.check_id is not null as is_remarkable
    from checks
    inner join reach
        on checks.document_id = reach.document_id
    inner join documents
        on checks.document_id = documents.document_id
    inner join matched
        on
            documents.document_number = matched.document_number
            and checks.identity_id = matched.identity_id
            and checks.group_row = matched.group_row_named
            and checks.group_column = matched.group_column
    inner join placed
        on matched.figure_number = placed.figure_number
    left join placed as times
        on matched.times_figure_number = times.figure_number
    left join remarkable
        on checks.check_id = remarkable.check_id
)

select *
from final
