"""What a build on Spark reads: the loaders' tables as typed Parquet in one folder, wherever they come from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages, paths, pipeline
from loaders.files import write_seeds
from loaders.guards.process import Guards
from loaders.lake import documents, extract, loading, tables
from loaders.lake.lake import Lake
from loaders.messages import SaidError
from loaders.progress import Progress
from loaders.seedfiles import COLUMNS
from loaders.spark.load import BATCH_FILES, load, reader
from loaders.sql import literal
from loaders.warehouse.build import NothingReadError
from loaders.warehouse.build_report import BuildReport
from loaders.warehouse.overlay import REPORT_SEEDS, copy_seeds


@dataclass(frozen=True, slots=True)
class Request:
    """What to build into the folder `output`: the `documents`, or else the tables in `seeds` (by default the committed
    ones); with `lake` all documents of that lake, after `documents` have been added to it."""

    output: Path
    documents: tuple[Path, ...] = ()
    seeds: Path | None = None
    wait: bool = False
    lake: Path | None = None
    again: bool = False
    project: Path = paths.ROOT

    @property
    def is_committed(self) -> bool:
        """Whether the committed tables are built, and nobody else's."""
        return not self.documents and self.seeds is None and self.lake is None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Fills the folder `made` with every table; `seeds` is the folder of the same tables as text, where there are such.

    What was read, and what a guard found wrong with it, goes into the report.
    """

    session: Any
    request: Request
    report: BuildReport
    guards: Guards
    progress: Progress
    seeds: Path
    made: Path

    def gather(self) -> None:
        """Raises NothingReadError or SaidError where there is nothing to build."""
        if self.request.lake is not None:
            self._from_lake(Lake(self.request.lake))
        else:
            self._from_seeds()
        if not self.report.documents.get(pipeline.LOADED):
            raise SaidError(messages.NO_DOCUMENTS, usage=True)

    def _from_lake(self, lake: Lake) -> None:
        """Its documents were guarded when they were added; so are those that are added now."""
        request, report = self.request, self.report
        if request.documents:
            given = [path.absolute() for path in request.documents]
            told = loading.load(
                lake, given, self.guards, self.progress, again=request.again, read=reader(self.session),
                batch_files=BATCH_FILES,
            )  # fmt: skip
            report.quarantined = [
                {"file_name": name, "status_reason": reason, "status_detail": detail, "page": "", "line": ""}
                for name, reason, detail in told.quarantined
            ]
        lake.require()
        with duckdb.connect() as connection:
            entries = documents.entries(lake, connection)
            extract.extract(lake, entries, self.made, connection)
        standing = sorted(" ".join(entry.standing) for entry in entries)
        report.input_sha256 = hashlib.sha256("\n".join(standing).encode()).hexdigest()
        report.documents = dict(sorted(Counter(entry.status for entry in entries).items()))

    def _from_seeds(self) -> None:
        """Without the documents in which a guard finds something wrong."""
        request, report = self.request, self.report
        if request.documents:
            self._load(request.documents)
        else:
            copy_seeds(request.seeds or request.project / REPORT_SEEDS, self.seeds)
        found = self.guards.seeds(self.seeds)()
        report.add_documents(self.seeds)
        report.add_guard(found)
        report.failures.extend(failure.words for failure in found.failures)
        with duckdb.connect() as connection:
            tables.convert(self.seeds, self.made, connection)
            for name in COLUMNS:  # Spark reads what is there
                if not (file := tables.file(self.made, name)).is_file():
                    empty = tables.scan([], name)
                    connection.execute(f"copy (from {empty}) to {literal(str(file))} ({tables.PARQUET})")

    def _load(self, given: Sequence[Path]) -> None:
        result = load(self.session, [path.absolute() for path in given], self.progress.file)
        write_seeds(result.tables(), self.seeds)
        while blamed := self.guards.seeds(self.seeds)().blamed():
            result = result.without(blamed)
            write_seeds(result.tables(), self.seeds)
        if not result.count(pipeline.LOADED):
            raise NothingReadError(result)
        if self.request.seeds is not None:
            write_seeds(result.tables(), self.request.seeds.absolute())
