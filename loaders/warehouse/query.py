"""Questions to the published warehouse: read only, nothing else within reach, not for ever."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from loaders import messages
from loaders.lake import messages as lake_messages
from loaders.messages import SaidError
from loaders.report_formats.neutral import neutral_cell
from loaders.sql import literal
from loaders.terminal import table
from loaders.warehouse.parts.place import PARTS, parts_of

# No other file, no network, no extension, nothing spilled to disk, no variable of this process.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "temp_directory": "",
}
_ALLOWED = frozenset({duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN})


@dataclass(frozen=True)
class Answer:
    """What a query found: column names, the columns that are numbers, and the rows."""

    columns: tuple[str, ...]
    numeric: frozenset[int]
    rows: tuple[tuple[Any, ...], ...]


@contextmanager
def read_only(warehouse: Path, *, writes_to: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can read the warehouse, with its parts, and do nothing else, but for files in `writes_to`.

    Raises SaidError where there is no warehouse, or it cannot be opened.
    """
    if not warehouse.is_file():
        raise SaidError(messages.NO_WAREHOUSE.fill(path=warehouse), usage=True)
    parts = parts_of(warehouse.resolve())
    folders = [str(folder) for folder in (writes_to, parts if parts.is_dir() else None) if folder is not None]
    # Folders can be named only on an open connection that may still reach files. One thread writes in one order.
    settings = _SETTINGS | ({"enable_external_access": True} if folders else {}) | ({"threads": 1} if writes_to else {})
    try:
        connection = duckdb.connect(str(warehouse), read_only=True, config=settings)
    except duckdb.Error as error:
        raise SaidError(messages.CANNOT_OPEN.fill(detail=error), usage=True) from error
    try:
        if folders:
            connection.execute(f"set allowed_directories = [{', '.join(map(literal, folders))}]")
            connection.execute("set enable_external_access = false")
        if not _is_locked(connection):  # by a connection to the same file that this process has open already
            connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()


def ask(warehouse: Path, sql: str, *, timeout: float) -> Answer:
    """The answer to one select; raises SaidError after `timeout` seconds and for anything that fails."""
    with read_only(warehouse) as connection:
        expired = threading.Event()

        def stop() -> None:
            expired.set()
            connection.interrupt()

        clock = threading.Timer(timeout, stop)
        clock.daemon = True
        clock.start()
        try:
            return _run(connection, sql)
        except duckdb.Error as error:
            if expired.is_set():
                raise SaidError(messages.QUERY_TIMEOUT.fill(seconds=f"{timeout:g}")) from error
            if isinstance(error, (duckdb.PermissionException, duckdb.IOException)) and _misses_parts(error, warehouse):
                raise SaidError(lake_messages.MOVED.fill(warehouse=warehouse)) from error
            raise SaidError(messages.QUERY_FAILED.fill(detail=_first_lines(error))) from error
        finally:
            clock.cancel()


def is_in_parts(warehouse: Path) -> bool:
    """Whether the file has views over parts in the place of rows. Raises SaidError as `read_only` does."""
    with read_only(warehouse) as connection:
        return bool(
            connection.execute(
                "select 1 from duckdb_views() where schema_name = 'marts' and view_name = 'fct_reported_figure'"
            ).fetchall()
        )


def _misses_parts(error: Exception, warehouse: Path) -> bool:
    """Whether a view names a file of parts that are not beside the warehouse, where they belong."""
    return f"{PARTS}/" in str(error) and str(parts_of(warehouse.resolve())) not in str(error)


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("select current_setting('lock_configuration')").fetchone()
    return bool(found and found[0])


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> Answer:
    statements = connection.extract_statements(sql)
    if len(statements) != 1 or statements[0].type not in _ALLOWED:
        raise duckdb.InvalidInputException("one select is expected, and nothing else (只接受一条 select 语句)")
    found = connection.execute(statements[0])
    columns = found.description or []
    numeric = frozenset(index for index, column in enumerate(columns) if _is_number(str(column[1])))
    return Answer(tuple(str(column[0]) for column in columns), numeric, tuple(found.fetchall()))


def _is_number(type_name: str) -> bool:
    return type_name.split("(")[0].upper() in {
        "DECIMAL", "DOUBLE", "FLOAT", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
        "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",
    }  # fmt: skip


def _first_lines(error: Exception) -> str:
    """DuckDB's message without the drawing of the query below it."""
    return str(error).split("\n\n")[0].replace("\n", " ")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def as_table(answer: Answer) -> str:
    """Columns of equal width, numbers to the right, and the number of rows."""
    rows = [[_text(value) for value in row] for row in answer.rows]
    count = len(rows)
    return f"{table(answer.columns, rows, answer.numeric)}\n({count} row{'' if count == 1 else 's'})\n"


def as_csv(answer: Answer) -> str:
    """CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(neutral_cell(column) for column in answer.columns)
    for row in answer.rows:
        writer.writerow(
            _text(value) if index in answer.numeric else neutral_cell(_text(value)) for index, value in enumerate(row)
        )
    return buffer.getvalue()


def as_json(answer: Answer) -> str:
    """A list of objects; decimals are strings, so that no reader rounds them."""
    rows: Sequence[dict[str, Any]] = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_exact) + "\n"


def _exact(value: Any) -> Any:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


FORMATS: dict[str, Callable[[Answer], str]] = {"table": as_table, "csv": as_csv, "json": as_json}
