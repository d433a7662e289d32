"""One build: load, guard, dbt, guard, publish, tell.

Whatever fails before the publishing, the published warehouse is as it was; what fails after it does not undo it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders import messages, paths, pipeline
from loaders.files import replace_whole, uninterrupted, write_seeds
from loaders.guards.process import GuardProcess, Guards
from loaders.guards.results import GuardReport
from loaders.messages import SaidError, say
from loaders.progress import Progress
from loaders.warehouse import compiled, history
from loaders.warehouse.build_report import BuildReport, earlier_failures
from loaders.warehouse.dbt_runner import Dbt, Outcome
from loaders.warehouse.lock import Holder, LockHeldError, locked
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds, overlay
from loaders.warehouse.parsed import key_of
from loaders.warehouse.parts.build import LakeBuild
from loaders.warehouse.publish import publish
from loaders.workspace import workspace

Steps = Generator[Callable[[], None]]
REPORT = "build_report.json"
FAILED_REPORT = "failed_build_report.json"
GUARDS = "guards.json"

# The committed reports are known to hold: a violation there is a mistake of ours. In other people's reports it is a
# finding, which must be published.
_OURS, _OF_OTHERS = "ERROR", "WARN"

_COMPRESSED_FROM = 64 << 20  # bytes of the loaders' tables


@dataclass(frozen=True, slots=True)
class Request:
    """What to build.

    Without `documents` the tables in `seeds` are built as they are (by default the committed ones). With
    `documents` these are loaded first, into `seeds` if it is given, else for this build only: the committed seeds
    are never overwritten by a build. With `lake` all documents of that lake are built, after `documents` have been
    loaded into it (known ones `again` if so asked); `full` divides
    all documents into parts anew.
    """

    warehouse: Path = paths.WAREHOUSE
    documents: tuple[Path, ...] = ()
    seeds: Path | None = None
    wait: bool = False
    project: Path = paths.ROOT
    lake: Path | None = None
    again: bool = False
    full: bool = False

    @property
    def is_committed(self) -> bool:
        """Whether the committed tables are built, and nobody else's."""
        return not self.documents and self.seeds is None and self.lake is None


class BuildFailedError(Exception):
    """A model, test or guard failed; nothing was published."""

    def __init__(self, report: BuildReport, kept_at: Path) -> None:
        super().__init__("\n".join(report.failures))
        self.report = report
        self.kept_at = kept_at


class UntoldError(Exception):
    """The warehouse was published, but what tells of that could not be written, or what it replaces not be removed.

    `undone` has the system's word for each of these.
    """

    def __init__(self, report: BuildReport, undone: list[str]) -> None:
        super().__init__("\n".join(undone))
        self.report = report
        self.undone = undone


def build(request: Request, progress: Progress, guards: Guards | None = None) -> BuildReport:
    """Builds and publishes; returns the report that stands beside the warehouse.

    Raises BuildFailedError when something that was built is wrong, SaidError when there is nothing to build or
    another build is running, UntoldError when all went well up to the publishing, and not what comes after. `guards`
    are started for the build unless they are given.
    """
    target = request.warehouse.resolve()
    lock = target.with_name(target.name + ".lock")
    report = BuildReport(warehouse=target.name)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(lock, wait=request.wait, on_wait=_say_wait))
        except LockHeldError as error:
            raise SaidError(_about(messages.LOCK_HELD, error.holder)) from error
        # No other build of this warehouse is alive: every folder a former one left can go.
        folder = stack.enter_context(workspace(target.parent, f".building-{target.name}-", spare_seconds=0))
        judges = guards if guards is not None else stack.enter_context(GuardProcess())
        kept_at = target.with_name(FAILED_REPORT)
        report.earlier_failures = earlier_failures(kept_at)
        try:
            with report.timed("total"):
                kind = LakeBuild if request.lake is not None else _Build
                made = kind(request, target, report, progress, judges, folder)
                _take_steps(made.steps(), report)
        except (NothingReadError, SaidError) as error:
            report.failures.append(str(error.message))
            _keep(report, kept_at)
            raise
        undone = [] if report.failures else _publish(made, target, report)
        if report.failures:
            _keep(report, kept_at)
            raise BuildFailedError(report, kept_at)
    if undone:
        raise UntoldError(report, undone)
    return report


def _publish(made: _Build | LakeBuild, target: Path, report: BuildReport) -> list[str]:
    """Puts the finished warehouse in its place and tells of it; a failure up to that is added to the report.

    Ctrl-C waits meanwhile, and comes too late once the warehouse is published. Returns, in the system's words, what
    could not be done after that.
    """
    undone = []
    try:
        with uninterrupted():
            with report.timed("publish"):
                _take(lambda: publish(made.built, target), report)
            report.seconds["total"] = round(report.seconds["total"] + report.seconds["publish"], 3)
            if not report.failures:
                report.earlier_failures = []
                report.succeeded = True
                for follow in (
                    made.tidy,
                    lambda: replace_whole(target.with_name(GUARDS), report.render_guards()),
                    lambda: replace_whole(target.with_name(REPORT), report.render()),
                    lambda: target.with_name(FAILED_REPORT).unlink(missing_ok=True),
                ):
                    try:
                        follow()
                    except OSError as error:
                        undone.append(str(error))
    except KeyboardInterrupt:
        if not report.succeeded:
            raise
    return undone


class _Build:
    """The steps from documents or tables to the finished file; the first that fails is the last."""

    def __init__(
        self, request: Request, target: Path, report: BuildReport, progress: Progress, guards: Guards, folder: Path
    ) -> None:
        self._request = request
        self._target = target
        self._report = report
        self._progress = progress
        self._guards = guards
        # Views in DuckDB carry their database's name, which is the file's stem: it must be the published one's.
        self.built = folder / target.name
        self._key = key_of(request.project)
        self._seeds = overlay(request.project, folder / "project")
        self._request_seeds = request.seeds.absolute() if request.seeds is not None else None
        self._loaded: pipeline.LoadResult | None = None
        self._dbt = Dbt(
            project=folder / "project",
            warehouse=self.built,
            scratch=folder / "dbt",
            verdict_severity=_OURS if request.is_committed else _OF_OTHERS,
        )

    def steps(self) -> Steps:
        """With the last of them the file is ready to be published."""
        try:
            yield from (self._load, self._build_models, self._test, self._finish)
        finally:
            self._dbt.settle()  # its folder goes next

    def _load(self) -> None:
        request = self._request
        with self._report.timed("load"):
            if request.documents:
                documents = [path.absolute() for path in request.documents]
                write_seeds({}, self._seeds)  # dbt asks for their names only, until the models are built
                self._dbt.prepare()  # other processes read the documents
                result = pipeline.load(documents, progress=self._progress.file, apart=True)
                self._dbt.settle()  # it reads the folder that the tables go into
                self._take(result)
            else:
                copy_seeds(request.seeds or request.project / REPORT_SEEDS, self._seeds)
                self._report.add_documents(self._seeds)
        if not self._report.documents.get(pipeline.LOADED):
            raise SaidError(messages.NO_DOCUMENTS, usage=True)

    def _take(self, result: pipeline.LoadResult) -> None:
        self._loaded = result
        write_seeds(result.tables(), self._seeds)
        self._report.add_documents(self._seeds)
        if not result.count(pipeline.LOADED):
            raise NothingReadError(result)

    def _build_models(self) -> None:
        """The guards judge the loaders' tables meanwhile: what they find comes first, for the models stand on it.

        A document in which they find something wrong is quarantined, and the models are built again without it: it
        must not keep the others from being published.
        """
        self._progress.step(messages.STEP_MODELS)
        judged = self._guards.seeds(self._seeds)
        with self._report.timed("parse"):
            error = self._dbt.parse()
        if sum(file.stat().st_size for file in self._seeds.glob("*.csv")) < _COMPRESSED_FROM:
            self._dbt.leave_uncompressed()
        outcome = self._models(error)
        with self._report.timed("wait_for_guard_of_seeds"):
            found = judged()
        while self._loaded is not None and (blamed := found.blamed()):
            self._take(self._loaded.without(blamed))
            judged = self._guards.seeds(self._seeds)
            self.built.unlink(missing_ok=True)
            outcome = self._models(error)
            found = judged()
        self._take_guard(found)
        if self._report.failures:
            return
        if self._loaded is not None and self._request_seeds is not None:
            write_seeds(self._loaded.tables(), self._request_seeds)
        self._take_dbt(outcome)
        if not outcome.failures:
            compiled.keep(self._request.project, self._key, self._dbt.nodes)

    def _models(self, error: str | None) -> Outcome:
        if error is not None:
            return Outcome((), str(messages.DBT_FAILED.fill(detail=error)))
        with self._report.timed("models"):
            return self._dbt.build()

    def _test(self) -> None:
        """dbt's tests on the new file and the guards on a copy: DuckDB lets no second process read along."""
        self._progress.step(messages.STEP_TESTS)
        copy = self.built.parent / "copy" / self.built.name
        copy.parent.mkdir()
        shutil.copyfile(self.built, copy)
        answer = self._guards.marts(copy)
        with self._report.timed("tests"):
            self._take_dbt(self._dbt.test())
        with self._report.timed("wait_for_guard_of_marts"):
            self._take_guard(answer())

    def _finish(self) -> None:
        report = self._report
        self._progress.step(messages.STEP_PUBLISH)
        report.add_warehouse(self.built)
        with report.timed("history"):
            report.rows |= history.keep(self.built, self._target, report, report.earlier_failures, self.built.parent)

    def tidy(self) -> None:
        """Nothing is left of what was published before."""

    def _take_dbt(self, outcome: Outcome) -> None:
        self._report.failures.extend(outcome.failures)
        self._report.warnings.extend(node.words for node in outcome.nodes if node.status == "warn")

    def _take_guard(self, found: GuardReport) -> None:
        self._report.add_guard(found)
        self._report.failures.extend(failure.words for failure in found.failures)


def _take_steps(steps: Steps, report: BuildReport) -> None:
    """Takes one step after another until the report holds failures."""
    with closing(steps):
        for step in steps:
            _take(step, report)
            if report.failures:
                return


def _take(step: Callable[[], None], report: BuildReport) -> None:
    """Takes a step; adds its failure to the report."""
    try:
        step()
    except (OSError, duckdb.Error) as error:  # no room, no right, a file torn away
        report.failures.append(str(messages.SYSTEM_REFUSED.fill(detail=error)))
    except SaidError as error:
        if error.usage:
            raise
        report.failures.append(str(error.message))


class NothingReadError(Exception):
    """Documents were given, and not one of them could be read."""

    def __init__(self, result: pipeline.LoadResult) -> None:
        super().__init__(messages.NOTHING_READ.en)
        self.message = messages.NOTHING_READ
        self.result = result


def _keep(report: BuildReport, path: Path) -> None:
    with suppress(OSError):  # a full disk must not hide why the build failed
        replace_whole(path, report.render())


def _about(message: messages.Message, holder: Holder) -> messages.Message:
    return message.fill(pid=holder.pid, since=holder.since)


def _say_wait(holder: Holder) -> None:
    say(_about(messages.LOCK_WAIT, holder))
