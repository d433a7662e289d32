{#
  What DuckDB and Spark say differently, in one place: a model is written once and calls these. What both understand in
  the same words (`like`, `min_by`, `trim(trailing …)`, `cast(… as string)`, `nulls last`) needs no macro.
#}

{# Whether a text as a whole has the form of a regular expression; null of null. #}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches', 'juesuan')(text, pattern)) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
    {{ text }} similar to '{{ pattern }}'
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    {{ text }} rlike '^(?:{{ pattern }})$'
{%- endmacro %}

{# The texts of a group in their own order, with what stands between them; `distinct` keeps one of each. #}
{% macro joined_texts(text, between, distinct=false) -%}
    {{ return(adapter.dispatch('joined_texts', 'juesuan')(text, between, distinct)) }}
{%- endmacro %}

{% macro default__joined_texts(text, between, distinct) -%}
    string_agg({{ 'distinct ' if distinct }}{{ text }}, '{{ between }}' order by {{ text }})
{%- endmacro %}

{% macro spark__joined_texts(text, between, distinct) -%}
    string_agg({{ 'distinct ' if distinct }}{{ text }}, '{{ between }}') within group (order by {{ text }})
{%- endmacro %}

{# As many rows as a text has parts between the one character `between`, in the select list. #}
{% macro rows_of_parts(text, between) -%}
    {{ return(adapter.dispatch('rows_of_parts', 'juesuan')(text, between)) }}
{%- endmacro %}

{% macro default__rows_of_parts(text, between) -%}
    unnest(string_split({{ text }}, '{{ between }}'))
{%- endmacro %}

{% macro spark__rows_of_parts(text, between) -%}
    explode(split({{ text }}, '[{{ between }}]'))
{%- endmacro %}

{# Before the bracket of a common table expression that several others read: DuckDB works it out once. #}
{% macro once() -%}
    {{ return(adapter.dispatch('once', 'juesuan')()) }}
{%- endmacro %}

{% macro default__once() -%}
    materialized
{%- endmacro %}

{# Spark has no word for it, and finds for itself what two branches of a query share. #}
{% macro spark__once() -%}
{%- endmacro %}

{# Each day from the first to the one before the last, as a query with the column date_day. #}
{% macro days(first, before) -%}
    {{ return(adapter.dispatch('days', 'juesuan')(first, before)) }}
{%- endmacro %}

{% macro default__days(first, before) -%}
    select cast(days.range as date) as date_day
    from range(date '{{ first }}', date '{{ before }}', interval 1 day) as days
{%- endmacro %}

{% macro spark__days(first, before) -%}
    select explode(sequence(date '{{ first }}', date_sub(date '{{ before }}', 1), interval 1 day)) as date_day
{%- endmacro %}
