"""Tables that stand as CSV, written as the lake has them: Parquet with the types of `schema`."""

from __future__ import annotations

from pathlib import Path

import duckdb

from loaders.lake.schema import TEXT, types
from loaders.seedfiles import COLUMNS
from loaders.sql import literal, name

# As in macros/materializations/seed.sql.
_CSV = """header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = ''"""


def write_typed(seeds: Path, folder: Path) -> None:
    """Writes each of the loaders' tables in `seeds` (`<table>.csv`) to `folder` (`<table>.parquet`).

    A table without a file has no rows. Raises duckdb.Error where a value is not of its column's type.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for table in COLUMNS:
            columns = types(table)
            file = seeds / f"{table}.csv"
            source = f"read_csv({literal(str(file))}, {_CSV})" if file.is_file() else _no_rows(columns)
            cast = ", ".join(f"cast({name(column)} as {kind}) as {name(column)}" for column, kind in columns.items())
            target = literal(str(folder / f"{table}.parquet"))
            connection.execute(f"copy (select {cast} from {source}) to {target} (format parquet, compression zstd)")


def _no_rows(columns: dict[str, str]) -> str:
    nulls = ", ".join(f"cast(null as {TEXT}) as {name(column)}" for column in columns)
    return f"(select {nulls} where false)"
