{#
  A seed on Spark, as seed.sql makes it on DuckDB: from CSV every column as text, an empty cell null; or a view of the
  loaders' typed Parquet file, or folder of files.
#}
{% materialization seed, adapter='spark' %}
    {%- do refuse_what_is_not_done() -%}
    {%- set typed = typed_table(model) -%}
    {%- set target = this.incorporate(type='view' if typed else 'table') -%}
    {%- set names = config.get('column_types').keys() | list -%}
    {%- if typed -%}
        {%- call statement('main') -%}
            create or replace view {{ target }} as
            select {{ names | join(', ') or '*' }}
            from parquet.`{{ typed | replace('`', '``') }}`
        {%- endcall -%}
    {%- else -%}
        {%- set file = model.root_path ~ '/' ~ model.original_file_path -%}
        {%- do run_query(spark_csv_view(model.name, file)) -%}
        {%- if not names -%}
            {%- set names = spark_columns('select * from ' ~ model.name ~ '_as_printed').keys() | list -%}
        {%- endif -%}
        {%- do run_query('drop table if exists ' ~ target) -%}
        {%- call statement('main') -%}
            create table {{ target }} using parquet as
            select
            {%- for name in names %}
                nullif({{ name }}, '') as {{ name }}{{ ',' if not loop.last }}
            {%- endfor %}
            from {{ model.name }}_as_printed
        {%- endcall -%}
    {%- endif -%}
    {%- do store_result('agate_table', response='OK') -%}  {# dbt asks for it, to print it #}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{# The CSV file under a name of this session: its columns are those of its header, by name, all text. #}
{% macro spark_csv_view(name, file) -%}
    create or replace temporary view {{ name }}_as_printed using csv options (
        path '{{ file | replace("\\", "\\\\") | replace("'", "\\'") }}',
        header 'true', inferSchema 'false', multiLine 'true', encoding 'UTF-8', mode 'FAILFAST',
        sep ',', quote '"', escape '"', nullValue '', emptyValue ''
    )
{%- endmacro %}
