"""One build on Spark: load, guard, dbt with its tests, every mart as Parquet, and the folder put in its place."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from loaders import messages, paths, pipeline
from loaders.files import write_seeds
from loaders.guards.process import GuardProcess, Guards
from loaders.lake.typed import write_typed
from loaders.messages import SaidError, say
from loaders.progress import Progress
from loaders.spark.dbt import SparkDbt
from loaders.spark.load import load
from loaders.spark.publish import MARK, put_in_place, refuse_foreign
from loaders.spark.session import spark_session
from loaders.warehouse.build import BuildFailedError, NothingReadError
from loaders.warehouse.build_report import BuildReport
from loaders.warehouse.dbt_runner import Outcome
from loaders.warehouse.lock import LockHeldError, locked
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds, overlay
from loaders.workspace import workspace

SCHEMAS = ("marts", "bi")
"""What is published: each a folder, with a folder of Parquet files for each of its tables and views."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: `documents`, or else the tables in `seeds` (by default the committed ones), into `output`."""

    output: Path
    documents: tuple[Path, ...] = ()
    seeds: Path | None = None
    wait: bool = False
    project: Path = paths.ROOT


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
        self._request = request
        self._session = session
        self._report = report
        self._progress = progress
        self._guards = guards
        self._made = folder / "made"
        self._seeds = overlay(request.project, folder / "project")
        self._lake = folder / "lake"
        is_committed = not request.documents and request.seeds is None
        self._dbt = SparkDbt(
            session,
            project=folder / "project",
            tables=str(self._lake),
            scratch=folder / "dbt",
            verdict_severity="ERROR" if is_committed else "WARN",
        )

    def run(self) -> None:
        """Leaves failures in the report, or everything to publish in its folder."""
        for step in (self._load, self._build_models, self._test, self._write):
            step()
            if self._report.failures:
                return

    def _load(self) -> None:
        """The loaders' tables, without the documents in which a guard finds something wrong."""
        request = self._request
        with self._report.timed("load"):
            if request.documents:
                result = load(self._session, [path.absolute() for path in request.documents], self._progress.file)
                write_seeds(result.tables(), self._seeds)
                found = self._guards.seeds(self._seeds)()
                while blamed := found.blamed():
                    result = result.without(blamed)
                    write_seeds(result.tables(), self._seeds)
                    found = self._guards.seeds(self._seeds)()
                if not result.count(pipeline.LOADED):
                    raise NothingReadError(result)
                if request.seeds is not None:
                    write_seeds(result.tables(), request.seeds.absolute())
            else:
                copy_seeds(request.seeds or request.project / REPORT_SEEDS, self._seeds)
                found = self._guards.seeds(self._seeds)()
            self._report.add_documents(self._seeds)
            self._report.add_guard(found)
            self._report.failures.extend(failure.words for failure in found.failures)
            write_typed(self._seeds, self._lake)
        if not self._report.documents.get(pipeline.LOADED):
            raise SaidError(messages.NO_DOCUMENTS, usage=True)

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
            for schema in SCHEMAS:
                for name in self._names(schema):
                    path = self._made / schema / name
                    self._session.table(f"{schema}.{name}").write.parquet(path.as_uri())
                    if schema == "marts":
                        self._report.rows[name] = self._session.read.parquet(path.as_uri()).count()
        self._report.checks = self._counted("fct_identity_check", "verdict")
        self._report.findings = self._counted("fct_finding", "severity")

    def _names(self, schema: str) -> list[str]:
        found = self._session.sql(f"show tables in {schema}").collect()
        return sorted(row["tableName"] for row in found if not row["isTemporary"])

    def _counted(self, table: str, column: str) -> dict[str, int]:
        rows = self._session.table(f"marts.{table}").groupBy(column).count().collect()
        return {row[column]: row["count"] for row in sorted(rows, key=lambda row: row[column])}

    def _take(self, outcome: Outcome) -> None:
        self._report.failures.extend(outcome.failures)
        self._report.warnings.extend(node.words for node in outcome.nodes if node.status == "warn")


def _held(holder: Any, *, wait: bool = False) -> messages.Message:
    said = messages.LOCK_WAIT if wait else messages.LOCK_HELD
    return said.fill(pid=holder.pid, since=holder.since)
