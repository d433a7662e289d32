"""Rows of tables without rules: which lines make one row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from loaders.readers.pages.columns import Columns
from loaders.readers.pages.items import PageLine, Segment

# Lines of one row lie closer than this share of the distance between rows.
_CLOSER = 0.8
# In heights of a character: the distance of lines in wrapped text, and the room a full line leaves.
_LEADING = 1.35
_ROOM = 1.3


def has_numbers(line: PageLine) -> bool:
    """Whether the line holds cells with numbers beside something else."""
    return len(line.segments) > 1 and any(segment.is_number for segment in line.segments)


def rows_of_lines(lines: Sequence[PageLine], known: Columns, rules: Sequence[float] = ()) -> list[list[PageLine]]:
    """The lines, those of one row together. `rules` are the heights of lines ruled across the table.

    Where each row is ruled, the rules decide. Else:

    Two numbers of one column never stand in one row. Text that takes several lines has the row's numbers beside its
    first line, its last or its middle; its lines lie closer than rows do. Where rows are as close, text goes on where
    its line was full.
    """
    placed = [[(known.nearest(segment), segment) for segment in line.segments] for line in lines]
    ruled = np.searchsorted(np.sort(np.array(rules)), [line.middle for line in lines]).tolist()
    if _each_row_ruled(placed, ruled):
        return [[line for line, band in zip(lines, ruled, strict=True) if band == row] for row in sorted(set(ruled))]
    pitch = _row_pitch(lines, known)
    full = [0.0] * len(known)
    for cells in placed:
        for column, segment in cells:
            full[column] = max(full[column], segment.box[2])
    result: list[list[PageLine]] = []
    row: dict[int, Segment] = {}
    for index, (line, cells) in enumerate(zip(lines, placed, strict=True)):
        same_band = index > 0 and ruled[index - 1] == ruled[index]
        if same_band and _goes_on(row, result[-1][0], cells, line, pitch, full):
            result[-1].append(line)
        else:
            result.append([line])
            row = {}
        row.update(cells)
    return result


def _each_row_ruled(placed: Sequence[Sequence[tuple[int, Segment]]], ruled: Sequence[int]) -> bool:
    """Whether there are rules between the rows: no two numbers of one column without one between them."""
    numbers = [
        (band, column)
        for cells, band in zip(placed, ruled, strict=True)
        for column, segment in cells
        if segment.is_number
    ]
    return len(set(ruled)) > 1 and len(set(numbers)) == len(numbers)


def _row_pitch(lines: Sequence[PageLine], known: Columns) -> float | None:
    """The least usual distance of rows: of numbers next to each other in one column; None without such."""
    heights: dict[int, list[float]] = {}
    for line in lines:
        for segment in line.segments:
            if segment.is_number:
                heights.setdefault(known.nearest(segment), []).append(_middle(segment))
    distances = [below - above for column in heights.values() for above, below in pairwise(sorted(column))]
    return float(np.quantile(distances, 0.2)) if distances else None


def _middle(segment: Segment) -> float:
    return (segment.box[1] + segment.box[3]) / 2


def _goes_on(
    row: dict[int, Segment],
    first: PageLine,
    cells: Sequence[tuple[int, Segment]],
    line: PageLine,
    pitch: float | None,
    full: Sequence[float],
) -> bool:
    """Whether a line belongs to the row above it; `row` is the last stretch of each of its columns so far."""
    leading = _LEADING * line.height
    tight = pitch is not None and _CLOSER * pitch <= leading
    shared = [(column, row[column], segment) for column, segment in cells if column in row]
    if not shared:
        return line.middle - first.middle <= (_CLOSER * pitch if pitch is not None else leading)
    for column, above, segment in shared:
        if above.is_number or segment.is_number or _middle(segment) - _middle(above) > leading:
            return False
        if tight and full[column] - above.box[2] > _ROOM * line.height:
            return False
    return True
