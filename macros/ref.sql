{#
  Relations without the database's name, which is the file's: a view still reads its tables after the file is renamed,
  copied or attached.
#}
{% macro ref() -%}
    {%- do return(builtins.ref(*varargs, **kwargs).include(database=false)) -%}
{%- endmacro %}
