-- Grain: document × fund × measure × stage, from the two summary tables. The appropriation summary gives each
-- appropriation; what the summary of all money has beyond them is the money other than appropriation, by difference.
-- A summary without a line for the year's sum (budgets without carry-over) has it in its total. Where accounts print
-- their budget beside the final amounts, it is not divided by fund.
with

figures as (
    select
        *,
        bool_or(row_key = 'revenue_of_year') over (partition by document_id, table_code) as has_revenue_of_year,
        bool_or(row_key = 'expenditure_of_year') over (partition by document_id, table_code) as has_expenditure_of_year
    from {{ ref('int_figures_placed') }}
    where is_counted and not is_repeat and table_code in ('appropriation_summary', 'income_expenditure_summary')
),

measured as (
    select
        document_id,
        table_code,
        row_key,
        column_key,
        case column_key when 'initial_budget' then 'budget' when 'adjusted_budget' then 'adjusted_budget' else stage end
            as stage,
        case
            when row_key = 'opening_balance' or row_key like 'opening.%' then 'opening'
            when row_key = 'use_of_surplus' then 'surplus_used'
            when row_key = 'surplus_distribution' then 'distribution'
            when row_key = 'closing_balance' then 'closing'
            when row_key = 'revenue_of_year' or (row_key = 'total_income' and not has_revenue_of_year) then 'revenue'
            when row_key = 'expenditure_of_year' or (row_key = 'total_expenditure' and not has_expenditure_of_year)
                then 'expenditure'
            when row_key in ('general_public_budget', 'government_fund', 'state_capital') then 'revenue'
        end as measure,
        case
            when column_key in ('general_public_budget', 'government_fund', 'state_capital') then column_key
            else replace(row_key, 'opening.', '')
        end as fund,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from figures
),

appropriation as (
    select * from measured
    where
        table_code = 'appropriation_summary'
        and measure is not null
        and fund in ('general_public_budget', 'government_fund', 'state_capital')
        and column_key not in ('initial_budget', 'adjusted_budget')
),

all_money as (
    select * from measured
    where
        table_code = 'income_expenditure_summary'
        and measure is not null
        and fund not in ('general_public_budget', 'government_fund', 'state_capital')
),

appropriation_by_measure as (
    select
        document_id,
        measure,
        stage,
        sum(amount_cny) as amount_cny
    from appropriation
    group by document_id, measure, stage
),

documents_with_appropriation as (
    select distinct
        document_id,
        stage
    from appropriation
),

remainder as (
    select
        all_money.document_id,
        case
            when documents_with_appropriation.document_id is null then 'undivided'
            -- These have no line in the appropriation summary: they are other money by nature.
            when all_money.measure in ('surplus_used', 'distribution') then 'non_appropriation'
            -- An appropriation summary that gives expenditure by use alone does not say which fund it is.
            when appropriation_by_measure.measure is null then 'undivided'
            else 'non_appropriation'
        end as fund,
        all_money.measure,
        all_money.stage,
        cast(all_money.amount_cny - coalesce(appropriation_by_measure.amount_cny, 0) as decimal(20, 2)) as amount_cny,
        all_money.rounding_unit_cny,
        all_money.is_blank,
        documents_with_appropriation.document_id is not null
        and appropriation_by_measure.measure is not null as is_derived
    from all_money
    left join appropriation_by_measure
        on
            all_money.document_id = appropriation_by_measure.document_id
            and all_money.measure = appropriation_by_measure.measure
            and all_money.stage = appropriation_by_measure.stage
    left join documents_with_appropriation
        on
            all_money.document_id = documents_with_appropriation.document_id
            and all_money.stage = documents_with_appropriation.stage
),

final as (
    select
        document_id,
        fund,
        measure,
        stage,
        amount_cny,
        rounding_unit_cny,
        is_blank,
        false as is_derived
    from appropriation
    union all
    select
        document_id,
        fund,
        measure,
        stage,
        amount_cny,
        rounding_unit_cny,
        is_blank,
        is_derived
    from remainder
)

select *
from final
