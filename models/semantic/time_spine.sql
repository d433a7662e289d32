-- Grain: one day, 2000 to 2050: MetricFlow counts along it, though the accounts know only years.
{{ days('2000-01-01', '2051-01-01') }}
