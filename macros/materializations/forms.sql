{# A table or a view, as `form` says, with its contract and comments, in one statement. #}
{% macro made(form, target) -%}
    {%- if config.get('contract').enforced -%}
        {%- do get_assert_columns_equivalent(compiled_code) -%}
    {%- endif -%}
    {%- call statement('main', auto_begin=False) -%}
        begin;
        {%- if form == 'table' and config.get('contract').enforced %}
        create or replace table {{ target }} {{ get_table_columns_and_constraints() }};
        insert into {{ target }} by name ({{ compiled_code }}
        );
        {%- else %}
        create or replace {{ form }} {{ target }} as ({{ compiled_code }}
        );
        {%- endif %}
        {{ comments(target) }}
        commit;
    {%- endcall -%}
{%- endmacro %}

{#
  What a model becomes: a table or a view, as it is configured. In a part of a large warehouse, which lives in memory
  until its rows are exported, a model's meta `form_in_parts` comes first: what is wide and read seldom need not be kept
  twice, and what is small there and tested often need not be found again for each test.
#}
{% macro form_here(form) -%}
    {%- do return(model.config.meta.get('form_in_parts', form) if is_part() else form) -%}
{%- endmacro %}
