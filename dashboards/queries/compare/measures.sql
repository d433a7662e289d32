-- Grain: department × fiscal year × measure: what is compared; money in yuan, rates in percent.
with balance as (
    select
        department_id,
        fiscal_year,
        measure,
        sum(amount_cny) as value
    from marts.fct_fund_balance
    where measure in ('revenue', 'expenditure', 'closing')
    group by department_id, fiscal_year, measure
),

spent as (
    select
        department_id,
        fiscal_year,
        expenditure_type as measure,
        sum(amount_cny) as value
    from marts.fct_expenditure_by_function
    group by department_id, fiscal_year, expenditure_type
),

three_public as (
    select
        department_id,
        fiscal_year,
        sum(amount_cny) filter (where stage = 'budget') as budget_cny,
        sum(amount_cny) filter (where stage = 'final') as final_cny
    from marts.fct_three_public_spending
    group by department_id, fiscal_year
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
        measure,
        cast(value as decimal(24, 6)) as value,
        '元' as unit
    from balance
    union all
    select
        department_id,
        fiscal_year,
        'expenditure.' || measure as measure,
        cast(value as decimal(24, 6)) as value,
        '元' as unit
    from spent
    union all
    select
        department_id,
        fiscal_year,
        'share.' || measure as measure,
        cast(round(
            100 * value / nullif(sum(value) over (partition by department_id, fiscal_year), 0), 2
        ) as decimal(24, 6)) as value,
        '%' as unit
    from spent
    union all
    select
        department_id,
        fiscal_year,
        'three_public.budget' as measure,
        cast(budget_cny as decimal(24, 6)) as value,
        '元' as unit
    from three_public
    union all
    select
        department_id,
        fiscal_year,
        'three_public.final' as measure,
        cast(final_cny as decimal(24, 6)) as value,
        '元' as unit
    from three_public
    union all
    select
        department_id,
        fiscal_year,
        'three_public.completion' as measure,
        cast(round(100 * final_cny / nullif(budget_cny, 0), 2) as decimal(24, 6)) as value,
        '%' as unit
    from three_public
    union all
    select
        department_id,
        fiscal_year,
        'findings' as measure,
        cast(findings as decimal(24, 6)) as value,
        '处' as unit
    from audited
)

select
    department_id,
    fiscal_year,
    measure,
    value,
    unit
from final
where value is not null
order by measure, department_id, fiscal_year
