-- Fails where rows of a fact belong to no document, or do not have their document's department and year.
{% set facts = [
    'fct_appropriation_by_economic_class',
    'fct_appropriation_by_function',
    'fct_appropriation_detail',
    'fct_disclosure',
    'fct_evaluation_score',
    'fct_expenditure_by_economic_class',
    'fct_expenditure_by_function',
    'fct_fund_balance',
    'fct_identity_check',
    'fct_project_budget',
    'fct_project_expenditure',
    'fct_project_indicator',
    'fct_project_item_status',
    'fct_project_payment',
    'fct_reported_figure',
    'fct_revenue',
    'fct_three_public_by_fund',
    'fct_three_public_spending',
] %}
with

facts as (
    {% for fact in facts %}
    select distinct
        '{{ fact }}' as fact,
        document_id,
        department_id,
        fiscal_year
    from {{ ref(fact) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

documents as (
    select * from {{ ref('dim_document') }}
)

select
    facts.fact,
    facts.document_id
from facts
left join documents
    on facts.document_id = documents.document_id
where
    documents.document_id is null
    or facts.department_id is distinct from documents.department_id
    or facts.fiscal_year is distinct from documents.fiscal_year
