"""A build from a lake: load what is new, build the parts that changed, put the warehouse together, publish."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from loaders.files import digest_of
from loaders.guards.process import Guards
from loaders.lake import documents, loading, messages
from loaders.lake.lake import Lake
from loaders.messages import NO_DOCUMENTS, STEP_PUBLISH, SaidError, say
from loaders.pipeline import LOADED
from loaders.progress import Progress
from loaders.warehouse import compiled, history
from loaders.warehouse.build_report import BuildReport
from loaders.warehouse.compiled import Compiled
from loaders.warehouse.parsed import key_of
from loaders.warehouse.parts import expiry
from loaders.warehouse.parts.assemble import Assembly, former
from loaders.warehouse.parts.part import BUILDING, Order, exported
from loaders.warehouse.parts.place import parts_of
from loaders.warehouse.parts.plan import Plan, Standing, plan
from loaders.warehouse.parts.workers import build_parts
from loaders.workspace import sweep

if TYPE_CHECKING:
    from loaders.warehouse.build import Request, Steps

# Beside the models: what else decides the rows of a part. What a person has accepted is left out of the warehouse, not
# of the parts.
_LISTS = ("seeds/classifications", "seeds/rules")
_NOT_IN_PARTS = frozenset({"reviewed_findings.csv"})
_PYTHON = ("loaders/audit", "loaders/warehouse/parts", "loaders/lake/extract.py")


class LakeBuild:
    """The steps from a lake to the published file; a failure is added to the report and ends them."""

    def __init__(
        self, request: Request, target: Path, report: BuildReport, progress: Progress, guards: Guards, folder: Path
    ) -> None:
        assert request.lake is not None
        self._request = request
        self._target = target
        self._report = report
        self._progress = progress
        self._guards = guards
        self._folder = folder
        self._lake = Lake(request.lake)
        self._parts = parts_of(target)
        self.built = folder / target.name
        self._plan = Plan((), ())
        self._compiled = Compiled(())

    def steps(self) -> Steps:
        """With the last of them the file is ready to be published."""
        yield from (self._load, self._make_plan, self._build_parts, self._assemble)

    def _load(self) -> None:
        if self._request.documents:
            with self._report.timed("load"):
                told = loading.load(
                    self._lake, self._request.documents, self._guards, self._progress, again=self._request.again
                )
            self._report.quarantined = [
                {"file_name": name, "status_reason": reason, "status_detail": detail, "page": "", "line": ""}
                for name, reason, detail in told.quarantined
            ]
            if told.outdated:
                say(messages.OUTDATED.fill(count=told.outdated))
        self._lake.require()

    def _make_plan(self) -> None:
        with self._report.timed("plan"), duckdb.connect() as connection:
            entries = documents.entries(self._lake, connection)
            families = documents.families(entries, documents.units(self._lake, connection))
            code = code_of(self._request.project)
            known = () if self._request.full else former(self._target, self._parts)
            self._plan = plan(families, known, code)
        self._report.documents = dict(sorted(Counter(entry.status for entry in entries).items()))
        if not self._report.documents.get(LOADED):
            raise SaidError(NO_DOCUMENTS, usage=True)

    def _build_parts(self) -> None:
        self._progress.step(messages.PARTS.fill(new=len(self._plan.new), standing=len(self._plan.standing)))
        with self._report.timed("parse"):
            self._compiled = compiled.compiled(self._request.project, self._folder / "compile")
        self._parts.mkdir(parents=True, exist_ok=True)
        # Of builds that were killed; no other build of this warehouse is alive.
        sweep(self._parts, BUILDING, spare_seconds=0)
        kept = exported(self._compiled.steps)
        orders = [Order(self._request.project, self._lake.folder, self._parts, part, kept) for part in self._plan.new]
        with self._report.timed("parts"):
            for done, made in enumerate(build_parts(orders, self._guards), start=1):
                self._report.failures += made.failures
                self._report.warnings += made.warnings
                self._report.guards += made.guards
                for step, seconds in made.seconds.items():  # of all parts together: some are built at once
                    told = self._report.part_seconds
                    told[step] = round(told.get(step, 0.0) + seconds, 3)
                self._progress.step(messages.PART_DONE.fill(done=done, total=len(orders), key=made.key))

    def _assemble(self) -> None:
        report, standing = self._report, self._plan.all
        report.input_sha256 = hashlib.sha256("\n".join(_named(each) for each in standing).encode()).hexdigest()
        with report.timed("assemble"):
            Assembly(self.built, self._parts, self._compiled, self._request.project).make(standing)
            report.add_warehouse(self.built, [step.name for step in exported(self._compiled.steps)])
        self._progress.step(STEP_PUBLISH)
        with report.timed("history"):
            report.rows |= history.keep(self.built, self._target, report, report.earlier_failures, self._folder)

    def tidy(self) -> None:
        """Removes parts that nobody reads any more; raises OSError where the system refuses."""
        expiry.expire(self._parts, {each.part.key for each in self._plan.all})


def code_of(project: Path) -> str:
    """Digest of all but the documents that decides what is in a part."""
    names = (*_LISTS, *_PYTHON)
    return digest_of(project, names, {".csv", ".py"}, seed=key_of(project), without=_NOT_IN_PARTS)


def _named(standing: Standing) -> str:
    return " ".join([standing.part.key, *(entry.document_id for entry in standing.gone)])
