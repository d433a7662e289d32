{#
  A seed read by DuckDB alone, every column as text: dbt's own way has Python read and guess the file first.
  A column that is declared and not in the file's header is an error, and an empty cell is null.

  The loaders' tables may stand as typed Parquet instead (loaders/lake), in the folder that JUESUAN_TABLES names: then
  the seed is a view of that file, and staging reads the same columns with their types already theirs.
#}
{% materialization seed, adapter='duckdb' %}
    {%- do refuse_what_is_not_done() -%}
    {%- set typed = typed_table(model) -%}
    {%- set target = this.incorporate(type='view' if typed else 'table') -%}
    {%- set columns = config.get('column_types').keys() | join(', ') or '*' -%}
    {%- call statement('main', auto_begin=False) -%}
        {%- if typed %}
        create or replace view {{ target }} as
        select {{ columns }}
        from read_parquet('{{ typed | replace("'", "''") }}');
        {%- else %}
        create or replace table {{ target }} as
        select {{ columns }}
        from read_csv(
            '{{ adapter.get_seed_file_path(model) | replace("'", "''") }}',
            header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = ''
        );
        {%- endif %}
    {%- endcall -%}
    {%- do store_result('agate_table', response='OK') -%}  {# dbt asks for it, to print it #}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{# The Parquet file of one of the loaders' tables, if they stand in such; lists and rules are always CSV. #}
{% macro typed_table(model) -%}
    {%- set folder = env_var('JUESUAN_TABLES', '') -%}
    {%- if folder and model.original_file_path.startswith('seeds/reports/') -%}
        {%- do return(folder ~ '/' ~ model.name ~ '.parquet') -%}
    {%- endif -%}
    {%- do return(none) -%}
{%- endmacro %}
