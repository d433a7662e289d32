-- Grain: one printed figure (or blank cell of a table that is present), of every kind of table and of prose.
with

final as (
    {% for table_code in var('figure_tables') %}
    {{ stage_figures(table_code, loop.index) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select *
from final
