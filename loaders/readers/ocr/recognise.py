"""A picture of a page to the page's lines and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from loaders.readers.model import Reading
from loaders.readers.ocr.crops import crops, writing
from loaders.readers.ocr.engine import Picture, find_lines, read_lines
from loaders.readers.ocr.numbers import as_number
from loaders.readers.ocr.picture import Straightened, straightened
from loaders.readers.ocr.rulings import ink, ruling_lines
from loaders.readers.pages.arrange import arranged
from loaders.readers.pages.arrays import Bools, Floats
from loaders.readers.pages.items import Page
from loaders.readers.pages.lattice import Lattice, lattices
from loaders.readers.pages.rules import rules_of
from loaders.readers.pages.textlines import OPEN, TextLine

# Lines outside of tables are looked for where there is ink. In points: the margin around it, the gap that parts it.
_MARGIN, _GAP = 12.0, 60.0
# A page whose characters are less sure than this on the whole may stand on its side or on its head; so may one whose
# lines are no wider than this many times their height.
_UPRIGHT = 0.7
_SQUARE = 1.3
# In which direction it stands, lines of so many characters tell together. A direction in which they are less sure than
# this is none, nor is one in which they are so much less sure than in another.
_SAMPLE = 32
_LEGIBLE, _NEARLY = 0.6, 0.15
_WHITE = 255
# A side of a cell is ruled when so much of it is: strokes of characters between two rules are shorter.
_RULED_SHARE = 0.85
# Stretches whose middles are closer than this share of their height stand on one line.
_SAME_LINE = 0.5
_NUMBERS = re.compile(r"(?<=\d) +(?=[\d-])")
# Ink of digits is lower than their line, which is what tells whether a cell has room for more of them.
_DIGIT_HEIGHT = 0.6
_DIRT = " .,·•'`"
# Before a number a speck may look like a colon as well; behind words it is one.
_DIRT_BEFORE = _DIRT + ":;：；"
_DIGITS = re.compile(r"[\d,.%+-]+")


@dataclass(frozen=True)
class _Line:
    """A line of text cut out: its cell (OPEN outside of tables), its box in points, and its picture."""

    group: int
    box: tuple[float, ...]
    picture: Picture


@dataclass(frozen=True)
class _Seen:
    """A page in one direction before anything of it is read."""

    straight: Straightened
    tables: Sequence[Lattice]
    loose: Floats
    lines: Sequence[_Line]

    @property
    def shape(self) -> float:
        """How many times wider than high most lines are."""
        return float(np.median([_shape(line.picture) for line in self.lines])) if self.lines else _SQUARE


@dataclass(frozen=True)
class _Result:
    page: Page
    confidence: float


def recognised(picture: Picture, number: int, scale: float, turns: int = 0) -> Page:
    """The page with that number; `scale` is points for each dot of its picture as shown.

    It is read as it stands after so many `turns`, in quarters clockwise, which is where it is upright for all that is
    known. Only where its lines are too narrow for that, or too little is sure of what they say, a few of them tell by
    themselves in which direction they may be text; where they are none in any direction, it is read in the first.
    """
    first = _seen(straightened(picture, turns, scale))
    results = [_read(first, number)] if first.shape >= _SQUARE else []
    if results and results[0].confidence >= _UPRIGHT:
        return results[0].page
    for more in _likely(first.lines, *(result.confidence for result in results)):
        seen = first if not more else _seen(straightened(picture, (turns + more) % 4, scale))
        results.append(_read(seen, number))
        if results[-1].confidence >= _UPRIGHT and seen.shape >= _SQUARE:
            break
    return max(results, key=lambda result: result.confidence).page


def _likely(lines: Sequence[_Line], *known: float) -> list[int]:
    """By how many quarters the page may have to be turned on for its lines to be text, the likeliest first.

    Where it has been read as it stands, `known` is how sure that was, and to read it so again is none of the answers.
    """
    pictures = _some([line.picture for line in lines])
    turned = ([np.ascontiguousarray(np.rot90(picture, -more)) for picture in pictures] for more in range(len(known), 4))
    sure = [*known, *(_confidence(read_lines(each)) for each in turned)]
    least = max(_LEGIBLE, max(sure) - _NEARLY)
    likely = [more for more in range(4) if sure[more] >= least] or [0]
    return sorted((more for more in likely if more >= len(known)), key=lambda more: -sure[more])


def _some(pictures: Sequence[Picture]) -> Sequence[Picture]:
    """Lines from all over the page that are together about so many characters long."""
    characters = sum(max(_shape(picture), 1 / _shape(picture)) for picture in pictures)
    step = max(int(characters // _SAMPLE), 1)
    return pictures[step // 2 :: step] or pictures[:1]


def _shape(picture: Picture) -> float:
    height, width = picture.shape
    return float(width / height)


def _confidence(readings: Sequence[Reading]) -> float:
    """How sure recognition is of what it read, character by character; 0 where it read nothing."""
    characters = sum(len(reading.text) for reading in readings)
    return sum(reading.confidence * len(reading.text) for reading in readings) / characters if characters else 0.0


def _seen(straight: Straightened) -> _Seen:
    picture, scale = straight.picture, straight.scale
    dark = ink(picture)
    drawn, rule_dots = ruling_lines(dark, scale)
    tables, loose = lattices(rules_of(drawn), _RULED_SHARE)
    found: list[_Line] = []
    offset = 0
    outside = picture.copy()
    for table in tables:
        for cell in range(len(table.spans)):
            for crop in crops(picture, dark, rule_dots, table.cell_box(cell), scale):
                found.append(_Line(offset + cell, tuple(edge * scale for edge in crop.box), crop.picture))
        offset += len(table.spans)
        _blank(outside, table, scale)
    for box in _open_boxes(outside, writing(dark & ~rule_dots & (outside < _WHITE), scale), scale):
        left, top, right, bottom = (round(edge) for edge in box)
        cut = picture[max(top, 0) : bottom, max(left, 0) : right]
        found.append(_Line(OPEN, tuple(edge * scale for edge in box), cut))
    return _Seen(straight, tables, loose, found)


def _read(seen: _Seen, number: int) -> _Result:
    readings = read_lines([line.picture for line in seen.lines])
    lines = _text_lines([(line.group, line.box) for line in seen.lines], readings)
    page = arranged(number, lines, seen.tables, seen.straight, seen.loose)
    return _Result(page, _confidence(readings))


def _blank(outside: Picture, table: Lattice, scale: float) -> None:
    left, top, right, bottom = (round(edge / scale) for edge in table.box)
    outside[max(top - 2, 0) : bottom + 3, max(left - 2, 0) : right + 3] = _WHITE


def _open_boxes(outside: Picture, ink_there: Bools, scale: float) -> Floats:
    """The boxes around lines of text outside of tables, in dots; looked for where there is ink."""
    rows = np.flatnonzero(ink_there.any(axis=1))
    if not len(rows):
        return np.zeros((0, 4))
    margin, gap = round(_MARGIN / scale), round(_GAP / scale)
    found = [np.zeros((0, 4))]
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > gap) + 1):
        columns = np.flatnonzero(ink_there[band[0] : band[-1] + 1].any(axis=0))
        top, left = max(int(band[0]) - margin, 0), max(int(columns[0]) - margin, 0)
        piece = outside[top : int(band[-1]) + margin, left : int(columns[-1]) + margin]
        found.append(find_lines(piece) + np.array([left, top, left, top]))
    return np.vstack(found)


def _text_lines(found: Sequence[tuple[int, tuple[float, ...]]], readings: Sequence[Reading]) -> list[TextLine]:
    """What was read as lines of cells and of the page, each from the top."""
    lines = []
    for (group, (left, top, right, bottom)), read in zip(found, readings, strict=True):
        text, reading = (read.text, replace(read, others=())) if group == OPEN else as_number(_without_dirt(read))
        for piece, start, end in _pieces(text, left, right):
            height = (bottom - top) / (_DIGIT_HEIGHT if _DIGITS.fullmatch(piece) else 1)
            lines.append(TextLine(group, 0, piece, (start, top, end, bottom), height, reading))
    lines.sort(key=lambda line: (line.group, line.middle))
    result: list[TextLine] = []
    number, reach = 0, 0.0
    for line in lines:
        if not result or result[-1].group != line.group or line.middle > reach:
            number += 1
            reach = line.middle + _SAME_LINE * line.height
        result.append(line._replace(line=number))
    return sorted(result, key=lambda line: (line.line, line.box[0]))


def _pieces(text: str, left: float, right: float) -> list[tuple[str, float, float]]:
    """A stretch of text cut between numbers that recognition took together, with the place of each."""
    parts = _NUMBERS.split(text)
    if not text or len(parts) == 1:
        return [(text, left, right)] if text else []
    width = (right - left) / len(text)
    result, at = [], 0
    for part in parts:
        start = text.index(part, at)
        at = start + len(part)
        result.append((part, left + start * width, left + at * width))
    return result


def _without_dirt(reading: Reading) -> Reading:
    """A cell's text without specks before and after it that were taken for points."""
    return replace(reading, text=reading.text.rstrip(_DIRT).lstrip(_DIRT_BEFORE) or reading.text)
