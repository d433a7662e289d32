"""Logical tables: a title, and the grids behind it joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Cell, Grid, Paragraph, Place
from loaders.reports.fold import fold, tidy
from loaders.reports.tables.header import (
    Path,
    column_paths,
    header_rows,
    is_column_numbers,
    signature,
)

_NUMBERING = re.compile(
    r"^(?:(?:公开)?表?\d{1,2}表?[:.、]?|附表\d{1,2}[:.、]?|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、]|\([一二三四五六七八九十\d]+\))"
)
_TITLE_MAX = 60


@dataclass
class LogicalTable:
    """One table of a report: header paths by column and all its data rows, in print order."""

    code: str
    title: str
    place: Place
    unit: str | None = None
    paths: list[Path] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    stated_empty: bool = False
    _signature: tuple[Path, ...] = ()

    def add(self, grid: Grid, total_label: re.Pattern[str]) -> bool:
        """Takes over a grid's rows; False where its header is not this table's."""
        count = header_rows(grid.rows, total_label)
        header, body = grid.rows[:count], grid.rows[count:]
        if not self.paths:
            if not header:
                raise UnreadableError(
                    "header_missing",
                    f"the table {self.title} begins without a header",
                    place=grid.place,
                    expected="its column titles",
                )
            self.paths = column_paths(header, grid.width, spans_known=grid.spans_known)
            self.labels = ["".join(path[-1:]) for path in self.paths]
            self._signature = signature(header)
        elif header and signature(header) != self._signature:
            return False
        self.rows.extend(row for row in body if not is_column_numbers(row))
        return True


@cache
def _title_patterns() -> list[tuple[str, re.Pattern[str]]]:
    tables: dict[str, Any] = layout("final_accounts")["tables"]
    return [(code, re.compile(title)) for code, table in tables.items() for title in table["titles"]]


def table_code(text: str) -> str | None:
    """The table whose title this text is, or None."""
    folded = fold(text)
    if len(folded) > _TITLE_MAX:
        return None
    bare = _NUMBERING.sub("", folded)
    return next((code for code, pattern in _title_patterns() if pattern.fullmatch(bare)), None)


def logical_tables(blocks: Sequence[Block]) -> list[LogicalTable]:
    """The document's tables, by title, never by number.

    A title counts once a grid, or words that say the table is empty, follow it before the next title, so a table
    of contents names no table. A unit holds for its table and, until another is printed, for those behind it.
    """
    data = layout("final_accounts")
    unit_pattern = re.compile(data["units"]["pattern"])
    empty_pattern = re.compile(data["empty_table"])
    total_label = re.compile(data["total_labels"])
    found: list[LogicalTable] = []
    current: LogicalTable | None = None
    unit: str | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            folded = fold(block.text)
            if unit_match := unit_pattern.search(folded):
                unit = unit_match[1]
                if current is not None and not current.rows:
                    current.unit = unit
            code = table_code(block.text)
            if code is not None and (current is None or code != current.code):
                current = LogicalTable(code, tidy(block.text), block.place, unit)
            elif current is not None and len(folded) <= _TITLE_MAX and empty_pattern.search(folded):
                current.stated_empty = True
                _keep(found, current)
        elif current is not None:
            if current.unit is None:
                current.unit = _unit_inside(block, unit_pattern) or unit
            if current.add(block, total_label):
                _keep(found, current)
            else:
                current = None
    return found


def _keep(found: list[LogicalTable], table: LogicalTable) -> None:
    if not any(table is known for known in found):
        found.append(table)


def _unit_inside(grid: Grid, pattern: re.Pattern[str]) -> str | None:
    texts: Iterable[str] = (fold(cell.text) for row in grid.rows[:4] for cell in row)
    return next((match[1] for text in texts if (match := pattern.search(text))), None)
