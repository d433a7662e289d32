"""One CSV file per table, for spreadsheets and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from loaders.exports.marts import Marts, Table
from loaders.report_formats.neutral import neutral_cell

_MARK = "\ufeff"
_QUOTED = frozenset(',"\r\n')


def write(marts: Marts, folder: Path) -> None:
    """Writes `<table>.csv` in UTF-8, with the mark by which a spreadsheet knows it."""
    for table in marts.tables:
        write_table(marts, table, folder / f"{table.file_stem}.csv", mark=True)


def write_table(marts: Marts, table: Table, path: Path, *, mark: bool = False) -> None:
    """One table: null is nothing, an empty text is "", decimals keep their zeros, times are UTC in ISO 8601.

    A text that a spreadsheet would run has an apostrophe before it (see `neutral_cell`).
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_MARK if mark else "")
        file.writelines(_lines(marts, table))


def _lines(marts: Marts, table: Table) -> Iterator[str]:
    yield _line(neutral_cell(column.name) for column in table.columns)
    for row in marts.rows(table):
        yield _line(_cell(value) for value in row)


def _line(cells: Iterable[str | None]) -> str:
    return ",".join("" if cell is None else _quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    if cell and _QUOTED.isdisjoint(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _cell(value: Any) -> str | None:
    match value:
        case None:
            return None
        case str():
            return neutral_cell(value)
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat(timespec="seconds") + "Z"
        case date():
            return value.isoformat()
        case int() | float():
            return str(value)
    return neutral_cell(json.dumps(value, ensure_ascii=False, default=str))
