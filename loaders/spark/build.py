"""One build on Spark: load, guard, dbt with its tests, every mart as Parquet, and the folder put in its place."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages
from loaders.files import write_seeds
from loaders.guards.process import GuardProcess, Guards
from loaders.messages import SaidError, say
from loaders.progress import Progress
from loaders.spark.dbt import SparkDbt
from loaders.spark.inputs import Inputs, Request
from loaders.spark.publish import MARK, put_in_place, refuse_foreign
from loaders.spark.session import TABLES, spark_session
from loaders.sql import literal
from loaders.warehouse.build import BuildFailedError
from loaders.warehouse.build_report import BuildReport
from loaders.warehouse.dbt_runner import Outcome
from loaders.warehouse.lock import Holder, LockHeldError, locked
from loaders.warehouse.overlay import overlay
from loaders.workspace import workspace

SCHEMAS = ("marts", "bi")
"""What is published: each a folder, with a folder of Parquet files for each of its tables and views."""


def build(request: Request, progress: Progress, guards: Guards | None = None) -> BuildReport:
    """Builds and publishes; returns the report that stands in the folder.

    Raises BuildFailedError when something that was built is wrong; SaidError when Java or Spark is missing, there is
    nothing to build, or another build is running; NothingReadError when no document could be read. Whatever fails,
    the published folder is as it was.
    """
    target = request.output.resolve()
    refuse_foreign(target)
    report = BuildReport(warehouse=target.name)
    report.versions |= {name: version(name) for name in ("dbt-spark", "pyspark")}
    with ExitStack() as stack:
        try:
            lock = target.with_name(target.name + ".lock")
            stack.enter_context(locked(lock, wait=request.wait, on_wait=lambda holder: say(_held(holder, wait=True))))
        except LockHeldError as error:
            raise SaidError(_held(error.holder)) from error
        folder = stack.enter_context(workspace(target.parent, f".building-{target.name}-", spare_seconds=0))
        judges = guards if guards is not None else stack.enter_context(GuardProcess())
        with report.timed("total"):
            with report.timed("start"):
                session = stack.enter_context(spark_session(folder / "spark"))
            _Build(request, session, report, progress, judges, folder).run()
        if report.failures:
            kept_at = target.with_name(f"{target.name}.failed_build_report.json")
            kept_at.write_bytes(report.render())
            raise BuildFailedError(report, kept_at)
        report.succeeded = True
        made = folder / "made"
        (made / MARK).write_bytes(report.render())
        put_in_place(made, target)
    return report


class _Build:
    """The steps up to a folder that is whole; the first that fails is the last."""

    def __init__(
        self, request: Request, session: Any, report: BuildReport, progress: Progress, guards: Guards, folder: Path
    ) -> None:
        self._session = session
        self._report = report
        self._progress = progress
        self._made = folder / "made"
        self._tables = folder / "spark" / TABLES
        seeds, lake = overlay(request.project, folder / "project"), folder / "lake"
        write_seeds({}, seeds)  # dbt asks for their names; the rows are read from the lake
        self._inputs = Inputs(session, request, report, guards, progress, seeds, lake)
        self._dbt = SparkDbt(
            session,
            project=folder / "project",
            tables=lake,
            scratch=folder / "dbt",
            verdict_severity="ERROR" if request.is_committed else "WARN",
        )

    def run(self) -> None:
        """Leaves failures in the report, or everything to publish in its folder."""
        for step in (self._load, self._build_models, self._test, self._write):
            step()
            if self._report.failures:
                return

    def _load(self) -> None:
        with self._report.timed("load"):
            self._inputs.gather()

    def _build_models(self) -> None:
        self._progress.step(messages.STEP_MODELS)
        with self._report.timed("parse"):
            error = self._dbt.parse()
        if error is not None:
            self._report.failures.append(str(messages.DBT_FAILED.fill(detail=error)))
            return
        with self._report.timed("models"):
            self._take(self._dbt.build())

    def _test(self) -> None:
        self._progress.step(messages.STEP_TESTS)
        with self._report.timed("tests"):
            self._take(self._dbt.test())

    def _write(self) -> None:
        """Every mart and view as Parquet, and what they hold in numbers."""
        self._progress.step(messages.STEP_PUBLISH)
        with self._report.timed("write"):
            views = {schema: self._names(f"show views in {schema}", "viewName") for schema in SCHEMAS}
            for schema in SCHEMAS:
                for view in sorted(views[schema]):
                    self._session.table(f"{schema}.{view}").write.parquet((self._made / schema / view).as_uri())
            for schema in SCHEMAS:  # a table is Parquet already, and no view is read any more
                for table in self._names(f"show tables in {schema}", "tableName") - views[schema]:
                    path = self._made / schema / table
                    path.parent.mkdir(parents=True, exist_ok=True)
                    (self._tables / f"{schema}.db" / table).rename(path)
        with duckdb.connect() as connection:
            marts = {folder.name: _rows(folder) for folder in sorted((self._made / "marts").iterdir())}
            for name, rows in marts.items():
                ((self._report.rows[name],),) = connection.execute(f"select count(*) from {rows}").fetchall()
            count = "select {0}, count(*) from {1} group by {0} order by {0}"
            self._report.checks = dict(
                connection.execute(count.format("verdict", marts["fct_identity_check"])).fetchall()
            )
            self._report.findings = dict(connection.execute(count.format("severity", marts["fct_finding"])).fetchall())

    def _names(self, query: str, column: str) -> set[str]:
        return {row[column] for row in self._session.sql(query).collect() if not row["isTemporary"]}

    def _take(self, outcome: Outcome) -> None:
        self._report.failures.extend(outcome.failures)
        self._report.warnings.extend(node.words for node in outcome.nodes if node.status == "warn")


def _rows(folder: Path) -> str:
    return f"read_parquet({literal(str(folder / '*.parquet'))})"


def _held(holder: Holder, *, wait: bool = False) -> messages.Message:
    said = messages.LOCK_WAIT if wait else messages.LOCK_HELD
    return said.fill(pid=holder.pid, since=holder.since)
