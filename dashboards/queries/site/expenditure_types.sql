-- Grain: one type of expenditure, with its names.
select
    expenditure_type as code,
    name_zh,
    name_en
from seeds.expenditure_types
order by expenditure_type
