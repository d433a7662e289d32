-- Grain: one functional code (类, 款 or 项), listed or printed.
{{ classification(
    code='functional_code',
    name='functional_name',
    parent='parent_functional_code',
    list='stg_functional_classes',
    tables=['revenue', 'expenditure', 'general_budget_expenditure', 'government_fund', 'state_capital'],
    lengths=[3, 5, 7],
) }}
