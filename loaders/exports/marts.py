"""What is exported: the tables of one schema of a published warehouse, with their descriptions, in one fixed order."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages, sql
from loaders.messages import SaidError
from loaders.warehouse.query import read_only

SCHEMA = "marts"
_AT_ONCE = 10_000
_NAME_LENGTH = 80
_SOURCES = (
    "document_id", "file_name", "sha256", "document_kind", "title", "department_name", "fiscal_year", "load_status",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `data_type` is DuckDB's (DECIMAL(20,2), VARCHAR …), `description` in both languages."""

    name: str
    data_type: str
    description: str
    is_required: bool

    @property
    def base_type(self) -> str:
        """The type without its precision: DECIMAL."""
        return self.data_type.split("(")[0]

    @property
    def scale(self) -> int:
        """Decimals of a DECIMAL; 0 of everything else."""
        found = re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", self.data_type)
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view; `description` begins with its grain."""

    name: str
    description: str
    columns: tuple[Column, ...]
    row_count: int

    @property
    def file_stem(self) -> str:
        """The name as a part of a path: letters, digits and underscores, all else as its code between hyphens.

        Different tables have different stems, and none leads out of its folder.
        """
        stem = re.sub(r"[^A-Za-z0-9_]", lambda found: f"-{ord(found[0]):x}-", self.name)
        if len(stem) > _NAME_LENGTH:
            return f"{stem[:_NAME_LENGTH]}-{hashlib.sha256(self.name.encode()).hexdigest()[:12]}"
        return stem


@dataclass(frozen=True, slots=True)
class Build:
    """The build that published the warehouse, as far as it keeps a history; times are UTC, ISO 8601."""

    build_id: str = ""
    started_at: str = ""
    versions: str = ""


@dataclass(frozen=True)
class Marts:
    """The tables to export and the connection to read them with."""

    connection: duckdb.DuckDBPyConnection
    schema: str
    tables: tuple[Table, ...]
    build: Build
    sources: tuple[dict[str, Any], ...]

    def select(self, table: Table) -> str:
        """The query that gives the table's rows, in an order that does not depend on how it was built."""
        columns = ", ".join(sql.name(column.name) for column in table.columns)
        return f"select {columns} from {sql.name(self.schema)}.{sql.name(table.name)} order by all"

    def rows(self, table: Table) -> Iterator[Sequence[Any]]:
        """The rows, a few at a time: a table need not fit into memory."""
        found = self.connection.cursor().execute(self.select(table))
        while batch := found.fetchmany(_AT_ONCE):
            yield from batch


@contextmanager
def open_marts(
    warehouse: Path, *, schema: str = SCHEMA, names: Sequence[str] = (), writes_to: Path | None = None
) -> Iterator[Marts]:
    """The tables of a schema, all or those named, for as long as the block runs: one build, whatever is published.

    `writes_to` is the one folder that queries may write files to. Raises SaidError where there is no warehouse, it
    cannot be opened, or it has no such table.
    """
    with read_only(warehouse, writes_to=writes_to) as connection:
        there = _tables(connection, schema)
        wanted = set(names)
        if unknown := sorted(wanted - {table.name for table in there}):
            raise SaidError(
                messages.NO_TABLE.fill(
                    names=", ".join(unknown), schema=schema, there=", ".join(table.name for table in there)
                ),
                usage=True,
            )
        yield Marts(
            connection=connection,
            schema=schema,
            tables=tuple(table for table in there if not wanted or table.name in wanted),
            build=_build(connection),
            sources=_sources(connection),
        )


def _tables(connection: duckdb.DuckDBPyConnection, schema: str) -> list[Table]:
    described = connection.execute(
        "select table_name, coalesce(comment, '') from duckdb_tables() where schema_name = $1"
        " union all select view_name, coalesce(comment, '') from duckdb_views() where schema_name = $1 order by 1",
        [schema],
    ).fetchall()
    if not described:
        raise SaidError(messages.NO_SCHEMA.fill(schema=schema), usage=True)
    tables = []
    for name, description in described:
        columns = connection.execute(
            "select column_name, data_type, coalesce(comment, ''), not is_nullable from duckdb_columns()"
            " where schema_name = $1 and table_name = $2 order by column_index",
            [schema, name],
        ).fetchall()
        counted = connection.execute(f"select count(*) from {sql.name(schema)}.{sql.name(name)}").fetchone()
        tables.append(
            Table(name, description, tuple(Column(*column) for column in columns), counted[0] if counted else 0)
        )
    return tables


def _build(connection: duckdb.DuckDBPyConnection) -> Build:
    if not _has(connection, "fct_build"):  # published by a version without a history
        return Build()
    found = connection.execute(
        "select build_id, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ'), versions from marts.fct_build"
        " where is_current order by started_at desc limit 1"
    ).fetchone()
    return Build(*found) if found else Build()


def _sources(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, Any], ...]:
    if not (_has(connection, "dim_document") and _has(connection, "dim_department")):
        return ()
    columns = ", ".join(_SOURCES)
    rows = connection.execute(
        f"select {columns} from marts.dim_document left join marts.dim_department using (department_id)"
        " order by file_name, document_id"
    ).fetchall()
    return tuple(dict(zip(_SOURCES, row, strict=True)) for row in rows)


def _has(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    found = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'marts' and table_name = $1", [table]
    ).fetchone()
    return found is not None
