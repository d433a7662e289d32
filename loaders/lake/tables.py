"""The loaders' tables as typed Parquet files in a folder, one for each table that has rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from loaders.lake.schema import types
from loaders.seedfiles import COLUMNS
from loaders.sql import literal

_CSV = """header = true, delim = ',', quote = '"', escape = '"', nullstr = ''"""
PARQUET = "format parquet, compression zstd"


def convert(seeds: Path, folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Writes the tables of a folder of seeds that have rows; both forms of a table then hold the same values.

    Raises duckdb.Error for a text that is none of its column's type, which the guards exclude.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in COLUMNS:
        seed = seeds / f"{name}.csv"
        with seed.open(encoding="utf-8") as lines:
            has_rows = sum(1 for _, line in zip(range(2), lines, strict=False)) == 2
        if has_rows:
            typed = ", ".join(f"{literal(column)}: {literal(each)}" for column, each in types(name).items())
            connection.execute(
                f"copy (select * from read_csv({literal(str(seed))}, {_CSV}, columns = {{{typed}}}))"
                f" to {literal(str(file(folder, name)))} ({PARQUET})"
            )


def file(folder: Path, table: str) -> Path:
    """Where a table of the folder stands, if it has rows."""
    return folder / f"{table}.parquet"


def scan(folders: Iterable[Path], table: str) -> str:
    """A relation of the rows of one table in several folders; without rows where none of them has it."""
    files = [str(path) for folder in folders if (path := file(folder, table)).is_file()]
    if files:
        return f"read_parquet([{', '.join(map(literal, files))}])"
    empty = ", ".join(f"cast(null as {each}) as {column}" for column, each in types(table).items())
    return f"(select {empty} where false)"
