"""The queries of the dashboard, one file each, and their answers as JSON.

What a page shows beside a chart is the very text that was run for it: the parameters of a query are put into its text
as literals, so that a reader can run it as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

Values = Mapping[str, str | int | None]
Json = dict[str, Any]

_PARAMETER = re.compile(r"\{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Query:
    """One select; `{{ name }}` in its text stands for a parameter."""

    name: str
    text: str

    def fill(self, values: Values) -> str:
        """The text with its parameters as SQL literals; a KeyError names one that `values` lacks."""
        return _PARAMETER.sub(lambda match: literal(values[match[1]]), self.text)


def load(folder: Path) -> dict[str, tuple[Query, ...]]:
    """The queries by page: `folder` has a folder for each page, and a file for each query of the page."""
    return {
        page.name: tuple(
            Query(file.stem, file.read_text(encoding="utf-8").strip()) for file in sorted(page.glob("*.sql"))
        )
        for page in sorted(folder.iterdir())
        if page.is_dir()
    }


def answer(connection: duckdb.DuckDBPyConnection, queries: tuple[Query, ...], values: Values) -> Json:
    """The answer to each query: its text, its columns and its rows."""
    return {query.name: _ask(connection, query.fill(values)) for query in queries}


def _ask(connection: duckdb.DuckDBPyConnection, sql: str) -> Json:
    found = connection.execute(sql)
    columns = [column[0] for column in found.description or []]
    return {"sql": sql, "columns": columns, "rows": [[_value(cell) for cell in row] for row in found.fetchall()]}


def literal(value: str | int | None) -> str:
    """The value as SQL writes it."""
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _value(value: Any) -> str | int | bool | None:
    """Decimals as text, so that no reader rounds them."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no JSON form for {type(value).__name__}")
