"""Ruled tables: from ruling lines to cells, merged ones included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np

from loaders.readers.pages.arrays import Bools, Floats, Ints, any_along, distinct
from loaders.readers.pages.geometry import Box
from loaders.readers.pages.rules import Rules

# A line counts as reaching another when it ends no farther from it than this, in points.
_REACH = 4.0
# A side of a slot is ruled when this share of it is.
RULED_SHARE = 0.6


class Span(NamedTuple):
    """A cell by its first slot and the slots it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True)
class Lattice:
    """A ruled table: the lines between its columns (`xs`) and rows (`ys`), its cells, and each slot's cell.

    `owner[row, column]` is the number of the slot's cell, -1 where the slot lies outside of the table's rules.
    """

    xs: Floats
    ys: Floats
    spans: tuple[Span, ...]
    owner: Ints

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1])

    @property
    def area(self) -> float:
        """Of its box."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)

    def cell_box(self, cell: int) -> Box:
        """Left, top, right, bottom of a cell."""
        span = self.spans[cell]
        left, right = self.xs[span.column], self.xs[span.column + span.columns]
        top, bottom = self.ys[span.row], self.ys[span.row + span.rows]
        return float(left), float(top), float(right), float(bottom)

    def cells_at(self, x: Floats, y: Floats) -> Ints:
        """The number of the cell each point lies in, -1 outside."""
        column = np.searchsorted(self.xs, x, side="right") - 1
        row = np.searchsorted(self.ys, y, side="right") - 1
        rows, columns = self.owner.shape
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        found: Ints = np.where(inside, self.owner[row.clip(0, rows - 1), column.clip(0, columns - 1)], -1)
        return found


def lattices(rules: Rules, share: float = RULED_SHARE) -> tuple[list[Lattice], Floats]:
    """The ruled tables of a page, from the top, and the lines across that belong to none.

    Boxes around a single cell are frames, not tables. A side of a cell is ruled when that `share` of it is.
    """
    found = []
    loose = np.ones(len(rules.across), np.bool_)
    for across, down in _groups(_touching(rules)):
        lattice = _lattice(rules.across[across], rules.down[down], share)
        if lattice is not None and len(lattice.spans) > 1:
            found.append(lattice)
            loose[across] = False
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0])), rules.across[loose]


def _touching(rules: Rules) -> Bools:
    """Which line across meets which line down."""
    across, down = rules.across, rules.down
    result: Bools = (
        (down[:, 0] >= across[:, 1:2] - _REACH)
        & (down[:, 0] <= across[:, 2:3] + _REACH)
        & (across[:, 0:1] >= down[:, 1] - _REACH)
        & (across[:, 0:1] <= down[:, 2] + _REACH)
    )
    return result


def _groups(touching: Bools) -> Iterator[tuple[Ints, Ints]]:
    """The lines across and down that hang together, at least two of each."""
    free = any_along(touching, 1)
    while free.any():
        across = np.zeros(len(free), np.bool_)
        across[np.argmax(free)] = True
        while True:
            down = any_along(touching[across], 0)
            more = any_along(touching[:, down], 1)
            if (more == across).all():
                break
            across = more
        free &= ~across
        if across.sum() > 1 and down.any():
            yield np.flatnonzero(across), np.flatnonzero(down)


def _lattice(across: Floats, down: Floats, share: float) -> Lattice | None:
    """The table that these lines rule; None where they enclose nothing."""
    down = np.vstack([down, _open_sides(down, across)])
    across = np.vstack([across, _open_sides(across, down)])
    ys, xs = distinct(across[:, 0]), distinct(down[:, 0])
    if len(ys) < 2 or len(xs) < 2:
        return None
    level = _ruled(across, ys, xs, share)
    upright = _ruled(down, xs, ys, share).T
    # Lines too short to rule a side of any slot (a stroke of a character in a picture) are none of the table's.
    used_ys, used_xs = any_along(level, 1), any_along(upright, 0)
    if used_ys.sum() < 2 or used_xs.sum() < 2:
        return None
    if not (used_ys.all() and used_xs.all()):
        ys, xs = ys[used_ys], xs[used_xs]
        level = _ruled(across[np.isin(across[:, 0], ys)], ys, xs, share)
        upright = _ruled(down[np.isin(down[:, 0], xs)], xs, ys, share).T
    spans, owner = _cells(level, upright)
    return Lattice(xs, ys, spans, owner) if spans else None


def _open_sides(lines: Floats, crossing: Floats) -> Floats:
    """Lines to add where the table is open to a side: the crossing lines end there, beyond the outermost line."""
    added = []
    for edge, outermost, beyond in (
        (crossing[:, 1], lines[:, 0].min(), -1.0),
        (crossing[:, 2], lines[:, 0].max(), 1.0),
    ):
        open_ends = (edge - outermost) * beyond > _REACH
        if open_ends.sum() > 1:
            at = edge[open_ends].min() if beyond < 0 else edge[open_ends].max()
            ends = crossing[open_ends & (np.abs(edge - at) <= _REACH), 0]
            if len(ends) > 1:
                added.append((at, ends.min(), ends.max()))
    return np.array(added).reshape(len(added), 3)


def _ruled(lines: Floats, at: Floats, stops: Floats, share: float) -> Bools:
    """Whether each stretch between two `stops` is ruled at each height `at`."""
    ruled = np.zeros((len(at), len(stops) - 1))
    covered = np.minimum(lines[:, 2:], stops[1:]) - np.maximum(lines[:, 1:2], stops[:-1])
    np.add.at(ruled, np.searchsorted(at, lines[:, 0]), np.maximum(covered, 0.0))
    result: Bools = ruled >= share * np.diff(stops)
    return result


def _cells(level: Bools, upright: Bools) -> tuple[tuple[Span, ...], Ints]:
    """The cells of a lattice, in reading order, and each slot's cell.

    `level[line, column]` and `upright[row, line]` say which sides of the slots are ruled. Slots without a rule
    between them are one cell; where such slots make no rectangle, they are cut into rectangles row by row. Slots open
    to the outside belong to no cell.
    """
    single = level[:-1] & level[1:] & upright[:, :-1] & upright[:, 1:]
    merged = [] if single.all() else _merged(level, upright, single)
    begins = single.copy()
    for span in merged:
        begins[span.row, span.column] = True
    numbers = np.cumsum(begins).reshape(begins.shape) - 1
    owner = np.where(single, numbers, -1)
    row, column = np.nonzero(begins)
    spans = list(map(Span._make, zip(row.tolist(), column.tolist(), repeat(1), repeat(1), strict=False)))
    for span in merged:
        number = int(numbers[span.row, span.column])
        spans[number] = span
        owner[span.row : span.row + span.rows, span.column : span.column + span.columns] = number
    return tuple(spans), owner


def _merged(level: Bools, upright: Bools, single: Bools) -> list[Span]:
    """The cells among the slots that are not ruled on all their sides."""
    rows, columns = single.shape
    # Lists: single values of arrays are slow to come by.
    free: list[list[bool]] = (~_outside(level, upright) & ~single).tolist()
    ruled_above: list[list[bool]] = level.tolist()
    ruled_left: list[list[bool]] = upright.tolist()
    spans: list[Span] = []
    for row, column in np.argwhere(~single).tolist():
        if not free[row][column]:
            continue
        right = column + 1
        while right < columns and free[row][right] and not ruled_left[row][right]:
            right += 1
        below = row + 1
        while (
            below < rows
            and not any(ruled_above[below][column:right])
            and not any(ruled_left[below][column + 1 : right])
            and all(free[below][column:right])
        ):
            below += 1
        for taken in free[row:below]:
            taken[column:right] = [False] * (right - column)
        spans.append(Span(row, column, below - row, right - column))
    return spans


def _outside(level: Bools, upright: Bools) -> Bools:
    """The slots that can be reached from outside of the lattice without crossing a rule."""
    rows, columns = level.shape[0] - 1, level.shape[1]
    outside = np.zeros((rows, columns), np.bool_)
    outside[0] |= ~level[0]
    outside[-1] |= ~level[-1]
    outside[:, 0] |= ~upright[:, 0]
    outside[:, -1] |= ~upright[:, -1]
    while outside.any():
        spread = outside.copy()
        spread[1:] |= outside[:-1] & ~level[1:-1]
        spread[:-1] |= outside[1:] & ~level[1:-1]
        spread[:, 1:] |= outside[:, :-1] & ~upright[:, 1:-1]
        spread[:, :-1] |= outside[:, 1:] & ~upright[:, 1:-1]
        if (spread == outside).all():
            break
        outside = spread
    return outside
