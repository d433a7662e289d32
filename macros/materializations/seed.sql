{#
  A seed read by DuckDB alone, every column as text: dbt's own way has Python read and guess the file first.
  A column that is declared and not in the file's header is an error, and an empty cell is null.
#}
{% materialization seed, adapter='duckdb' %}
    {%- do refuse_what_is_not_done() -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set file = adapter.get_seed_file_path(model) -%}
    {%- call statement('main', auto_begin=False) -%}
        create or replace table {{ target }} as
        select {{ config.get('column_types').keys() | join(', ') or '*' }}
        from read_csv(
            '{{ file | replace("'", "''") }}',
            header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = ''
        );
    {%- endcall -%}
    {%- do store_result('agate_table', response='OK') -%}  {# dbt asks for it, to print it #}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
