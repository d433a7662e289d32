"""Printed lines of text by the group they belong to: a cell, or all that stands outside of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from loaders.readers.model import Reading
from loaders.readers.pages.geometry import Box

# In heights of a character. A cell is full when less than this is left of its width: two digits and the margins.
_CUT_ROOM = 1.8
_NUMBER_PART = re.compile(r"[-+]?[\d,.]+%?")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
OPEN = -1
"""The group of all text outside of tables."""


class TextLine(NamedTuple):
    """One printed line of one group, or a stretch of it between wide gaps.

    `line` is the same for the stretches of one line; `box` is (left, top, right, bottom), `height` that of its
    characters.
    """

    group: int
    line: int
    text: str
    box: Box
    height: float
    reading: Reading | None = None

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.box[1] + self.box[3]) / 2


def joined(lines: Sequence[TextLine], left: float, right: float) -> str:
    """The text of a cell between `left` and `right`: its lines with spaces between them.

    A number that the cell was too narrow for goes on in the next line without a space.
    """
    if len(lines) == 1:
        return lines[0].text
    text = ""
    for index, line in enumerate(lines):
        if not text:
            text = line.text
        elif _goes_on(lines[index - 1], line, right - left):
            text += line.text
        else:
            text += " " + line.text
    return text


def _goes_on(line: TextLine, following: TextLine, room: float) -> bool:
    """Whether a number is cut by the line break: both parts make one number, and the line had no room for more."""
    if not (_NUMBER_PART.fullmatch(line.text) and _NUMBER_PART.fullmatch(following.text)):
        return False
    full = (line.box[2] - line.box[0]) + _CUT_ROOM * line.height > room
    years = _YEAR.fullmatch(line.text) and _YEAR.fullmatch(following.text)
    return full and not years and bool(_NUMBER.fullmatch(line.text + following.text))
