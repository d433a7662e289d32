"""Lines of print put together where a table sets the cells of one row at different heights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.readers.pages.items import PageLine, Segment

# Lines beside each other share at least this part of their height.
_SHARED = 0.25


@dataclass(frozen=True)
class Band:
    """Lines beside each other as one line, and these lines themselves."""

    line: PageLine
    parts: tuple[PageLine, ...]


def bands(lines: Sequence[PageLine]) -> list[Band]:
    """The lines from the top, those that overlap in height and not across put together."""
    found: list[Band] = []
    for line in lines:
        if found and _beside(found[-1].line, line):
            above = found[-1]
            segments = sorted((*above.line.segments, *line.segments), key=lambda segment: segment.box[0])
            merged = PageLine(tuple(segments), min(above.line.number, line.number), max(above.line.height, line.height))
            found[-1] = Band(merged, (*above.parts, line))
        else:
            found.append(Band(line, (line,)))
    return found


def _beside(above: PageLine, line: PageLine) -> bool:
    overlap = False
    for one in above.segments:
        for other in line.segments:
            if one.box[0] < other.box[2] and other.box[0] < one.box[2]:
                return False
            overlap = overlap or _shared_height(one, other) >= _SHARED * min(above.height, line.height)
    return overlap


def _shared_height(one: Segment, other: Segment) -> float:
    return min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
