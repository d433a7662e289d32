-- Fails where a plain sum over a fact, for one document, differs from the total its report prints by more than the
-- rounding of its parts and of the total explains: something would be counted twice, or lost.
{{ config(tags=['verdict']) }}

with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where is_counted and not is_repeat
),

facts as (
    select
        'revenue' as table_code,
        'total' as row_key,
        'total' as column_key,
        document_id,
        amount_cny,
        figure_id
    from {{ ref('fct_revenue') }}
    union all
    select
        'expenditure' as table_code,
        'total' as row_key,
        'total' as column_key,
        document_id,
        amount_cny,
        figure_id
    from {{ ref('fct_expenditure_by_function') }}
    union all
    select
        'appropriation_summary' as table_code,
        'expenditure_of_year' as row_key,
        'total' as column_key,
        document_id,
        amount_cny,
        figure_id
    from {{ ref('fct_appropriation_by_function') }}
    union all
    select
        'general_budget_expenditure' as table_code,
        'total' as row_key,
        'basic' as column_key,
        document_id,
        amount_cny,
        figure_id
    from {{ ref('fct_expenditure_by_economic_class') }}
    union all
    select
        'three_public' as table_code,
        stage as row_key,
        'total' as column_key,
        document_id,
        amount_cny,
        figure_id
    from {{ ref('fct_three_public_spending') }}
    union all
    select
        'project_payment' as table_code,
        'total' as row_key,
        'amount' as column_key,
        document_id,
        amount_cny,
        figure_id
    from {{ ref('fct_project_payment') }}
),

sums as (
    select
        facts.document_id,
        facts.table_code,
        facts.row_key,
        facts.column_key,
        sum(facts.amount_cny) as amount_cny,
        sum(figures.half_unit) as slack
    from facts
    inner join figures
        on facts.figure_id = figures.figure_id
    group by facts.document_id, facts.table_code, facts.row_key, facts.column_key
),

totals as (
    select
        document_id,
        table_code,
        row_key,
        column_key,
        amount_cny,
        half_unit
    from figures
)

select
    sums.document_id,
    sums.table_code,
    sums.row_key,
    sums.amount_cny as fact_sum,
    totals.amount_cny as printed_total
from sums
left join totals
    on
        sums.document_id = totals.document_id
        and sums.table_code = totals.table_code
        and sums.row_key = totals.row_key
        and sums.column_key = totals.column_key
where totals.amount_cny is null or abs(sums.amount_cny - totals.amount_cny) > sums.slack + totals.half_unit
