{# The description of the relation and of each column as comments in the file; nothing where they are not wanted. #}
{% macro comments(relation) -%}
    {%- if config.persist_relation_docs() and model.description %}
    comment on {{ relation.type }} {{ relation }} is '{{ model.description | replace("'", "''") }}';
    {%- endif -%}
    {%- if config.persist_column_docs() %}
    {%- for column in model.columns.values() if column.description %}
    comment on column {{ relation }}.{{ column.name }} is '{{ column.description | replace("'", "''") }}';
    {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# The project's materialisations leave out what it does not use; whoever comes to use it must not be ignored. #}
{% macro refuse_what_is_not_done() -%}
    {%- if pre_hooks or post_hooks or config.get('grants') -%}
        {%- do exceptions.raise_compiler_error('hooks and grants are not part of macros/materializations') -%}
    {%- endif -%}
{%- endmacro %}
