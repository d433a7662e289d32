{#
  A table on Spark, as Parquet. The contract is compared before anything is written: names and types, for Spark lets a
  table be made of anything. What a contract calls not null is refused while it is written, for Parquet keeps no such
  promise. A Python model runs where dbt does (loaders/spark/python_models.py writes its table).
#}
{% materialization table, adapter='spark', supported_languages=['sql', 'python'] %}
    {%- do refuse_what_is_not_done() -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- do run_query('drop table if exists ' ~ target) -%}
    {%- if model['language'] == 'python' -%}
        {%- call statement('main', language='python') -%}
{{ compiled_code }}
        {%- endcall -%}
    {%- else -%}
        {%- set found = spark_columns(compiled_code) -%}
        {%- if config.get('contract').enforced -%}
            {%- do spark_assert_contract(found) -%}
        {%- endif -%}
        {%- do run_query(spark_empty_table(target, found)) -%}
        {%- call statement('main') -%}
            insert into {{ target }}
            select {{ spark_not_null(found) | join(', ') }}
            from (
{{ compiled_code }}
            ) as made
        {%- endcall -%}
    {%- endif -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{% macro spark_empty_table(relation, found) -%}
    create table {{ relation }} (
    {%- for name, data_type in found.items() %}
        `{{ name }}` {{ data_type }}{{ spark_comment(model.columns.get(name, {}).description) if config.persist_column_docs() }}
        {{- ',' if not loop.last }}
    {%- endfor %}
    ) using parquet{{ spark_comment(model.description) if config.persist_relation_docs() }}
{%- endmacro %}

{# The columns to insert, each as it was found; a null where the contract allows none stops the statement. #}
{% macro spark_not_null(found) -%}
    {%- set columns = [] -%}
    {%- for name in found -%}
        {%- set constraints = model.columns.get(name, {}).constraints or [] -%}
        {%- if config.get('contract').enforced and 'not_null' in constraints | map(attribute='type') | map('string') -%}
            {%- set refused = "raise_error('NOT NULL constraint failed: " ~ model.name ~ '.' ~ name ~ "')" -%}
            {%- do columns.append('coalesce(`' ~ name ~ '`, cast(' ~ refused ~ ' as ' ~ found[name] ~ ')) as `' ~ name ~ '`') -%}
        {%- else -%}
            {%- do columns.append('`' ~ name ~ '`') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(columns) -%}
{%- endmacro %}
