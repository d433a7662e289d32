"""What stands on a page: lines of text outside of tables, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from loaders.readers.model import Grid, Reading
from loaders.readers.pages.arrays import Floats
from loaders.readers.pages.geometry import Box, PageFrame

_NUMBER = re.compile(r"[-+−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?%?|[-—–―－]{1,3}|/")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line without a wide gap; `box` is in the page's upright frame.

    `reading` is that of optical recognition (see `Place`).
    """

    text: str
    box: Box
    reading: Reading | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or a sign that stands for none."""
        return bool(_NUMBER.fullmatch(self.text))


def together(readings: Iterable[Reading | None]) -> Reading | None:
    """What was read of something in several pieces, as sure as the least sure, with the other readings of each piece;
    None where nothing was recognised."""
    found = [reading for reading in readings if reading is not None]
    if len(found) < 2:
        return found[0] if found else None
    texts = [reading.text for reading in found]
    others = [
        " ".join((*texts[:at], other, *texts[at + 1 :])) for at, reading in enumerate(found) for other in reading.others
    ]
    return Reading(" ".join(texts), min(reading.confidence for reading in found), tuple(others))


@dataclass(frozen=True)
class PageLine:
    """A line of text outside of tables, with its number on the page. `height` is that of its characters."""

    segments: tuple[Segment, ...]
    number: int
    height: float

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(segment.text for segment in self.segments)

    @cached_property
    def box(self) -> Box:
        """Around all of it."""
        lefts, tops, rights, bottoms = zip(*(segment.box for segment in self.segments), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @property
    def reading(self) -> Reading | None:
        """That of its stretches together."""
        return together(segment.reading for segment in self.segments)

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def order(self) -> tuple[float, float]:
        """By what lines and tables are sorted from the top."""
        return self.middle, self.box[0]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with its box in the page's upright frame."""

    grid: Grid
    box: Box

    @property
    def order(self) -> tuple[float, float]:
        """By what lines and tables are sorted from the top."""
        return self.box[1], self.box[0]


Item = PageLine | PageTable


@dataclass(frozen=True)
class Page:
    """What stands on a page, in reading order.

    `loose_rules` are the lines across that belong to no ruled table: (y, from x, to x).
    """

    number: int
    frame: PageFrame
    items: tuple[Item, ...]
    loose_rules: Floats

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright frame, in points."""
        return self.frame.size

    @property
    def lines(self) -> list[PageLine]:
        """The lines outside of tables."""
        return [item for item in self.items if isinstance(item, PageLine)]
