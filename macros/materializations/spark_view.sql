{# A view on Spark, with its contract and comments. #}
{% materialization view, adapter='spark' %}
    {%- do refuse_what_is_not_done() -%}
    {%- set target = this.incorporate(type='view') -%}
    {%- set found = spark_columns(compiled_code) -%}
    {%- if config.get('contract').enforced -%}
        {%- do spark_assert_contract(found) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create or replace view {{ target }} (
        {%- for name in found %}
            `{{ name }}`{{ spark_comment(model.columns.get(name, {}).description) if config.persist_column_docs() }}
            {{- ',' if not loop.last }}
        {%- endfor %}
        ){{ spark_comment(model.description) if config.persist_relation_docs() }} as
{{ compiled_code }}
    {%- endcall -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
