"""Great Expectations suites on the two borders of dbt: the loaders' tables before it, the published marts behind it."""
