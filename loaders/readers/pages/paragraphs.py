"""Lines of pages to paragraphs, by where they stand: indents, full lines, distances."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from loaders.readers.flow import width
from loaders.readers.model import Line, Paragraph, Place
from loaders.readers.pages.geometry import PageFrame
from loaders.readers.pages.items import PageLine

# All in heights of a character.
_INDENT = 1.0
_FIRST_INDENT = 3.0
_PITCH_MAX = 2.6
_NARROWEST = 10.0
_ROOM = 1.6
# Lines of one paragraph may differ so much where one holds a taller sign.
_SAME_SIZE = 0.28
# What a line's end may not cut off: a word of Latin letters or digits, a bracket's first character, closing marks. The
# next line's first may have had no room.
_UNCUT = re.compile(r"[\x21-\x7e]+|[（《“「【]*.[）》”」】、，。；：！？]*")
_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}(?:部分|章|节))"
)
# A number that may as well be the rest of a figure: it begins an item only behind a sentence's end.
_ITEM = re.compile(r"(?:\d{1,2}[、．.](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])")
_SENTENCE_END = re.compile(r"[。！？；!?;][”」』）)]*\s*$")
# A line at least so long, as a share of the text's width, is no heading: without a sentence's end it goes on.
_LONG = 0.7
# Dots that lead to a page number.
_LEADER = re.compile(r"(?:…{2,}|\.{4,}|·{4,}|．{3,})\s*\d*$")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with its page's number and frame."""

    page: int
    frame: PageFrame
    line: PageLine

    @property
    def as_line(self) -> Line:
        """In the model's form."""
        (box,) = self.frame.shown_boxes(np.array([self.line.box]))
        return Line(self.line.text, Place(self.page, self.line.number, box, reading=self.line.reading))


def paragraphs(lines: Sequence[PlacedLine]) -> list[Paragraph]:
    """Joins the lines that the page's width cut; `lines` follow each other with no table between them."""
    left, right = _edges(lines)
    result: list[Paragraph] = []
    pending: list[Line] = []
    for index, line in enumerate(lines):
        if pending and not _goes_on(lines[index - 1], line, left, right):
            result.append(Paragraph(tuple(pending)))
            pending = []
        pending.append(line.as_line)
    if pending:
        result.append(Paragraph(tuple(pending)))
    return result


def _edges(lines: Sequence[PlacedLine]) -> tuple[float, float]:
    """The left and the right edge of the text: where most lines begin, and where most long lines end."""
    if not lines:
        return 0.0, 0.0
    left = min(line.line.box[0] for line in lines)
    widest = max(line.line.box[2] for line in lines)
    lefts = Counter(round(line.line.box[0] / 4) for line in lines)
    rights = Counter(round(line.line.box[2] / 4) for line in lines if line.line.box[2] > left + 0.6 * (widest - left))
    common_left = min((edge for edge, count in lefts.items() if count > 1), default=left / 4) * 4
    count = max(rights.values())
    common_right = max(edge for edge, times in rights.items() if times == count) * 4 if count > 1 else widest
    return common_left, common_right


def _goes_on(above: PlacedLine, below: PlacedLine, left: float, right: float) -> bool:
    one, other = above.line, below.line
    height = one.height
    if right - left < _NARROWEST * height:
        return False
    if abs(one.height - other.height) > _SAME_SIZE * height or _LEADER.search(one.text) or _NUMBERED.match(other.text):
        return False
    if above.page == below.page and other.box[1] - one.box[1] > _PITCH_MAX * height:
        return False
    if other.box[0] > left + _INDENT * height or one.box[0] > left + _FIRST_INDENT * height:
        return False
    ended = bool(_SENTENCE_END.search(one.text))
    if ended and _ITEM.match(other.text):
        return False
    if not ended and one.box[2] - left >= _LONG * (right - left):
        return True
    word = _UNCUT.match(other.text)
    return right - one.box[2] < _ROOM * height + (0.5 * height * width(word[0]) if word else 0.0)
