"""The folder of a lake: batches of documents, each written once and never changed.

    lake/
      batches/000001/        the tables of some hundred documents (loaders.lake.tables), and about them:
        contents.parquet     each document with the number of its figures
        arrivals.parquet     each file with the number of the load that brought it first
        likeness.parquet     each pair of reports of one subject, one of them in this batch, and how far they agree
        batch.json           what the batch is; written last
      load.json              the load that is going on, or was interrupted

A batch is made aside and put in its place by one rename, so a reader finds all of it or nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from loaders.files import replace_whole, sync_file, sync_folder
from loaders.lake import index, likeness, messages, tables
from loaders.messages import SaidError
from loaders.seedfiles import COLUMNS, FIGURE_TABLES
from loaders.sql import literal
from loaders.warehouse.lock import LockHeldError, locked
from loaders.workspace import sweep, workspace

FORM = 1
"""Of the folder; another form is not read."""
_BATCH, _LOAD, _LOCK = "batch.json", "load.json", ".lock"
_MAKING = ".batch-"
"""What the folders of batches being made begin with."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: its number, the load that wrote it, what read its documents, and how many rows each table has."""

    form: int
    number: int
    load: int
    written_at: str
    reader: str
    rows: Mapping[str, int]

    @property
    def name(self) -> str:
        """Of its folder."""
        return f"{self.number:06d}"


class Lake:
    """A lake that is there, or that the first batch makes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._batches = self.folder / "batches"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """For whoever writes. What a killed load left half made goes; raises SaidError where another is going on."""
        try:
            with locked(self.folder / _LOCK):
                sweep(self.folder, _MAKING, spare_seconds=0)
                yield
        except LockHeldError as error:
            raise SaidError(messages.HELD.fill(pid=error.holder.pid, since=error.holder.since)) from error

    def require(self) -> None:
        """Raises SaidError where there is no lake, or one of another form."""
        if not self.batches():
            raise SaidError(messages.NO_LAKE.fill(folder=self.folder), usage=True)

    def batches(self) -> list[Batch]:
        """All batches in the order of their numbers; raises SaidError for a lake of another form."""
        found = []
        for number in self.numbers():
            told = json.loads((self.folder_of(number) / _BATCH).read_text(encoding="utf-8"))
            if told.get("form") != FORM:
                raise SaidError(messages.OTHER_FORM.fill(folder=self.folder, form=told.get("form")), usage=True)
            found.append(Batch(**told))
        return found

    def numbers(self) -> list[int]:
        """Those of all batches, in order, whatever their form."""
        if not self._batches.is_dir():
            return []
        return sorted(int(folder.name) for folder in self._batches.iterdir() if (folder / _BATCH).is_file())

    def folder_of(self, batch: int) -> Path:
        """Where the tables of a batch stand."""
        return self._batches / f"{batch:06d}"

    def begin_load(self) -> int:
        """The number of a load: a new one, or that of a load which was interrupted and now goes on."""
        going_on = self.folder / _LOAD
        if going_on.is_file():
            return int(json.loads(going_on.read_text(encoding="utf-8"))["load"])
        load = max((batch.load for batch in self.batches()), default=0) + 1
        replace_whole(going_on, json.dumps({"load": load}).encode())
        return load

    def end_load(self) -> None:
        """All that the load was given is in the lake."""
        (self.folder / _LOAD).unlink(missing_ok=True)

    @contextmanager
    def new_batch(self) -> Iterator[Path]:
        """An empty folder for the tables of a batch, to be handed to `add`."""
        with workspace(self.folder, _MAKING, spare_seconds=0) as folder:  # whoever writes holds the lock
            (folder / "tables").mkdir()
            yield folder / "tables"

    def add(
        self, made: Path, load: int, reader: str, connection: duckdb.DuckDBPyConnection, arrivals: Mapping[str, int]
    ) -> Batch:
        """Puts the tables in the folder `made` into the lake as its next batch; the folder is moved away.

        `connection` has the tables of `index.create`, and they have the batch too when this returns.
        `arrivals` are the files that an earlier load brought and this one has read again, each with its load.
        """
        number = max(self.numbers(), default=0) + 1
        counts = {}
        for name in COLUMNS:
            if (file := tables.file(made, name)).is_file():
                found = connection.execute(f"select count(*) from read_parquet({literal(str(file))})").fetchone()
                counts[name] = found[0] if found else 0
        self._describe(made, load, connection, arrivals)
        likeness.write(self, made, number, connection)
        batch = Batch(FORM, number, load, datetime.now(UTC).isoformat(timespec="seconds"), reader, counts)
        (made / _BATCH).write_text(json.dumps(asdict(batch), indent=2) + "\n", encoding="utf-8")
        for file in made.iterdir():
            sync_file(file)
        self._batches.mkdir(exist_ok=True)
        os.rename(made, self.folder_of(number))
        sync_folder(self._batches)
        index.extend(self, number, connection)
        return batch

    def _describe(
        self, made: Path, load: int, connection: duckdb.DuckDBPyConnection, arrivals: Mapping[str, int]
    ) -> None:
        figures = " union all ".join(
            f"select document_id from {tables.scan([made], f'figures_{table}')}" for table in FIGURE_TABLES
        )
        connection.execute(
            f"copy (select documents.document_id, count(figures.document_id) as figure_count"
            f" from {tables.scan([made], 'documents')} as documents"
            f" left join ({figures}) as figures on documents.document_id = figures.document_id"
            f" group by documents.document_id order by documents.document_id)"
            f" to {literal(str(made / 'contents.parquet'))} ({tables.PARQUET})"
        )
        earlier = ", ".join(f"({literal(file)}, {number})" for file, number in arrivals.items()) or "(null, null)"
        connection.execute(
            f"copy (select files.input_file_id, cast(coalesce(earlier.load, {load}) as integer) as arrival"
            f" from {tables.scan([made], 'input_files')} as files"
            f" left join (values {earlier}) as earlier (input_file_id, load)"
            f" on files.input_file_id = earlier.input_file_id)"
            f" to {literal(str(made / 'arrivals.parquet'))} ({tables.PARQUET})"
        )
