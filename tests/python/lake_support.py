"""Lakes of small reports for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
from miniature import Lenient
from samples import Accounts, final_accounts

from loaders.guards.process import Guards
from loaders.lake import documents, loading
from loaders.lake.documents import Entry
from loaders.lake.lake import Lake
from loaders.lake.loading import Loaded
from loaders.progress import Progress

D = Decimal


def report(folder: Path, name: str, **changes: object) -> Path:
    """Writes the final accounts of a department (see `samples.Accounts`) to a file of that name; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    accounts = replace(Accounts(), **changes)  # type: ignore[arg-type]
    path.write_text(final_accounts(accounts), encoding="utf-8")
    return path


def load(lake: Lake, *paths: Path, again: bool = False, guards: Guards | None = None) -> Loaded:
    """Loads into the lake, without Great Expectations unless guards are given."""
    return loading.load(lake, paths, guards or Lenient(), Progress(), again=again)


def entries(lake: Lake) -> dict[str, Entry]:
    """The lake's documents by key."""
    with duckdb.connect() as connection:
        return {entry.document_id: entry for entry in documents.entries(lake, connection)}


def by_file(lake: Lake) -> dict[str, Entry]:
    """The lake's documents by the name of their file; each file has one."""
    with duckdb.connect() as connection:
        found = {entry.document_id: entry for entry in documents.entries(lake, connection)}
        names = connection.execute("select file_name, document_id from documents").fetchall()
    return {name: found[document] for name, document in names}


def spy(calls: list[str], wrapped: Callable[..., object]) -> Callable[..., object]:
    """`wrapped`, with the name of each file that it is called with put down in `calls`."""

    def call(path: Path) -> object:
        calls.append(path.name)
        return wrapped(path)

    return call
