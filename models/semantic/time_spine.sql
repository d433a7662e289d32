-- Grain: one day, 2000 to 2050: MetricFlow counts along it, though the accounts know only years.
select cast(days.range as date) as date_day
from range(date '2000-01-01', date '2051-01-01', interval 1 day) as days
