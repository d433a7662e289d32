"""Lines of text and ruled tables to the items of a page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain

import numpy as np

from loaders.readers.model import Cell, Grid, Place, Reading
from loaders.readers.pages.arrays import Floats, Ints, columns_of
from loaders.readers.pages.geometry import Box, PageFrame
from loaders.readers.pages.items import Item, Page, PageLine, PageTable, Segment, together
from loaders.readers.pages.lattice import Lattice
from loaders.readers.pages.splitting import MOST_LINES, split_rows
from loaders.readers.pages.textlines import OPEN, TextLine, joined


def groups(tables: Sequence[Lattice], x: Floats, y: Floats) -> Ints:
    """The group of each point: its cell, counted over all tables, or `OPEN` outside of them.

    Of tables one inside the other the inner one has the point.
    """
    found = np.full(len(x), OPEN)
    offsets = _offsets(tables)
    for which in sorted(range(len(tables)), key=lambda which: -tables[which].area):
        inside = tables[which].cells_at(x, y)
        found = np.where(inside >= 0, inside + offsets[which], found)
    return found


def cell_box(tables: Sequence[Lattice], group: int) -> Box | None:
    """The box of the cell with that group; None outside of tables."""
    for table, offset in zip(tables, _offsets(tables), strict=False):
        if offset <= group < offset + len(table.spans):
            return table.cell_box(group - offset)
    return None


def arranged(
    number: int, lines: Sequence[TextLine], tables: Sequence[Lattice], frame: PageFrame, loose_rules: Floats
) -> Page:
    """The page with that number, from its lines by group. Tables without text are left out."""
    tables, lines = _split(tables, lines)
    numbers = _line_numbers(lines)
    by_group: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        by_group[line.group].append(index)
    items: list[Item] = _open_lines(lines, numbers, by_group.pop(OPEN, []))
    for table, offset in zip(tables, _offsets(tables), strict=False):
        if any(group in by_group for group in range(offset, offset + len(table.spans))):
            items.append(PageTable(_grid(table, offset, lines, numbers, by_group, frame, number), table.box))
    return Page(number, frame, tuple(sorted(items, key=lambda item: item.order)), loose_rules)


def _split(tables: Sequence[Lattice], lines: Sequence[TextLine]) -> tuple[Sequence[Lattice], Sequence[TextLine]]:
    """The tables with all their rows, and the lines by the cells that they then stand in."""
    counts = Counter([line.group for line in lines])
    del counts[OPEN]
    if max(counts.values(), default=0) < MOST_LINES:
        return tables, lines
    inside: dict[int, list[TextLine]] = defaultdict(list)
    for line in lines:
        inside[line.group].append(line)
    found = [
        split_rows(table, {cell: inside[offset + cell] for cell in range(len(table.spans)) if offset + cell in inside})
        for table, offset in zip(tables, _offsets(tables), strict=False)
    ]
    if all(new is old for new, old in zip(found, tables, strict=True)):
        return tables, lines
    middles = np.array([((line.box[0] + line.box[2]) / 2, line.middle) for line in lines])
    cells = groups(found, middles[:, 0], middles[:, 1]).tolist()
    return found, [
        line if line.group == OPEN else line._replace(group=cell) for line, cell in zip(lines, cells, strict=True)
    ]


def _offsets(tables: Sequence[Lattice]) -> list[int]:
    offsets: list[int] = np.cumsum([0, *(len(table.spans) for table in tables)]).tolist()
    return offsets


def _open_lines(lines: Sequence[TextLine], numbers: Sequence[int], which: Sequence[int]) -> list[Item]:
    """The lines outside of tables, their stretches put together."""
    stretches: dict[int, list[int]] = defaultdict(list)
    for index in which:
        stretches[lines[index].line].append(index)
    return [
        PageLine(
            tuple(Segment(lines[index].text, lines[index].box, lines[index].reading) for index in indexes),
            min(numbers[index] for index in indexes),
            max(lines[index].height for index in indexes),
        )
        for indexes in stretches.values()
    ]


def _line_numbers(lines: Sequence[TextLine]) -> list[int]:
    """The number of each line among the printed lines of its page, from the top: lines side by side share it."""
    numbers = [0] * len(lines)
    count, reach = 0, float("-inf")
    for middle, height, index in sorted([(line.middle, line.height, index) for index, line in enumerate(lines)]):
        if middle > reach:
            count += 1
            reach = middle + height / 2
        numbers[index] = count
    return numbers


def _grid(
    table: Lattice,
    offset: int,
    lines: Sequence[TextLine],
    numbers: Sequence[int],
    by_group: dict[int, list[int]],
    frame: PageFrame,
    page: int,
) -> Grid:
    """The table with the text of its cells; a row's empty cells have the number of its first line."""
    spans = np.fromiter(chain.from_iterable(table.spans), np.int64, 4 * len(table.spans)).reshape(-1, 4)
    top, left, rows_down, columns_across = spans.T
    sides = columns_of(table.xs[left], table.ys[top], table.xs[left + columns_across], table.ys[top + rows_down])
    shown = frame.shown_boxes(sides)
    texts = [""] * len(shown)
    readings: list[Reading | None] = [None] * len(shown)
    first_lines = [0] * len(shown)
    row_lines: dict[int, int] = {}
    for index, (row, _, rows, _) in enumerate(table.spans):
        inside = by_group.get(offset + index)
        if inside is None:
            continue
        first = lines[inside[0]]
        line = first_lines[index] = numbers[inside[0]]
        texts[index] = joined([lines[i] for i in inside], *sides[index, ::2]) if len(inside) > 1 else first.text
        if first.reading is not None:
            readings[index] = together(lines[i].reading for i in inside)
        if rows == 1 and line < row_lines.get(row, line + 1):
            row_lines[row] = line
    slots: list[list[Cell | None]] = [[None] * (len(table.xs) - 1) for _ in range(len(table.ys) - 1)]
    known = 1
    for index, (row, column, rows, columns) in enumerate(table.spans):
        known = row_lines.get(row, known)
        place = Place(page, first_lines[index] or known, shown[index], reading=readings[index])
        if rows > 1 or columns > 1:
            covered = Cell("", place, 0, 0)
            for below in slots[row : row + rows]:
                below[column : column + columns] = [covered] * columns
        slots[row][column] = Cell(texts[index], place, rows, columns)
    outside = Cell("", Place(page, known))
    return Grid(tuple(tuple(cell or outside for cell in row) for row in slots), spans_known=True)
