{#
  Text as a decimal of more than 18 digits. DuckDB takes a microsecond and more for each, a hundredth of that up to 18:
  so the short way first, and the long one for what is too long for it. To Spark all are alike.
#}
{% macro wide_decimal(text, precision, scale) -%}
{%- if target.type == 'spark' -%}
cast({{ text }} as decimal({{ precision }}, {{ scale }}))
{%- else -%}
coalesce(
    cast(try_cast({{ text }} as decimal(18, {{ scale }})) as decimal({{ precision }}, {{ scale }})),
    cast({{ text }} as decimal({{ precision }}, {{ scale }}))
)
{%- endif -%}
{%- endmacro %}
