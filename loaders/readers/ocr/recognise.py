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
class _Result:
    page: Page
    confidence: float
    shape: float


def recognised(picture: Picture, number: int, scale: float) -> Page:
    """The page with that number; `scale` is points for each dot of its picture as shown."""
    best = _read(straightened(picture, 0, scale), number)
    if best.confidence < _UPRIGHT or best.shape < _SQUARE:
        others = (_read(straightened(picture, turns, scale), number) for turns in (1, 2, 3))
        best = max([best, *others], key=lambda result: result.confidence)
    return best.page


def _read(straight: Straightened, number: int) -> _Result:
    picture, scale = straight.picture, straight.scale
    dark = ink(picture)
    drawn, rule_dots = ruling_lines(dark, scale)
    tables, loose = lattices(rules_of(drawn), _RULED_SHARE)
    found: list[tuple[int, tuple[float, ...], Picture]] = []
    offset = 0
    outside = picture.copy()
    for table in tables:
        for cell in range(len(table.spans)):
            for crop in crops(picture, dark, rule_dots, table.cell_box(cell), scale):
                found.append((offset + cell, tuple(edge * scale for edge in crop.box), crop.picture))
        offset += len(table.spans)
        _blank(outside, table, scale)
    for box in _open_boxes(outside, writing(dark & ~rule_dots & (outside < _WHITE), scale), scale):
        left, top, right, bottom = (round(edge) for edge in box)
        found.append((OPEN, tuple(edge * scale for edge in box), picture[max(top, 0) : bottom, max(left, 0) : right]))
    readings = read_lines([crop for _, _, crop in found])
    lines = _text_lines([(group, box) for group, box, _ in found], readings)
    weights = [len(reading.text) for reading in readings]
    sure = np.average([reading.confidence for reading in readings], weights=weights) if sum(weights) else 1.0
    shape = float(np.median([crop.shape[1] / crop.shape[0] for _, _, crop in found])) if found else _SQUARE
    return _Result(arranged(number, lines, tables, straight, loose), float(sure), shape)


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
