"""The lines of text in the cells of a ruled picture, cut out for recognition."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers.ocr.engine import Picture
from loaders.readers.pages.arrays import Bools, any_along
from loaders.readers.pages.geometry import Box

# All in points. What is smaller is noise; what is lower is no line of text by itself (the strokes of 二, a full stop).
_SPECK = 0.5
_LOWEST = 3.5
# Left around the text of a line.
_MARGIN = 1.5
# A line of text has a stroke or a sign at least so high or so wide.
_STROKE = 2.5
# In heights of the usual line: parts of one line are no farther apart, and no line is higher.
_GAP, _HIGHEST = 0.2, 1.25
_WHITE = 255


@dataclass(frozen=True)
class Crop:
    """A line's picture and where it stands, in dots: left, top, right, bottom."""

    picture: Picture
    box: tuple[int, int, int, int]


def crops(picture: Picture, dark: NDArray[np.uint8], rules: NDArray[np.uint8], box: Box, scale: float) -> list[Crop]:
    """The lines of text inside a box (in points), from the top.

    `dark` is where the picture has ink, `rules` where that is a ruling line: such dots are taken out.
    """
    left, top, right, bottom = (round(edge / scale) for edge in box)
    left, top = max(left, 0), max(top, 0)
    inside = dark[top:bottom, left:right] & ~rules[top:bottom, left:right]
    if not inside.size:
        return []
    text = _without_specks(inside, scale)
    runs = _lines(any_along(text, 1), scale)
    margin = round(_MARGIN / scale)
    clean = picture[top:bottom, left:right].copy()
    clean[rules[top:bottom, left:right] > 0] = _WHITE
    found = []
    for first, last in runs:
        columns = np.flatnonzero(text[first:last].any(axis=0))
        if not _holds_writing(text[first:last], scale):
            continue
        start, end = int(columns[0]), int(columns[-1]) + 1
        area = (
            slice(max(first - margin, 0), last + margin),
            slice(max(start - margin, 0), end + margin),
        )
        found.append(Crop(_padded(clean[area], margin), (left + start, top + first, left + end, top + last)))
    return found


def _holds_writing(text: Bools, scale: float) -> bool:
    """Whether anything there is as large as a stroke: noise leaves dots only."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(text.astype(np.uint8), connectivity=8)
    return len(stats) > 1 and float(stats[1:, 2:4].max()) * scale >= _STROKE


def writing(inside: NDArray[np.uint8], scale: float) -> Bools:
    """The ink of what is as large as a stroke."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    kept = stats[:, 2:4].max(axis=1) * scale >= _STROKE
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _without_specks(inside: NDArray[np.uint8], scale: float) -> Bools:
    """The ink without single dots that noise leaves."""
    least = max(2, round((_SPECK / scale) ** 2))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= least
    kept[0] = False
    return np.asarray(kept[labels], np.bool_)


def _lines(ink_in_row: Bools, scale: float) -> list[tuple[int, int]]:
    """First and last row of each line: rows with ink, parts of one line put together."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ink_in_row.astype(np.int8), [0]])))
    runs = [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]
    if not runs:
        return []
    usual = max(float(np.median([last - first for first, last in runs])), 2 * _LOWEST / scale)
    result: list[tuple[int, int]] = []
    for first, last in runs:
        if result:
            above_first, above_last = result[-1]
            low = min(last - first, above_last - above_first) < 0.6 * usual
            gap = first - above_last
            if last - above_first <= _HIGHEST * usual and (low or gap <= _GAP * usual):
                result[-1] = (above_first, last)
                continue
        result.append((first, last))
    return [(first, last) for first, last in result if last - first >= _LOWEST / scale or len(result) == 1]


def _padded(line: Picture, margin: int) -> Picture:
    """The line with white around it: recognition expects some."""
    return np.pad(line, margin, constant_values=_WHITE)
