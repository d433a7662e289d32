{#
  The condition on checks whose terms are kept: all of them, or in a part of a large warehouse (JUESUAN_TERMS) those that
  somebody may have to look at, for all would be most of the warehouse.
#}
{% macro has_kept_terms() -%}
    {%- set reached = ref('int_audit_terms_reached') -%}
    {%- if is_part() -%}
        check_id in (select reached.check_id from {{ reached }} as reached where reached.is_remarkable)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
