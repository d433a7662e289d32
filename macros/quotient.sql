{# A quotient to six places; binary fractions are good for fifteen digits of it, on every engine. #}
{% macro quotient(dividend, divisor) -%}
    cast(cast({{ dividend }} as double) / cast({{ divisor }} as double) as decimal(24, 6))
{%- endmacro %}
