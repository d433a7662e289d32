{#
  Half of an amount of six decimal places, rounded to as many; a division would pass through a binary fraction. The
  short way is several times faster where figures are many, and nearly all of them are short.
#}
{% macro half(expression) -%}
    case
        when {{ is_short(expression) }} then cast({{ short_decimal(expression) }} * 0.5 as decimal(24, 6))
        else cast({{ expression }} * 0.5 as decimal(24, 6))
    end
{%- endmacro %}
