{# Whether this is the build of a part of a large warehouse (loaders/warehouse/parts). #}
{% macro is_part() -%}
    {%- do return(env_var('JUESUAN_TERMS', 'all') == 'evidence') -%}
{%- endmacro %}
