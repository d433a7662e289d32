-- Words put beside a fact neither lose a row nor double one: each view has its fact's rows and adds up to the same.
{% set balances = ['opening', 'revenue', 'surplus_used', 'expenditure', 'distribution', 'closing'] %}
{% set views = [
    ('bi_documents', 'dim_document', 'count(*)', '0', '0'),
    ('bi_functional_classes', 'dim_functional_class', 'count(*)', '0', '0'),
    ('bi_revenue', 'fct_revenue', 'count(*)', 'amount_cny', 'amount_cny'),
    ('bi_expenditure', 'fct_expenditure_by_function', 'count(*)', 'amount_cny', 'amount_cny'),
    ('bi_appropriations', 'fct_appropriation_by_function', 'count(*)', 'amount_cny', 'amount_cny'),
    ('bi_basic_expenditure', 'fct_expenditure_by_economic_class', 'count(*)', 'amount_cny', 'amount_cny'),
    ('bi_three_public_spending', 'fct_three_public_spending', 'count(distinct (document_id, item))',
        'amount_cny', 'coalesce(budget_cny, 0) + coalesce(final_cny, 0)'),
    ('bi_fund_balances', 'fct_fund_balance', 'count(distinct (document_id, fund, stage))',
        'amount_cny', 'coalesce(' ~ balances | join('_cny, 0) + coalesce(') ~ '_cny, 0)'),
    ('bi_projects', 'fct_project_budget', none,
        'amount_cny', 'coalesce(budget_cny, 0) + coalesce(target_cny, 0)'),
    ('bi_projects', 'fct_project_payment', none, 'amount_cny', 'paid_cny'),
    ('bi_project_indicators', 'fct_project_indicator', 'count(*)', 'target_value', 'target_value'),
    ('bi_evaluation_scores', 'fct_evaluation_score', 'count(*) filter (where is_leaf)', 'score', 'score'),
    ('bi_disclosures', 'fct_disclosure', 'count(*)', 'value', 'value'),
    ('bi_checks', 'fct_identity_check', 'count(*)', 'difference', 'difference'),
    ('bi_findings', 'fct_finding', 'count(*)', 'stated_value', 'stated_value'),
] %}

with

{% for view, fact, rows, fact_value, view_value in views -%}
compared_{{ loop.index }} as (
    select
        '{{ view }}' as view_name,
        {% if rows is not none -%}
        (select {{ rows }} from {{ ref(fact) }}) as fact_rows,
        {% else -%}
        count(*) as fact_rows,
        {% endif -%}
        count(*) as view_rows,
        (select coalesce(sum({{ fact_value }}), 0) from {{ ref(fact) }}) as fact_sum,
        coalesce(sum({{ view_value }}), 0) as view_sum
    from {{ ref(view) }}
),

{% endfor -%}
compared as (
    {% for _ in views -%}
    select * from compared_{{ loop.index }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select *
from compared
where fact_rows <> view_rows or fact_sum <> view_sum
