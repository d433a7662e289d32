-- Grain: document × fund × stage, in yuan: from the opening to the closing balance.
with

balances as (
    select * from {{ ref('fct_fund_balance') }}
),

documents as (
    select * from {{ ref('bi_documents') }}
),

funds as (
    select * from {{ ref('funds') }}
),

by_fund as (
    select
        document_id,
        fund,
        stage,
        cast(sum(amount_cny) filter (where measure = 'opening') as decimal(20, 2)) as opening_cny,
        cast(sum(amount_cny) filter (where measure = 'revenue') as decimal(20, 2)) as revenue_cny,
        cast(sum(amount_cny) filter (where measure = 'surplus_used') as decimal(20, 2)) as surplus_used_cny,
        cast(sum(amount_cny) filter (where measure = 'expenditure') as decimal(20, 2)) as expenditure_cny,
        cast(sum(amount_cny) filter (where measure = 'distribution') as decimal(20, 2)) as distribution_cny,
        cast(sum(amount_cny) filter (where measure = 'closing') as decimal(20, 2)) as closing_cny
    from balances
    group by document_id, fund, stage
),

stages as (
    {{ code_list('stage') }}
),

final as (
    select
        by_fund.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        by_fund.stage,
        coalesce(stages.name_zh, by_fund.stage) as stage_name,
        coalesce(stages.name_en, by_fund.stage) as stage_name_en,
        by_fund.fund,
        coalesce(funds.name_zh, by_fund.fund) as fund_name,
        coalesce(funds.name_en, by_fund.fund) as fund_name_en,
        by_fund.opening_cny,
        by_fund.revenue_cny,
        by_fund.surplus_used_cny,
        by_fund.expenditure_cny,
        by_fund.distribution_cny,
        by_fund.closing_cny
    from by_fund
    inner join documents
        on by_fund.document_id = documents.document_id
    left join funds
        on by_fund.fund = funds.fund
    left join stages
        on by_fund.stage = stages.code
)

select *
from final
