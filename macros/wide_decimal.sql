{#
  Text as a decimal of more than 18 digits. DuckDB takes a microsecond and more for each, a hundredth of that up to 18:
  so the short way first, and the long one for what is too long for it.
#}
{% macro wide_decimal(text, precision, scale) -%}
    {{ return(adapter.dispatch('wide_decimal', 'juesuan')(text, precision, scale)) }}
{%- endmacro %}

{% macro default__wide_decimal(text, precision, scale) -%}
coalesce(
    cast(try_cast({{ text }} as decimal(18, {{ scale }})) as decimal({{ precision }}, {{ scale }})),
    cast({{ text }} as decimal({{ precision }}, {{ scale }}))
)
{%- endmacro %}

{% macro spark__wide_decimal(text, precision, scale) -%}
cast({{ text }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}
