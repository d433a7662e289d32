"""A warehouse that DuckDB built against a folder that Spark built: every table, row by row."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import duckdb

from loaders.sql import literal, name

SCHEMAS = ("marts", "bi")
HISTORY = frozenset({"fct_build", "fct_build_check"})
"""Of builds, not of documents: a folder of Spark's has none."""
IN_PART = frozenset({"fct_identity_term", "rpt_proof"})
"""What a warehouse built in parts has only of checks that somebody has to look at."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One table: the rows on DuckDB, and what differs: rows in only one of both, columns or their types."""

    table: str
    rows: int
    differences: tuple[str, ...]


def compare(warehouse: Path, folder: Path, without: Set[str] = HISTORY) -> list[Compared]:
    """All tables and views of both but those named; one that stands in only one of them differs."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(str(warehouse))} as built (read_only)")
        connection.execute("use built")
        found = []
        for schema in SCHEMAS:
            tables = connection.execute(
                "select table_name from information_schema.tables where table_catalog = 'built' and table_schema = $1",
                [schema],
            ).fetchall()
            ours = {table for (table,) in tables} - without
            theirs = {path.name for path in (folder / schema).iterdir()} - without
            found += [_compared(connection, schema, table, folder) for table in sorted(ours & theirs)]
            found += [Compared(f"{schema}.{table}", 0, ("on one engine only",)) for table in sorted(ours ^ theirs)]
        return found


def _compared(connection: duckdb.DuckDBPyConnection, schema: str, table: str, folder: Path) -> Compared:
    one = f"{schema}.{name(table)}"
    other = f"read_parquet({literal(str(folder / schema / table / '*.parquet'))})"
    columns = [_columns(connection, relation) for relation in (one, other)]
    ((rows,),) = connection.execute(f"select count(*) from {one}").fetchall()
    differences = [f"columns: {ours} ≠ {theirs}" for ours, theirs in zip(*columns, strict=False) if ours != theirs]
    if len(columns[0]) != len(columns[1]):
        differences.append(f"{len(columns[0])} columns ≠ {len(columns[1])}")
    if not differences:
        for engine, first, second in (("DuckDB", one, other), ("Spark", other, one)):
            lacking = connection.execute(f"(from {first} except all from {second}) order by all limit 3").fetchall()
            differences += [f"only on {engine}: {row}" for row in lacking]
    return Compared(f"{schema}.{table}", rows, tuple(differences))


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(f"describe from {relation}").fetchall()]
