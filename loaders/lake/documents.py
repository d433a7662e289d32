"""The documents of a lake as they stand now: which count, and which must be judged together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from loaders.lake import index, likeness, messages
from loaders.lake.lake import Lake
from loaders.messages import SaidError
from loaders.reports.editions import SUPERSEDED, Candidate, Fate, fates, is_corrected
from loaders.reports.editions import Likeness as Agreement

_NOT_ALIKE = Agreement(figures=0, alike=0, amounts=0, amounts_alike=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: where its rows are, how many figures it has, and what became of it."""

    document_id: str
    batch: int
    figures: int
    department_id: str | None
    status: str
    duplicate_of: str | None = None
    superseded_by: str | None = None

    @property
    def standing(self) -> tuple[str, ...]:
        """All that a warehouse of this document depends on: its rows, and whether it counts."""
        return self.document_id, str(self.batch), self.status, self.duplicate_of or "", self.superseded_by or ""


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that rules compare with one another: those of a department, its units' with them."""

    key: str
    entries: tuple[Entry, ...]

    @property
    def figures(self) -> int:
        """How many figures they have together."""
        return sum(entry.figures for entry in self.entries)


def entries(lake: Lake, connection: duckdb.DuckDBPyConnection) -> list[Entry]:
    """The lake's documents, copies and former editions marked, in the order of batches and keys.

    Makes the temporary tables of `index.create`. Raises SaidError where a file has lost a document.
    """
    index.create(lake, connection)
    _require_all_documents(lake, connection)
    rows = connection.execute(
        "select document_id, batch, figure_rows, department_id, load_status, duplicate_of_document_id"
        " from documents order by batch, document_id"
    ).fetchall()
    found = _fates(lake, connection)
    result = []
    for document_id, batch, figures, department_id, status, duplicate_of in rows:
        entry = Entry(document_id, batch, figures, department_id, status, duplicate_of)
        fate = found.get(document_id) or found.get(duplicate_of or "")
        if fate is not None and fate.status == SUPERSEDED:
            entry = replace(entry, status=fate.status, duplicate_of=None, superseded_by=fate.other)
        elif fate is not None:
            entry = replace(entry, status=fate.status, duplicate_of=fate.other)
        result.append(entry)
    return result


def families(found: Iterable[Entry], units: Iterable[tuple[str, str]]) -> list[Family]:
    """The documents in groups of which no rule leads out, in the order of their first documents.

    `units` are pairs of departments: one whose report lists the other as its unit. A document of no department is
    compared with nothing.
    """
    of: dict[str, list[Entry]] = {}
    for entry in found:
        of.setdefault(entry.department_id or entry.document_id, []).append(entry)
    parents = {key: key for key in of}

    def root(key: str) -> str:
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for department, unit in units:
        if department in parents and unit in parents:
            first, second = sorted((root(department), root(unit)))
            parents[second] = first
    grouped: dict[str, list[Entry]] = {}
    for key, entries_of_key in of.items():
        grouped.setdefault(root(key), []).extend(entries_of_key)
    return [Family(key, tuple(together)) for key, together in grouped.items()]


def units(lake: Lake, connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Each department with each of its units, as the present documents list them."""
    return connection.execute(
        "select distinct documents.department_id, listed.unit_id"
        f" from {index.scan(lake, 'document_units')} as listed"
        " inner join documents on listed.document_id = documents.document_id and listed.batch = documents.batch"
        " where documents.department_id is not null order by all"
    ).fetchall()


def _fates(lake: Lake, connection: duckdb.DuckDBPyConnection) -> Mapping[str, Fate]:
    known = likeness.read(lake, connection)
    rows: Sequence[tuple[str, str, str, int | None, int, int, str | None, str]] = connection.execute(
        "select document_id, document_kind, department_id, fiscal_year, document_ordinal, arrival, title, file_name"
        " from documents where load_status = 'loaded' and department_id is not null"
        " qualify count(*) over (partition by document_kind, department_id, fiscal_year) > 1"
    ).fetchall()
    candidates = [
        Candidate(document_id, kind, department_id, year, ordinal > 1, arrival, is_corrected(title or "", file_name))
        for document_id, kind, department_id, year, ordinal, arrival, title, file_name in rows
    ]
    return fates(candidates, lambda one, other: known.get(frozenset((one, other)), _NOT_ALIKE))


def _require_all_documents(lake: Lake, connection: duckdb.DuckDBPyConnection) -> None:
    lost = connection.execute(
        "select files.file_name, files.document_count, count(documents.document_id) as found"
        " from files left join documents on files.input_file_id = documents.input_file_id"
        " group by files.input_file_id, files.file_name, files.document_count"
        " having files.document_count is distinct from count(documents.document_id) limit 1"
    ).fetchone()
    if lost is not None:
        name, expected, present = lost
        raise SaidError(messages.LOST.fill(folder=lake.folder, file=name, expected=expected, found=present))
