-- Grain: one kind of money, with its names.
select
    fund as code,
    name_zh,
    name_en
from seeds.funds
order by fund
