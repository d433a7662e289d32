{#
  One code, one name: the latest name printed in a report that counts, else the list's current name, else its most
  seen.
#}
{% macro classification(classification, code, name, parent, list) %}
with

listed as (
    select
        *,
        row_number() over (
            partition by {{ code }}
            order by
                coalesce(known_to, 9999) desc,
                coalesce(reports_seen_in, 0) desc,
                coalesce(known_from, 0) desc,
                {{ name }}
        ) as preference
    from {{ ref(list) }}
),

printed as (
    select
        code as {{ code }},
        min_by(printed_name, name_order) as {{ name }}
    from {{ ref('int_class_names_printed') }}
    where classification = '{{ classification }}'
    group by code
),

codes as (
    select {{ code }} from listed
    union
    select {{ code }} from printed
),

named as (
    select
        codes.{{ code }},
        coalesce(printed.{{ name }}, listed.{{ name }}) as {{ name }},
        case length(codes.{{ code }}) when 3 then 1 when 5 then 2 else 3 end as level,
        coalesce(
            listed.{{ parent }},
            case when length(codes.{{ code }}) > 3 then left(codes.{{ code }}, length(codes.{{ code }}) - 2) end
        ) as {{ parent }},
        listed.{{ code }} is not null as is_listed,
        case when printed.{{ code }} is not null then 'printed in a report' else listed.name_source end as name_source
    from codes
    left join listed
        on codes.{{ code }} = listed.{{ code }} and listed.preference = 1
    left join printed
        on codes.{{ code }} = printed.{{ code }}
),

-- A printed code may belong to a code that neither list nor report names.
unnamed_parents as (
    select distinct children.{{ parent }} as {{ code }}
    from named as children
    left join named as parents
        on children.{{ parent }} = parents.{{ code }}
    where children.{{ parent }} is not null and parents.{{ code }} is null
),

final as (
    select * from named
    union all
    select
        {{ code }},
        {{ code }} as {{ name }},
        case length({{ code }}) when 3 then 1 else 2 end as level,
        case when length({{ code }}) > 3 then left({{ code }}, 3) end as {{ parent }},
        false as is_listed,
        'named nowhere' as name_source
    from unnamed_parents
)

select
    {{ code }},
    {{ name }},
    cast(level as integer) as level,
    {{ parent }},
    is_listed,
    name_source
from final
{% endmacro %}

{# The tables of accounts whose rows are economic classes. #}
{% macro economic_tables() -%}
    'basic_expenditure',
    'government_fund_basic_expenditure',
    'general_budget_project_economic',
    'appropriation_economic'
{%- endmacro %}
