{# A view with its comments, in one statement; see table.sql for the reason. #}
{% materialization view, adapter='duckdb' %}
    {%- do refuse_what_is_not_done() -%}
    {%- set target = this.incorporate(type='view') -%}
    {%- if config.get('contract').enforced -%}
        {%- do get_assert_columns_equivalent(compiled_code) -%}
    {%- endif -%}
    {%- call statement('main', auto_begin=False) -%}
        begin;
        create or replace view {{ target }} as (
            {{ compiled_code }}
        );
        {{ comments(target) }}
        commit;
    {%- endcall -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
