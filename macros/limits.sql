{# What a build in parts allows one part: several are built at once. Without these settings DuckDB has its own limits. #}
{% macro limits() -%}
    {%- if target.type == 'duckdb' and env_var('JUESUAN_PART_MEMORY', '') -%}
        set memory_limit = '{{ env_var('JUESUAN_PART_MEMORY') }}';
        set threads = {{ env_var('JUESUAN_PART_THREADS') | int }};
    {%- endif -%}
{%- endmacro %}
