"""Ruled tables whose rows are not ruled: their cells hold the numbers of several rows and are cut between these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from loaders.readers.pages.arrays import Floats, distinct
from loaders.readers.pages.bands import bands
from loaders.readers.pages.bodyrows import rows_of_lines
from loaders.readers.pages.columns import Columns
from loaders.readers.pages.items import PageLine, Segment
from loaders.readers.pages.lattice import Lattice, Span
from loaders.readers.pages.textlines import TextLine

# Numbers of one row stand at the same height, give or take this share of a character's height.
_LEVEL = 0.5
# So many numbers below each other, in so many columns side by side, are rows and not one cell's content.
MOST_LINES = 3
_COLUMNS = 2


def split_rows(table: Lattice, inside: Mapping[int, Sequence[TextLine]]) -> Lattice:
    """The table, its rows cut where numbers stand below each other in several cells of one row.

    `inside` are the lines of its cells.
    """
    crowded = {cell for cell, found in inside.items() if len(_numbers(found)) >= MOST_LINES}
    if len(crowded) < _COLUMNS:
        return table
    cuts: list[float] = []
    for row in range(len(table.ys) - 1):
        cells = [cell for cell, span in enumerate(table.spans) if span.row == row and span.rows == 1]
        several = [cell for cell in cells if cell in crowded]
        if len(several) >= _COLUMNS and _level(inside[several[0]], inside[several[1]]):
            cuts.extend(_cuts(table, {cell: inside[cell] for cell in cells if cell in inside}))
    return _with_cuts(table, np.array(cuts)) if cuts else table


def _numbers(lines: Sequence[TextLine]) -> list[TextLine]:
    return [line for line in lines if Segment(line.text, line.box).is_number]


def _level(one: Sequence[TextLine], other: Sequence[TextLine]) -> bool:
    """Whether the numbers of two cells stand beside each other."""
    heights = np.array([line.middle for line in _numbers(other)])
    beside = [np.abs(heights - line.middle).min() <= _LEVEL * line.height for line in _numbers(one)]
    return int(np.sum(beside)) >= MOST_LINES


def _cuts(table: Lattice, inside: Mapping[int, Sequence[TextLine]]) -> list[float]:
    """Where to cut a row: between the rows that its cells' lines make."""
    edges = sorted((table.xs[table.spans[cell].column], table.xs[_right(table.spans[cell])]) for cell in inside)
    known = Columns(tuple(left for left, _ in edges), tuple(right for _, right in edges))
    printed = sorted(
        (PageLine((Segment(line.text, line.box),), 0, line.height) for lines in inside.values() for line in lines),
        key=lambda line: line.order,
    )
    rows = rows_of_lines([band.line for band in bands(printed)], known)
    tops = [min(line.box[1] for line in row) for row in rows]
    bottoms = [max(line.box[3] for line in row) for row in rows]
    return [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]


def _right(span: Span) -> int:
    return span.column + span.columns


def _with_cuts(table: Lattice, cuts: Floats) -> Lattice:
    """The table with further lines across at the heights `cuts`; cells that span rows keep to their box."""
    ys = distinct(np.concatenate([table.ys, cuts]))
    old = np.searchsorted(ys, table.ys)
    spans: list[Span] = []
    owner = np.full((len(ys) - 1, len(table.xs) - 1), -1, np.int64)
    for span in table.spans:
        first, end = int(old[span.row]), int(old[span.row + span.rows])
        whole = span.rows > 1
        for row in [first] if whole else range(first, end):
            rows = end - first if whole else 1
            owner[row : row + rows, span.column : _right(span)] = len(spans)
            spans.append(Span(row, span.column, rows, span.columns))
    order = sorted(range(len(spans)), key=lambda index: (spans[index].row, spans[index].column))
    rank = np.empty(len(spans) + 1, np.int64)
    rank[order] = np.arange(len(spans))
    rank[-1] = -1
    return replace(table, ys=ys, spans=tuple(spans[index] for index in order), owner=rank[owner])
