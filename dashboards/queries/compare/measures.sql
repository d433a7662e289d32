-- Grain: department × fiscal year × measure: what is compared; money in yuan, rates in percent.
with basis as (
    -- The final accounts of the year where they are loaded, else its budget.
    select
        document_id,
        department_id,
        fiscal_year,
        stage
    from marts.dim_document
    where document_id in (select balance.document_id from marts.fct_fund_balance as balance)
    qualify stage = max(stage) over (partition by department_id, fiscal_year)
),

balance as (
    select
        basis.department_id,
        basis.fiscal_year,
        basis.stage,
        balance.measure,
        sum(balance.amount_cny) as value
    from marts.fct_fund_balance as balance
    inner join basis
        on
            balance.document_id = basis.document_id
            and balance.stage = basis.stage
    where balance.measure in ('revenue', 'expenditure', 'closing')
    group by basis.department_id, basis.fiscal_year, basis.stage, balance.measure
),

spent as (
    select
        basis.department_id,
        basis.fiscal_year,
        basis.stage,
        spent.expenditure_type as measure,
        sum(spent.amount_cny) as value
    from marts.fct_expenditure_by_function as spent
    inner join basis
        on spent.document_id = basis.document_id
    group by basis.department_id, basis.fiscal_year, basis.stage, spent.expenditure_type
),

three_public as (
    select
        basis.department_id,
        basis.fiscal_year,
        basis.stage,
        sum(spent.amount_cny) filter (where spent.stage = 'budget') as budget_cny,
        sum(spent.amount_cny) filter (where spent.stage = 'final') as final_cny
    from marts.fct_three_public_spending as spent
    inner join basis
        on spent.document_id = basis.document_id
    group by basis.department_id, basis.fiscal_year, basis.stage
),

found as (
    select
        document.department_id,
        document.fiscal_year,
        count(*) as findings
    from marts.fct_finding as finding
    inner join marts.dim_document as document
        on finding.document_id = document.document_id
    where finding.severity <> 'note'
    group by document.department_id, document.fiscal_year
),

audited as (
    select
        checked.department_id,
        checked.fiscal_year,
        coalesce(any_value(found.findings), 0) as findings
    from marts.fct_identity_check as checked
    left join found
        on
            checked.department_id = found.department_id
            and checked.fiscal_year is not distinct from found.fiscal_year
    group by checked.department_id, checked.fiscal_year
),

final as (
    select
        department_id,
        fiscal_year,
        stage,
        measure,
        cast(value as decimal(24, 6)) as value,
        '元' as unit
    from balance
    union all
    select
        department_id,
        fiscal_year,
        stage,
        'expenditure.' || measure as measure,
        cast(value as decimal(24, 6)) as value,
        '元' as unit
    from spent
    union all
    select
        department_id,
        fiscal_year,
        stage,
        'share.' || measure as measure,
        cast(round(
            100 * value / nullif(sum(value) over (partition by department_id, fiscal_year, stage), 0), 2
        ) as decimal(24, 6)) as value,
        '%' as unit
    from spent
    union all
    select
        department_id,
        fiscal_year,
        stage,
        'three_public.budget' as measure,
        cast(budget_cny as decimal(24, 6)) as value,
        '元' as unit
    from three_public
    union all
    select
        department_id,
        fiscal_year,
        stage,
        'three_public.final' as measure,
        cast(final_cny as decimal(24, 6)) as value,
        '元' as unit
    from three_public
    union all
    select
        department_id,
        fiscal_year,
        stage,
        'three_public.completion' as measure,
        cast(round(100 * final_cny / nullif(budget_cny, 0), 2) as decimal(24, 6)) as value,
        '%' as unit
    from three_public
    union all
    select
        department_id,
        fiscal_year,
        cast(null as varchar) as stage,
        'findings' as measure,
        cast(findings as decimal(24, 6)) as value,
        '处' as unit
    from audited
)

select
    department_id,
    fiscal_year,
    stage,
    measure,
    value,
    unit
from final
where value is not null
order by measure, department_id, fiscal_year
