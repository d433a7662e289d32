{# A view with its comments, in one statement; see table.sql for the reason. #}
{% materialization view, adapter='duckdb' %}
    {%- do refuse_what_is_not_done() -%}
    {%- set form = form_here('view') -%}
    {%- set target = this.incorporate(type=form) -%}
    {{ made(form, target) }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
