-- Grain: department × fiscal year: the money of the year in yuan, and what the audit says of its documents.
with basis as (
    -- The final accounts of the year where they are loaded, else its budget.
    select
        document_id,
        stage
    from marts.dim_document
    where document_id in (select balance.document_id from marts.fct_fund_balance as balance)
    qualify stage = max(stage) over (partition by department_id, fiscal_year)
),

balance as (
    select
        balance.department_id,
        balance.fiscal_year,
        balance.stage,
        sum(balance.amount_cny) filter (where balance.measure = 'revenue') as revenue_cny,
        sum(balance.amount_cny) filter (where balance.measure = 'expenditure') as expenditure_cny
    from marts.fct_fund_balance as balance
    inner join basis
        on
            balance.document_id = basis.document_id
            and balance.stage = basis.stage
    group by balance.department_id, balance.fiscal_year, balance.stage
),

checked as (
    select
        department_id,
        fiscal_year,
        count(*) filter (where verdict <> 'not_applicable') as judged,
        count(*) filter (where verdict = 'violated') as violated
    from marts.fct_identity_check
    group by department_id, fiscal_year
),

found as (
    select
        document.department_id,
        document.fiscal_year,
        count(*) filter (where finding.severity = 'error') as errors,
        count(*) filter (where finding.severity = 'warning') as warnings,
        count(*) filter (where finding.severity = 'note') as notes
    from marts.fct_finding as finding
    inner join marts.dim_document as document
        on finding.document_id = document.document_id
    group by document.department_id, document.fiscal_year
),

document as (
    select
        department_id,
        fiscal_year,
        count(*) filter (where is_counted) as documents,
        sum(figure_count) filter (where is_counted) as figures
    from marts.dim_document
    where department_id is not null
    group by department_id, fiscal_year
)

select
    document.department_id,
    document.fiscal_year,
    document.documents,
    document.figures,
    balance.stage,
    balance.revenue_cny,
    balance.expenditure_cny,
    coalesce(checked.judged, 0) as judged,
    coalesce(checked.violated, 0) as violated,
    coalesce(found.errors, 0) as errors,
    coalesce(found.warnings, 0) as warnings,
    coalesce(found.notes, 0) as notes
from document
left join balance
    on
        document.department_id = balance.department_id
        and document.fiscal_year is not distinct from balance.fiscal_year
left join checked
    on
        document.department_id = checked.department_id
        and document.fiscal_year is not distinct from checked.fiscal_year
left join found
    on
        document.department_id = found.department_id
        and document.fiscal_year is not distinct from found.fiscal_year
order by document.department_id, document.fiscal_year nulls last
