"""Python models on Spark: in this process, with DuckDB, on what Spark hands over; dbt-spark has no way of its own.

The one model there is (int_findings_explained) reads the checks that fail and what stands around them, and searches
for the cell to blame in Python on either engine. What it reads comes in Arrow's form, what it gives goes back so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

_METHOD = "on_driver"


class OnDriver:
    """What dbt calls for a Python model (its PythonJobHelper)."""

    def __init__(self, parsed_model: dict[str, Any], _credentials: Any) -> None:
        self._relation = parsed_model["relation_name"]

    def submit(self, compiled_code: str) -> None:
        """Runs the model's function as dbt compiled it, and writes the table of its name."""
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.getOrCreate()
        names: dict[str, Any] = {}
        exec(compile(compiled_code, self._relation, "exec"), names)
        with duckdb.connect() as connection:

            def load(relation: str) -> duckdb.DuckDBPyRelation:
                return connection.from_arrow(spark.table(relation).toArrow())

            found = names["model"](names["dbtObj"](load), connection).to_arrow_table()
        spark.createDataFrame(found).write.mode("overwrite").format("parquet").saveAsTable(self._relation)


@contextmanager
def python_models_on_driver() -> Iterator[None]:
    """Lets dbt's Spark adapter know of it for as long as the block runs."""
    from dbt.adapters.spark.impl import SparkAdapter

    before = SparkAdapter.python_submission_helpers, SparkAdapter.default_python_submission_method
    SparkAdapter.python_submission_helpers = property(lambda _: {_METHOD: OnDriver})
    SparkAdapter.default_python_submission_method = property(lambda _: _METHOD)
    try:
        yield
    finally:
        SparkAdapter.python_submission_helpers, SparkAdapter.default_python_submission_method = before
