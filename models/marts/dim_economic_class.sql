-- Grain: one economic code (类 or 款), listed or printed.
{{ config(meta={'scope': 'warehouse'}) }}

{{ classification(
    classification='economic',
    code='economic_code',
    name='economic_name',
    parent='parent_economic_code',
    list='stg_economic_classes',
) }}
