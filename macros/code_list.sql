{# The names of one list of codes; refs in a macro are found by dbt all the same. #}
{% macro code_list(name) -%}
    select
        code,
        name_en,
        name_zh
    from {{ ref('code_names') }}
    where code_list = '{{ name }}'
{%- endmacro %}
