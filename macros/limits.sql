{# What a build in parts allows one part: several are built at once. Without these settings DuckDB has its own limits. #}
{% macro limits() -%}
    {%- if target.type == 'duckdb' and env_var('JUESUAN_PART_MEMORY', '') -%}
        set memory_limit = '{{ env_var('JUESUAN_PART_MEMORY') }}';
        set threads = {{ env_var('JUESUAN_PART_THREADS') | int }};
        {#- Where it goes on when its memory is full: said once, for DuckDB does not change it once it has. #}
        {%- if flags.WHICH == 'build' %}
        set temp_directory = '{{ env_var('DBT_TARGET_PATH') | replace("'", "''") }}/spilled';
        {%- endif %}
    {%- endif -%}
{%- endmacro %}
