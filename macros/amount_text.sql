{# A number as text without trailing zeros: 100.000000 → 100, 13.520000 → 13.52. #}
{% macro amount_text(expression) -%}
    trim(trailing '.' from trim(trailing '0' from cast(cast({{ expression }} as decimal(24, 6)) as string)))
{%- endmacro %}
