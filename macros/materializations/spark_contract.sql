{# What Spark knows of a query before it runs: its columns in their order, each with its type. #}
{% macro spark_columns(query) -%}
    {%- set found = {} -%}
    {%- for row in run_query('describe query ' ~ query).rows -%}
        {%- do found.update({row['col_name']: row['data_type']}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{%- endmacro %}

{# Stops where the columns are not those of the model's contract, whose types are in DuckDB's words. #}
{% macro spark_assert_contract(found) -%}
    {%- set wrong = [] -%}
    {%- for name, column in model.columns.items() -%}
        {%- set expected = spark_type(column.data_type) -%}
        {%- if found.get(name) != expected -%}
            {%- do wrong.append(name ~ ': ' ~ (found.get(name) or 'missing') ~ ', not ' ~ expected) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name in found if name not in model.columns -%}
        {%- do wrong.append(name ~ ': not in the contract') -%}
    {%- endfor -%}
    {%- if wrong -%}
        {%- do exceptions.raise_compiler_error(
            'This model has an enforced contract that failed. ' ~ model.name ~ ': ' ~ wrong | join('; ')
        ) -%}
    {%- endif -%}
{%- endmacro %}

{# Spark's word for one of DuckDB's types. #}
{% macro spark_type(data_type) -%}
    {%- set word = data_type | lower | replace(' ', '') -%}
    {%- do return({'varchar': 'string', 'text': 'string', 'integer': 'int', 'hugeint': 'decimal(38,0)'}.get(word, word)) -%}
{%- endmacro %}

{% macro spark_comment(text) -%}
    {%- if text %} comment '{{ text | replace("\\", "\\\\") | replace("'", "\\'") }}'{% endif -%}
{%- endmacro %}
