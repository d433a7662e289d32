{#
  What DuckDB and Spark say differently, in one place: a model is written once and calls these. What both understand in
  the same words (`like`, `min_by`, `trim(trailing …)`, `cast(… as string)`, `nulls last`) needs no macro.
#}

{# Whether a text as a whole has the form of a regular expression; null of null. #}
{% macro matches(text, pattern) -%}
    {%- if target.type == 'spark' -%}
        {{ text }} rlike '^(?:{{ pattern }})$'
    {%- else -%}
        {{ text }} similar to '{{ pattern }}'
    {%- endif -%}
{%- endmacro %}

{# The texts of a group in their own order, with what stands between them; `distinct` keeps one of each. #}
{% macro joined_texts(text, between, distinct=false) -%}
    {%- set texts = ('distinct ' if distinct else '') ~ text -%}
    {%- if target.type == 'spark' -%}
        string_agg({{ texts }}, '{{ between }}') within group (order by {{ text }})
    {%- else -%}
        string_agg({{ texts }}, '{{ between }}' order by {{ text }})
    {%- endif -%}
{%- endmacro %}

{# As many rows as a text has parts with the one character `between` between them, in the select list. #}
{% macro rows_of_parts(text, between) -%}
    {%- if target.type == 'spark' -%}
        explode(split({{ text }}, '[{{ between }}]'))
    {%- else -%}
        unnest(string_split({{ text }}, '{{ between }}'))
    {%- endif -%}
{%- endmacro %}

{# Before a common table expression that several others read: DuckDB works it out once; Spark has no word for it. #}
{% macro once() -%}
    {{- 'materialized' if target.type != 'spark' -}}
{%- endmacro %}

{# Each day from the first to the one before the last, as a query with the column date_day. #}
{% macro days(first, before) -%}
    {%- if target.type == 'spark' -%}
        select explode(sequence(date '{{ first }}', date_sub(date '{{ before }}', 1), interval 1 day)) as date_day
    {%- else -%}
        select cast(days.range as date) as date_day
        from range(date '{{ first }}', date '{{ before }}', interval 1 day) as days
    {%- endif -%}
{%- endmacro %}
