-- Grain: document × fund × measure, from the two summary tables. The appropriation summary gives each appropriation;
-- what the summary of all money has beyond them is the money other than appropriation, by difference.
with

figures as (
    select * from {{ ref('int_figures_placed') }}
    where is_counted and not is_repeat
),

appropriation as (
    select
        document_id,
        case when row_key in ('expenditure_of_year', 'closing_balance') then column_key
            else replace(row_key, 'opening.', '')
        end as fund,
        case
            when row_key = 'expenditure_of_year' then 'expenditure'
            when row_key = 'closing_balance' then 'closing'
            when row_key like 'opening.%' then 'opening'
            else 'revenue'
        end as measure,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from figures
    where
        table_code = 'appropriation_summary'
        and (
            (
                row_key in ('expenditure_of_year', 'closing_balance')
                and column_key in ('general_public_budget', 'government_fund', 'state_capital')
            )
            or replace(row_key, 'opening.', '') in ('general_public_budget', 'government_fund', 'state_capital')
        )
),

all_money as (
    select
        document_id,
        case row_key
            when 'revenue_of_year' then 'revenue'
            when 'opening_balance' then 'opening'
            when 'use_of_surplus' then 'surplus_used'
            when 'expenditure_of_year' then 'expenditure'
            when 'surplus_distribution' then 'distribution'
            when 'closing_balance' then 'closing'
        end as measure,
        amount_cny,
        rounding_unit_cny,
        is_blank
    from figures
    where
        table_code = 'income_expenditure_summary'
        and row_key in (
            'revenue_of_year', 'opening_balance', 'use_of_surplus',
            'expenditure_of_year', 'surplus_distribution', 'closing_balance'
        )
),

appropriation_by_measure as (
    select
        document_id,
        measure,
        sum(amount_cny) as amount_cny
    from appropriation
    group by document_id, measure
),

documents_with_appropriation as (
    select distinct document_id from appropriation
),

remainder as (
    select
        all_money.document_id,
        case
            when documents_with_appropriation.document_id is null then 'undivided'
            else 'non_appropriation'
        end as fund,
        all_money.measure,
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
    left join documents_with_appropriation
        on all_money.document_id = documents_with_appropriation.document_id
),

final as (
    select
        document_id,
        fund,
        measure,
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
        amount_cny,
        rounding_unit_cny,
        is_blank,
        is_derived
    from remainder
)

select *
from final
