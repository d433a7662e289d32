"""Columns of tables without rules: from where the stretches of their lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loaders.readers.pages.arrays import distinct
from loaders.readers.pages.items import PageLine, Segment

# Of so many lines one may reach over the gap between two columns.
_LINES_PER_OVERFLOW = 25
# A stretch belongs to a column when it covers this share of the narrower of both.
_COVERED = 0.3
# In points: how far the edges of stretches in one column may differ.
_ALIGNED = 3.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: where the text of each begins and ends, from the left."""

    lefts: tuple[float, ...]
    rights: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.lefts)

    def covered(self, segment: Segment) -> list[int]:
        """The columns that a stretch stands over, or the one that it touches."""
        left, _, right, _ = segment.box
        found = []
        most, widest = 0.0, -1
        for column, (start, end) in enumerate(zip(self.lefts, self.rights, strict=True)):
            shared = min(right, end) - max(left, start)
            if shared > _COVERED * max(min(right - left, end - start), 0.1):
                found.append(column)
            if shared > most:
                most, widest = shared, column
        if not found and widest >= 0:
            found.append(widest)
        return found

    def nearest(self, segment: Segment) -> int:
        """The column a stretch belongs to: the first it stands over, else the one next to it."""
        covered = self.covered(segment)
        if covered:
            return covered[0]
        left, _, right, _ = segment.box
        distances = [max(start - right, left - end) for start, end in zip(self.lefts, self.rights, strict=True)]
        return int(np.argmin(distances))

    def edges(self) -> list[float]:
        """The lines between the columns, the outer ones included."""
        inner = [(end + start) / 2 for end, start in zip(self.rights, self.lefts[1:], strict=False)]
        return [self.lefts[0], *inner, self.rights[-1]]


def columns(lines: Sequence[PageLine]) -> Columns:
    """The columns that the lines' stretches form: stretches one above the other are in one column."""
    stretches = [segment for line in lines if len(line.segments) > 1 for segment in line.segments]
    if not stretches:
        return Columns((), ())
    spans = np.array([(segment.box[0], segment.box[2]) for segment in stretches])
    stops = distinct(spans.ravel())
    covered = ((spans[:, :1] <= stops[:-1]) & (spans[:, 1:] >= stops[1:])).sum(axis=0)
    column = covered > len(lines) // _LINES_PER_OVERFLOW
    found: list[list[float]] = []
    for start, end, inside in zip(stops[:-1].tolist(), stops[1:].tolist(), column.tolist(), strict=True):
        if inside and found and found[-1][1] == start:
            found[-1][1] = end
        elif inside:
            found.append([start, end])
    known = Columns(tuple(start for start, _ in found), tuple(end for _, end in found))
    lone = [span for span, segment in zip(spans.tolist(), stretches, strict=True) if not known.covered(segment)]
    return with_more(known, lone)


def with_more(known: Columns, spans: Sequence[Sequence[float]]) -> Columns:
    """The columns and those that further stretches (left, right) form."""
    found: list[list[float]] = []
    for start, end in sorted([*zip(known.lefts, known.rights, strict=True), *((left, right) for left, right in spans)]):
        if found and start < found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    return Columns(tuple(start for start, _ in found), tuple(end for _, end in found))


def fits(known: Columns, lines: Sequence[PageLine]) -> bool:
    """Whether lines go on in these columns: each stretch in one of them, most of them beginning or ending with it."""
    aligned = stretches = 0
    for segment in (segment for line in lines for segment in line.segments):
        covered = known.covered(segment)
        if len(covered) != 1:
            return False
        left, right = known.lefts[covered[0]], known.rights[covered[0]]
        aligned += min(abs(segment.box[0] - left), abs(segment.box[2] - right)) <= _ALIGNED
        stretches += 1
    return aligned > stretches / 2
