"""What a report consists of before it has a format: lines of text, tables with merged cells, page breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph. `role` is title, heading, number (of a table), caption, unit, note, page_number or body."""

    text: str
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and how many rows and columns it covers. `is_number` sets it to the right, and makes it a number."""

    text: str = ""
    rows: int = 1
    columns: int = 1
    is_number: bool = False


Row = tuple[Cell | None, ...]
"""Cells from left to right, None where another cell covers the place: every row is as wide as its table."""


@dataclass(frozen=True)
class Table:
    """A table, or what stands of it on one page; `continues` says that it goes on from the page before.

    `names` is the column whose words a page may end in.
    """

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    continues: bool = False
    names: int | None = None

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len((*self.header, *self.rows)[0])


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block = Text | Table | PageBreak


_LONG = 8


def header(paths: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """A header from the words above each column, top to bottom and all as many; "" goes on with the word above.

    Neighbours under the same words share one cell, but for the lowest words, which are each column's own.
    """
    depth = len(paths[0])
    rows: list[Row] = []
    for level in range(depth):
        row: list[Cell | None] = []
        for column, path in enumerate(paths):
            if not path[level] and level > 0:
                row.append(None)
                continue
            down = 1
            while level + down < depth and not path[level + down]:
                down += 1
            is_shared = level + down < depth
            if is_shared and column and list(paths[column - 1][: level + 1]) == list(path[: level + 1]):
                row.append(None)
                continue
            across = 1
            while (
                is_shared
                and column + across < len(paths)
                and list(paths[column + across][: level + 1]) == list(path[: level + 1])
            ):
                across += 1
            row.append(Cell(path[level], down, across))
        rows.append(tuple(row))
    return tuple(rows)


def row(cells: Iterable[str], numbers: Iterable[int] = ()) -> Row:
    """A row of cells of one place each; those whose index is in `numbers` hold numbers."""
    right = frozenset(numbers)
    return tuple(Cell(text, is_number=index in right) for index, text in enumerate(cells))


def merged_down(rows: Sequence[Row], columns: Iterable[int]) -> tuple[Row, ...]:
    """In these columns each empty cell is covered by the cell above it."""
    grid = [list(row) for row in rows]
    for column in columns:
        start = 0
        for index in range(1, len(grid) + 1):
            cell = grid[index][column] if index < len(grid) else None
            if index < len(grid) and cell is not None and not cell.text:
                continue
            top = grid[start][column]
            if top is not None and index - start > 1:
                grid[start][column] = replace(top, rows=index - start)
                for below in range(start + 1, index):
                    grid[below][column] = None
            start = index
    return tuple(tuple(row) for row in grid)


def cut(table: Table, places: Iterable[int], *, repeat_header: bool, inside_rows: bool = False) -> list[Table]:
    """The table in pieces, each beginning with the row of that index; a merged cell goes on as an empty one.

    Inside rows: the last name of a page, where it is long enough, ends on the next page.
    """
    starts = [0, *sorted(place for place in set(places) if 0 < place < len(table.rows))]
    pieces = []
    rest: Row | None = None
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        piece = [_cut_row(table.rows, index, start, end) for index in range(start, end)]
        before, rest = [rest] if rest else [], None
        if inside_rows and end < len(table.rows):
            piece[-1], rest = _torn(piece[-1], table.names)
        head = table.header if not start or repeat_header else ()
        pieces.append(Table(head, (*before, *piece), continues=start > 0))
    return pieces


def _torn(row: Row, column: int | None) -> tuple[Row, Row | None]:
    """The row with the first part of its name, and a row with the rest of it and nothing else."""
    cell = row[column] if column is not None else None
    if column is None or cell is None or len(cell.text) < _LONG:
        return row, None
    at = 1 + len(cell.text) * 3 // 4
    while at > 1 and (cell.text[at - 1 : at + 1]).isascii():
        at -= 1  # numbers and Latin words stay whole
    first = replace(cell, text=cell.text[:at])
    rest = [replace(c, text="") if c else None for c in row]
    rest[column] = replace(cell, text=cell.text[at:])
    return (*row[:column], first, *row[column + 1 :]), tuple(rest)


def _cut_row(rows: Sequence[Row], index: int, start: int, end: int) -> Row:
    cells: list[Cell | None] = []
    for column, cell in enumerate(rows[index]):
        if cell is None and index == start:
            above = next((i for i in range(start - 1, -1, -1) if rows[i][column] is not None), None)
            owner = rows[above][column] if above is not None else None
            # A cell that reaches over the cut goes on below it; one covered from the left stays covered.
            if above is not None and owner is not None and above + owner.rows > index:
                cell = Cell(rows=min(above + owner.rows, end) - index, columns=owner.columns, is_number=owner.is_number)
        elif cell is not None and index + cell.rows > end:
            cell = replace(cell, rows=end - index)
        cells.append(cell)
    return tuple(cells)
