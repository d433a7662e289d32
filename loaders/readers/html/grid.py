"""A table's elements to a grid, as browsers form it.

Source: the HTML standard, §4.9.12.1 (forming a table).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from loaders.readers.html.source import line_of
from loaders.readers.html.words import is_hidden, name_of, words_in
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Cell, Grid, Place, merged_grid

_SPAN = re.compile(r"\s*\+?(\d{1,9})")
_COLUMN_SPAN_MAX, _ROW_SPAN_MAX = 1000, 65534
# Heads stand above and feet below all else, wherever the source has them.
_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}
# A table of few rows lays out a page if it holds tables, or a cell of this many characters in several paragraphs.
_LAYOUT_ROWS, _LAYOUT_BLOCKS, _LAYOUT_LENGTH = 3, 3, 400


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells. `order` and `group` tell the part of the table that it stands in; spans do not leave it."""

    order: int
    group: int
    cells: list[etree._Element] = field(default_factory=list)


def table_rows(table: etree._Element) -> list[Row]:
    """The rows of a table that can be seen, without those of tables inside it."""
    rows: list[Row] = []
    group = 0
    walker = etree.iterwalk(table, events=("start",))
    for _, element in walker:
        name = name_of(element)
        if element is table:
            continue
        if name in ("table", "caption") or is_hidden(element, name):
            walker.skip_subtree()
        elif name in _GROUPS:
            group += 1
        elif name == "tr":
            parent = element.getparent()
            part = name_of(parent) if parent is not None else ""
            rows.append(Row(_GROUPS.get(part, 1), group if part in _GROUPS else 0))
        elif name in ("td", "th"):
            walker.skip_subtree()
            if not rows:
                rows.append(Row(1, 0))
            rows[-1].cells.append(element)
    return sorted(rows, key=lambda row: row.order)


def inner_tables(rows: Sequence[Row]) -> Iterator[etree._Element]:
    """The tables that stand in the cells of these rows, without those inside them."""
    for row in rows:
        for cell in row.cells:
            walker = etree.iterwalk(cell, events=("start",))
            for _, element in walker:
                name = name_of(element)
                if element is not cell and is_hidden(element, name):
                    walker.skip_subtree()
                elif name == "table":
                    walker.skip_subtree()
                    yield element


def is_layout(rows: Sequence[Row]) -> bool:
    """Whether a table only places things on the page: it has one column, or holds mostly tables, or whole passages."""
    if all(len(row.cells) < 2 for row in rows):
        return True
    inside = sum(len(words_in(table, with_tables=True)) for table in inner_tables(rows))
    if inside:
        if len(rows) <= _LAYOUT_ROWS:
            return True
        return 2 * inside >= sum(len(words_in(cell, with_tables=True)) for row in rows for cell in row.cells)
    return len(rows) <= _LAYOUT_ROWS and any(_is_passage(cell) for row in rows for cell in row.cells)


def _is_passage(cell: etree._Element) -> bool:
    blocks = sum(1 for _ in cell.iter("p", "div", "h1", "h2", "h3", "h4"))
    return blocks >= _LAYOUT_BLOCKS and len(words_in(cell, with_tables=False)) >= _LAYOUT_LENGTH


def table_grid(rows: Sequence[Row], page: int | None) -> Grid:
    """The grid of a table's rows: cells take the first free slot of their row, spans end with their group of rows."""
    last = {row.group: number for number, row in enumerate(rows)}
    taken_until: dict[int, int] = {}
    cells: dict[tuple[int, int], Cell] = {}
    width = total = 0
    for number, row in enumerate(rows):
        column = 0
        for element in row.cells:
            while taken_until.get(column, 0) > number:
                column += 1
            place = Place(page=page, line=line_of(element))
            over = min(max(1, _span(element.get("colspan"), 1)), _COLUMN_SPAN_MAX)
            down = _span(element.get("rowspan"), 1) or _ROW_SPAN_MAX
            down = min(down, _ROW_SPAN_MAX, last[row.group] - number + 1)
            total += over
            if total > allowed().grid_slots:
                raise beyond("grid_slots", "columns spanned by the table's cells", place)
            cells[number, column] = Cell(words_in(element, with_tables=False), place, down, over)
            for spanned in range(column, column + over):
                taken_until[spanned] = max(taken_until.get(spanned, 0), number + down)
            column += over
            width = max(width, column)
    if len({column for _, column in cells}) * len(rows) > allowed().grid_slots:
        raise beyond("grid_slots", "rows × columns of the table", next(iter(cells.values())).place)
    return merged_grid(cells, len(rows), width)


def _span(stated: str | None, default: int) -> int:
    match = _SPAN.match(stated or "")
    return int(match[1]) if match else default
