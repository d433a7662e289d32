{#
  A table with its contract and comments, in one statement. dbt's own way builds under another name, renames, asks for
  the columns and comments them one by one: most of a build's time, and of no use where every build starts from an
  empty file and publishes only what is whole.
#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {%- do refuse_what_is_not_done() -%}
    {%- set form = form_here('table') -%}
    {%- set target = this.incorporate(type=form) -%}
    {%- if model['language'] == 'python' -%}
        {%- call statement('main', language='python') -%}
{{ compiled_code }}

def materialize(found, connection):
    connection.register("found", found)
    connection.execute('create or replace table {{ target }} as from found')
        {%- endcall -%}
    {%- else -%}
        {{ made(form, target) }}
    {%- endif -%}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
