"""dbt with its target `spark`, in the session that this process has."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

from loaders.spark.python_models import python_models_on_driver
from loaders.warehouse.dbt_runner import EXAMPLES, Dbt


class SparkDbt(Dbt):
    """As `Dbt`, into the tables of a session of Spark.

    `tables` is the folder of the loaders' tables as typed Parquet. While Spark plans one query on one core, it can
    run others: dbt gives it `threads` at a time.
    """

    def __init__(
        self,
        session: Any,
        *,
        project: Path,
        tables: Path,
        scratch: Path,
        verdict_severity: str = "ERROR",
        threads: int = 4,
    ) -> None:
        super().__init__(
            project=project,
            warehouse=scratch / "spark",
            scratch=scratch,
            verdict_severity=verdict_severity,
            tables=tables,
        )
        # No file's stem can be this, so what dbt makes of the project for Spark is kept apart.
        self._form = f"/spark {version('dbt-spark')}"
        self._session = session
        self._threads = threads
        self._environment["JUESUAN_TARGET"] = "spark"

    def _run(self, runner: Any, words: list[str]) -> Any:
        with python_models_on_driver():
            return runner.invoke(words)

    def _first_rows(self, sql: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        from pyspark.errors import PySparkException

        try:
            found = self._session.sql(f"select * from ({sql}\n) limit {EXAMPLES}")
            return found.columns, [tuple(row) for row in found.collect()]
        except PySparkException:
            return [], []
