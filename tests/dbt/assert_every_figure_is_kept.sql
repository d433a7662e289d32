-- Fails where the figures the loaders wrote, those staged and those in fct_reported_figure are not equally many.
with

written as (
    select sum(figure_count) as figures
    from (
        {% for table_code in var('figure_tables') %}
        select count(*) as figure_count from {{ ref('figures_' ~ table_code) }}
        {% if not loop.last %}union all{% endif %}
        {% endfor %}
    ) as by_table
),

staged as (
    select count(*) as figures from {{ ref('stg_figures') }}
),

kept as (
    select count(*) as figures from {{ ref('fct_reported_figure') }}
)

select
    written.figures as written,
    staged.figures as staged,
    kept.figures as kept
from written
cross join staged
cross join kept
where written.figures <> staged.figures or staged.figures <> kept.figures
