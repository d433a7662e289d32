"""Documents into a lake: in batches, each whole or not at all; what is there already is not read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import duckdb

from loaders import paths, pipeline, readers, seedfiles
from loaders.files import digest_of
from loaders.guards.process import Answer, Guards
from loaders.inputs import find_files, shown_name
from loaders.lake import index, messages, tables
from loaders.lake.lake import Lake
from loaders.messages import SaidError
from loaders.pipeline import LoadResult
from loaders.progress import Progress
from loaders.readers.errors import UnreadableError
from loaders.settings import whole_number
from loaders.sql import literal
from loaders.workers import READER_DIED

BATCH_FILES = 200
"""Files in a batch: what an interruption has a load read again at most, and what is held in memory at once."""
_READ_BY = ("loaders/readers", "loaders/reports", "loaders/layouts", "loaders/pipeline.py", "seeds/classifications")


@dataclass
class Loaded:
    """What a load did. `known` files were there and were left alone, `outdated` of them read by another version of this
    program; `documents` counts those read now by status, `quarantined` has their file, reason and detail."""

    known: int = 0
    outdated: int = 0
    read: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    quarantined: list[tuple[str, str, str]] = field(default_factory=list)


def load(
    lake: Lake,
    given: Iterable[Path],
    guards: Guards,
    progress: Progress,
    *,
    again: bool = False,
    read: Callable[[Sequence[Path]], Iterable[Any]] | None = None,
    batch_files: int | None = None,
) -> Loaded:
    """Reads the files that the lake does not have, by content and name, and writes them to it; with `again` all.

    A file whose reader died is no file that it has: what ended that process may have been the machine. `read` reads
    them elsewhere (see `pipeline.load`), so many at once (by default the setting JUESUAN_BATCH_FILES).

    Raises UnreadableError where a path names nothing to read, SaidError where another load is going on or the guards
    refuse a batch as a whole. Whatever stops it, the batches before are in the lake and the next load goes on.
    """
    files = find_files(given)
    together = batch_files or whole_number("JUESUAN_BATCH_FILES", BATCH_FILES)
    with lake.locked(), _Loading(lake, guards, read, together) as loading:
        for passed, batch in loading.batches(files, again=again):
            loading.read(batch, progress, passed, len(files))
        loading.write_waiting()
        lake.end_load()
        return loading.told


@dataclass(frozen=True, slots=True)
class _Present:
    """A file that is in the lake: its key, the load that brought it first, what read it last, and whether that died."""

    input_file_id: str
    arrival: int
    reader: str
    reader_died: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A batch that has been read and waits to be written: its tables as seeds, which the guards are looking at."""

    result: LoadResult
    answer: Answer
    seeds: Path
    made: Path
    arrivals: Mapping[str, int]
    folder: ExitStack


class _Loading:
    """One load: a batch is guarded, in the guards' own process, while the next is read."""

    def __init__(
        self,
        lake: Lake,
        guards: Guards,
        read: Callable[[Sequence[Path]], Iterable[Any]] | None,
        batch_files: int,
    ) -> None:
        self.told = Loaded()
        self._lake = lake
        self._guards = guards
        self._read = read
        self._batch_files = batch_files
        self._number = lake.begin_load()
        self._connection = duckdb.connect()
        index.create(lake, self._connection)
        self._present = self._find_present()
        self._taken = self._keys("select input_file_id from files union all select document_id from documents")
        self._waiting: _Waiting | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._waiting is not None:  # something went wrong: the next load reads it again
            self._waiting.folder.close()
        self._connection.close()

    def batches(self, files: list[Path], *, again: bool) -> Iterator[tuple[int, list[tuple[Path, _Present | None]]]]:
        """What is to be read, in batches, each with how many files were passed before it."""
        batch: list[tuple[Path, _Present | None]] = []
        for passed, path in enumerate(files):
            present = self._present.get((_digest(path), shown_name(path)))
            if present is not None and not again and not present.reader_died:
                self.told.known += 1
                self.told.outdated += present.reader != reader()
                continue
            batch.append((path, present))
            if len(batch) == self._batch_files:
                yield passed + 1 - len(batch), batch
                batch = []
        if batch:
            yield len(files) - len(batch), batch

    def read(self, batch: list[tuple[Path, _Present | None]], progress: Progress, passed: int, total: int) -> None:
        """Reads a batch and hands it to the guards; then the one before it is written."""
        replaced = {present.input_file_id: present.arrival for _, present in batch if present is not None}
        result = pipeline.load(
            [path for path, _ in batch],
            progress=lambda done, _, name: progress.file(passed + done, total, name),
            apart=True,
            read=self._read,
            taken=self._taken - replaced.keys() - self._documents_of(replaced),
        )
        self.told.read += len(batch)
        self._taken |= {file.input_file_id for file in result.files}
        self._taken |= {document.document_id for document in result.documents}
        self.write_waiting()
        self._hand_to_guards(result.unsettled, replaced)

    def write_waiting(self) -> None:
        """Writes the batch that waits for the guards' answer, without the documents that they refuse."""
        if self._waiting is None:
            return
        waiting, self._waiting = self._waiting, None
        with waiting.folder:
            result = waiting.result
            found = waiting.answer()
            while blamed := found.blamed():
                result = result.without(blamed).unsettled
                seedfiles.write(result.tables(), waiting.seeds)
                found = self._guards.seeds(waiting.seeds)()
            if found.failures:
                detail = "; ".join(failure.words for failure in found.failures)
                raise SaidError(messages.REFUSED.fill(detail=detail))
            tables.convert(waiting.seeds, waiting.made, self._connection)
            self._lake.add(waiting.made, self._number, reader(), self._connection, waiting.arrivals)
        for document in result.documents:
            self.told.documents[document.status] += 1
            if document.status == pipeline.QUARANTINED:
                self.told.quarantined.append((document.file_name, document.reason, document.detail))

    def _hand_to_guards(self, result: LoadResult, arrivals: Mapping[str, int]) -> None:
        with ExitStack() as stack:
            made = stack.enter_context(self._lake.new_batch())
            seeds = made.parent / "seeds"
            seedfiles.write(result.tables(), seeds)
            answer = self._guards.seeds(seeds)
            self._waiting = _Waiting(result, answer, seeds, made, arrivals, stack.pop_all())

    def _find_present(self) -> dict[tuple[str, str], _Present]:
        readers_of = {batch.number: batch.reader for batch in self._lake.batches()}
        rows = self._connection.execute(
            "select coalesce(sha256, ''), file_name, input_file_id, arrival, batch, input_file_id in"
            f" (select input_file_id from documents where status_reason = {literal(READER_DIED)}) from files"
        ).fetchall()
        return {
            (sha256, name): _Present(key, arrival, readers_of[batch], died)
            for sha256, name, key, arrival, batch, died in rows
        }

    def _documents_of(self, files: Iterable[str]) -> set[str]:
        return self._keys("select document_id from documents where list_contains($1, input_file_id)", list(files))

    def _keys(self, sql: str, *values: object) -> set[str]:
        return {key for (key,) in self._connection.execute(sql, values).fetchall()}


@cache
def reader() -> str:
    """What reads documents: a digest of the code, the layouts and the code lists that decide what is read."""
    return digest_of(paths.ROOT, _READ_BY, {".py", ".yml", ".csv"})[:16]


def _digest(path: Path) -> str:
    """The file's SHA-256; empty where it cannot be read, which is then said when it is."""
    try:
        return hashlib.sha256(readers.load_bytes(path)).hexdigest()
    except UnreadableError:
        return ""
