"""The same models on DuckDB and on Spark: what they cost, and that they give the same."""
