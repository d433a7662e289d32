-- Grain: one functional code (类, 款 or 项), listed or printed.
{{ config(meta={'scope': 'warehouse'}) }}

{{ classification(
    classification='functional',
    code='functional_code',
    name='functional_name',
    parent='parent_functional_code',
    list='stg_functional_classes',
) }}
