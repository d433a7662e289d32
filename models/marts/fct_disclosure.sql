-- Grain: department × year × stage × measure, from the document that has the first word on it (final accounts before an
-- evaluation, prose before a table), so that what two reports repeat stands once. Money in yuan. Measures are of
-- different kinds: filter by measure before adding up; a measure with a parent_measure is a part of that one.
with

figures as (
    select
        *,
        case
            when table_code in ('narrative', 'operating_information') then row_key
            when table_code = 'procurement' then 'procurement.' || row_key
            when table_code = 'purchased_services' then 'purchased_services'
            else 'operating_cost'
        end as stated_measure
    from {{ ref('int_figures_placed') }}
    where
        is_counted
        and qualifier is null
        and (
            (table_code = 'narrative' and column_key in ('amount', 'count'))
            -- What a budget states is what is planned.
            or (table_code = 'narrative' and column_key = 'budget' and stage = 'budget')
            or (
                table_code = 'procurement'
                and row_key in ('total', 'goods', 'works', 'services', 'award_sme', 'award_small_micro')
                and column_key = 'amount'
                and not is_blank
            )
            or (table_code = 'purchased_services' and row_key = 'total' and column_key = 'amount' and not is_blank)
            or (table_code = 'operating_information' and column_key in ('amount', 'count') and not is_blank)
            or (table_code = 'operating_cost' and row_key = 'total' and column_key = 'amount' and not is_blank)
            or (table_code = 'three_public' and column_key = 'operating_cost' and stage = 'budget' and not is_blank)
        )
),

measures as (
    select * from {{ ref('stg_measures') }}
    where is_disclosure
),

ranked as (
    select
        figures.*,
        measures.measure,
        measures.parent_measure,
        row_number() over (
            partition by
                figures.department_id, figures.fiscal_year, figures.stage, measures.measure,
                case when figures.column_key = 'count' then 'count' else 'amount' end
            order by
                case figures.rule_kind
                    when 'final_accounts' then 1
                    when 'department_budget' then 1
                    when 'department_self_evaluation' then 2
                    else 3
                end,
                case when figures.table_code = 'narrative' then 1 else 2 end,
                figures.document_id,
                figures.row_number,
                figures.column_number
        ) as precedence
    from figures
    inner join measures
        on figures.stated_measure = measures.measure
),

final as (
    select
        figure_id,
        document_id,
        department_id,
        fiscal_year,
        stage,
        measure,
        parent_measure,
        cast(coalesce(amount_cny, value) as decimal(24, 6)) as value,
        unit,
        cast(coalesce(rounding_unit_cny, rounding_unit) as decimal(24, 6)) as rounding_unit
    from ranked
    where precedence = 1
)

select
    figure_id,
    document_id,
    department_id,
    fiscal_year,
    stage,
    measure,
    parent_measure,
    value,
    unit,
    rounding_unit
from final
