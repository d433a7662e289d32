"""One part: the documents' tables from the lake, the ordinary models and tests, and their rows as Parquet files."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

import duckdb

from loaders.files import sync_file, sync_folder, write_seeds
from loaders.guards.process import Guards
from loaders.lake.documents import Entry
from loaders.lake.extract import extract
from loaders.lake.lake import Lake
from loaders.lake.tables import PARQUET
from loaders.sql import literal, name
from loaders.warehouse import verdicts
from loaders.warehouse.compiled import DATABASE, Step
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import overlay
from loaders.warehouse.parts.plan import Part
from loaders.workspace import workspace

_DOCUMENTS, _CHECKS = "parts_document", "parts_check"
JUDGING = (
    "int_documents_reached",
    "int_identity_terms_selected",
    "int_identity_figures_located",
    "int_identity_rules_expected",
    "int_identity_checks_judged",
)
"""The models between placed figures and verdicts."""
_NOT_OF_PARTS = ("rpt_proof",)
"""What is made of all parts when somebody asks for it, and takes as long to test as the rest together."""
BUILDING = ".part-"
"""What the folders of parts being built begin with."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a process is given that builds a part."""

    project: Path
    lake: Path
    parts: Path
    part: Part
    exported: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of an order. `failures` are those of models, tests and guards: with any, there is no part.

    `seconds` are those of its steps; `judging` those of the models between placed figures and verdicts.
    """

    key: str
    failures: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    guards: tuple[dict[str, object], ...] = field(default=(), repr=False)
    seconds: dict[str, float] = field(default_factory=dict)


def folder_of(parts: Path, key: str) -> Path:
    """Where a part stands; it is there as a whole or not at all."""
    return parts / key


def file_of(parts: Path, key: str, name: str) -> Path:
    """The rows of one model in a part."""
    return folder_of(parts, key) / f"{name}.parquet"


def is_there(parts: Path, key: str) -> bool:
    """Whether a part has been built."""
    return record_of(parts, key).is_file()


def record_of(parts: Path, key: str) -> Path:
    """The documents that a part was built of, each a row of `Entry`."""
    return file_of(parts, key, _DOCUMENTS)


def counted_of(parts: Path, key: str) -> Path:
    """How many checks of each rule came to each verdict in a part (columns as of `verdicts.relation`)."""
    return file_of(parts, key, _CHECKS)


def build_part(order: Order, guards: Guards) -> Made:
    """Builds the part and puts it in its place, unless it is there or something fails."""
    place = folder_of(order.parts, order.part.key)
    if is_there(order.parts, order.part.key):
        return Made(order.part.key)
    with workspace(order.parts, BUILDING) as folder:
        made = _PartBuild(order, folder).run(guards)
        if not made.failures:
            shutil.rmtree(place, ignore_errors=True)  # of another form, or damaged
            os.rename(folder / "part", place)
            sync_folder(order.parts)
        return made


class _PartBuild:
    def __init__(self, order: Order, folder: Path) -> None:
        self._order = order
        self._folder = folder
        self._failures: list[str] = []
        self._warnings: list[str] = []
        self._found: list[dict[str, object]] = []
        self._seconds: dict[str, float] = {}

    def run(self, guards: Guards) -> Made:
        order, folder = self._order, self._folder
        with self._timed("extract"), duckdb.connect() as connection:
            extract(Lake(order.lake), order.part.entries, folder / "tables", connection)
        write_seeds({}, overlay(order.project, folder / "project"))
        dbt = Dbt(
            project=folder / "project",
            warehouse=None,
            scratch=folder / "dbt",
            verdict_severity="WARN",
            tables=folder / "tables",
            terms="evidence",
        )
        try:
            self._make(dbt, guards)
        finally:
            dbt.close()
        return Made(
            order.part.key, tuple(self._failures), tuple(self._warnings), tuple(self._found), dict(self._seconds)
        )

    def _make(self, dbt: Dbt, guards: Guards) -> None:
        """The guards look at the rows as they will stand, while dbt's tests look at them in memory."""
        with self._timed("models"):
            outcome = dbt.build()
        self._failures += outcome.failures
        self._seconds["judging"] = sum(node.seconds for node in outcome.nodes if node.name in JUDGING)
        if self._failures:
            return
        with self._timed("export"), dbt.reading() as connection:
            self._export(connection, self._folder / "part")
            shown = self._shown(connection)
        answer = guards.marts(shown)
        with self._timed("tests"):
            tested = dbt.test(*_NOT_OF_PARTS)
        self._failures += tested.failures
        self._warnings += [node.words for node in tested.nodes if node.status == "warn"]
        with self._timed("wait_for_guard"):
            found = answer()
        self._found.append(found.as_json())
        self._failures += [failure.words for failure in found.failures]

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self._seconds[step] = time.monotonic() - start

    def _export(self, connection: duckdb.DuckDBPyConnection, target: Path) -> None:
        target.mkdir()
        for step in self._order.exported:
            _copy(connection, step.local, target / f"{step.name}.parquet")
        counted = verdicts.COUNT.format(checks="marts.fct_identity_check")
        _copy(connection, f"({counted})", target / f"{_CHECKS}.parquet")
        _record(self._order.part.entries, target / f"{_DOCUMENTS}.parquet")

    def _shown(self, connection: duckdb.DuckDBPyConnection) -> Path:
        """A warehouse file with views of the marts' rows, for the guards: those of the part, and what is beside it."""
        beside = self._folder / "beside"
        beside.mkdir()
        exported = {step.local: self._folder / "part" / f"{step.name}.parquet" for step in self._order.exported}
        files = {}
        for (table,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts' order by table_name"
        ).fetchall():
            relation = f'"marts".{name(table)}'
            files[relation] = exported.get(relation) or _copy(connection, relation, beside / f"{table}.parquet")
        shown = self._folder / f"{DATABASE}.duckdb"
        with duckdb.connect(str(shown)) as marts:
            marts.execute("create schema marts")
            for relation, file in files.items():
                marts.execute(f"create view {relation} as from read_parquet({literal(str(file))})")
        return shown


def _copy(connection: duckdb.DuckDBPyConnection, relation: str, file: Path) -> Path:
    """The rows as a Parquet file that is on the disk when this returns."""
    connection.execute(f"copy (from {relation}) to {literal(str(file))} ({PARQUET})")
    sync_file(file)
    return file


def _record(entries: Sequence[Entry], file: Path) -> None:
    rows = ", ".join(f"({', '.join(map(literal, astuple(entry)))})" for entry in entries)
    names = ", ".join(field.name for field in fields(Entry))
    with duckdb.connect() as connection:
        connection.execute(
            "create table document (document_id varchar, batch integer, figures bigint, department_id varchar,"
            " status varchar, duplicate_of varchar, superseded_by varchar)"
        )
        connection.execute(f"insert into document ({names}) values {rows}")
        _copy(connection, "document", file)


def exported(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The models whose rows a part keeps."""
    return tuple(step for step in steps if step.scope == "part")
