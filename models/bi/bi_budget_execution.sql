-- Grain: department × fiscal year, in yuan: the budget of the year and what was spent of it, where both are known. The
-- adjusted budget comes before the initial one, and what accounts print or state themselves before another document's.
with

balances as (
    select * from {{ ref('fct_fund_balance') }}
    where measure = 'expenditure'
),

figures as (
    select * from {{ ref('fct_reported_figure') }}
    where
        row_key = 'overall.execution'
        and table_code = 'narrative'
        and is_counted
        and not is_repeat
        and qualifier is null
),

documents as (
    select * from {{ ref('bi_documents') }}
),

bases as (
    {{ code_list('budget_basis') }}
),

tables as (
    select
        balances.document_id,
        documents.department_id,
        documents.fiscal_year,
        documents.stage as document_stage,
        sum(balances.amount_cny) filter (where balances.stage = 'budget') as initial_cny,
        sum(balances.amount_cny) filter (where balances.stage = 'adjusted_budget') as adjusted_cny,
        sum(balances.amount_cny) filter (where balances.stage = 'final') as final_cny
    from balances
    inner join documents
        on balances.document_id = documents.document_id
    group by all
),

statements as (
    select
        document_id,
        min_by(amount_cny, row_number) filter (where column_key = 'budget' and amount_cny is not null) as budget_cny,
        min_by(amount_cny, row_number) filter (where column_key = 'amount' and amount_cny is not null) as final_cny
    from figures
    group by document_id
),

pairs as (
    select
        document_id,
        document_id as budget_document_id,
        'adjusted_budget' as basis,
        1 as precedence,
        adjusted_cny as budget_cny,
        final_cny
    from tables
    union all
    select
        document_id,
        document_id as budget_document_id,
        'stated' as basis,
        2 as precedence,
        budget_cny,
        final_cny
    from statements
    union all
    select
        document_id,
        document_id as budget_document_id,
        'initial_budget' as basis,
        3 as precedence,
        initial_cny as budget_cny,
        final_cny
    from tables
    union all
    select
        tables.document_id,
        budgets.document_id as budget_document_id,
        'budget_document' as basis,
        4 as precedence,
        budgets.initial_cny as budget_cny,
        tables.final_cny
    from tables
    inner join tables as budgets
        on tables.department_id = budgets.department_id and tables.fiscal_year = budgets.fiscal_year
    where tables.document_stage = 'final' and budgets.document_stage = 'budget'
),

final as (
    select
        pairs.document_id,
        documents.document_title,
        documents.department_id,
        documents.department,
        documents.region,
        documents.fiscal_year,
        documents.fiscal_year_end,
        pairs.budget_document_id,
        pairs.basis as budget_basis,
        coalesce(bases.name_zh, pairs.basis) as budget_basis_name,
        coalesce(bases.name_en, pairs.basis) as budget_basis_name_en,
        cast(pairs.budget_cny as decimal(20, 2)) as budget_cny,
        cast(pairs.final_cny as decimal(20, 2)) as final_cny,
        cast(100 * pairs.final_cny / nullif(pairs.budget_cny, 0) as decimal(12, 2)) as execution_percent
    from pairs
    inner join documents
        on pairs.document_id = documents.document_id
    left join bases
        on pairs.basis = bases.code
    where pairs.budget_cny is not null and pairs.final_cny is not null
    qualify row_number() over (
            partition by
                documents.department_id, coalesce(cast(documents.fiscal_year as string), documents.document_id)
            order by
                pairs.precedence, case when documents.document_kind like '%final_accounts' then 1 else 2 end,
                pairs.document_id, pairs.budget_document_id
        ) = 1
)

select *
from final
