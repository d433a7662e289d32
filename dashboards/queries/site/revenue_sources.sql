-- Grain: one source of revenue, with its names.
select
    revenue_source as code,
    name_zh,
    name_en
from seeds.revenue_sources
order by revenue_source
