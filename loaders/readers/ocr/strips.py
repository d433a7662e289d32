"""Pages one under the other in one picture, as web pages and scanning programs save them: cut where nothing is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loaders.readers.ocr.engine import DOTS_PER_INCH, Picture
from loaders.readers.pages.arrays import Ints

# In widths of the picture: what is higher is a strip, and how high the pages are that it is cut into. A strip is as
# wide as its widest page: an upright one in a strip with pages on their side is about as high as that is wide.
_STRIP, _LEAST, _MOST = 2.0, 0.3, 1.6
# Darker is ink; a row with no more of it than this share is white all the same: dirt.
_INK = 140
_DIRT = 0.002
# In dots: two margins, where a page ends and the next begins, are at least half an inch.
_MARGINS = DOTS_PER_INCH // 2


def is_strip(width: int, height: int) -> bool:
    """Whether a picture of that size is too high for one page."""
    return height > _STRIP * width


def pages_of(picture: Picture) -> Iterator[Picture]:
    """The pages of a picture from the top; one that is no strip is a page. White far below a strip's last is left out.

    A cut lies in the middle of the first white band as wide as two margins, else of the widest there is; the lines
    between a table's columns run through its rows, so there it finds none. Where all rows have ink it lies at the one
    with the least.
    """
    height, width = picture.shape
    start = 0
    if is_strip(width, height):
        ink = (picture < _INK).sum(axis=1)
        while (cut := _cut(ink[start:], width)) is not None:
            yield picture[start : start + cut]
            start += cut
        height = min(height, start + round(_STRIP * width))
    yield picture[start:height]


def _cut(ink: Ints, width: int) -> int | None:
    """The row at which the first page ends, of rows with that much ink; None where they are one page."""
    written = np.flatnonzero(ink > _DIRT * width)
    if not len(written):
        return None
    # Between one row with ink and the next; what is white before the first and behind the last is no page's end.
    starts, ends = written[:-1] + 1, written[1:]
    middles, gaps = (starts + ends) // 2, ends - starts
    margins = np.flatnonzero((gaps >= _MARGINS) & (middles >= _LEAST * width))
    highest = round(_MOST * width)
    if len(margins) and starts[margins[0]] <= highest:
        return int(middles[margins[0]])
    if written[-1] < highest:
        return None
    within = np.flatnonzero((middles >= _LEAST * width) & (middles < highest) & (gaps > 0))
    if len(within):
        return int(middles[within[gaps[within].argmax()]])
    least = round(_LEAST * width)
    return least + int(ink[least:highest].argmin())
