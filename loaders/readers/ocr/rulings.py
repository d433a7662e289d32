"""Ruling lines in a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from loaders.readers.ocr.engine import Picture
from loaders.readers.pages.arrays import Bools, Floats, any_along

# All in points. A line is at least so long (no stroke of a character is), and at most so thick.
_SHORTEST_ACROSS, _SHORTEST_DOWN = 24.0, 13.0
_THICKEST = 4.0
# A shorter line must end at others, no farther from them than this: strokes of characters side by side do not.
_FREE, _REACH = 100.0, 3.5
# Breaks in a line that noise makes.
_BREAK = 1.0
# In grey values: how much darker ink is than its surroundings, at least and in spreads of the paper's noise; how much
# darker than most of the page paper may be.
_CONTRAST, _SPREADS = 12.0, 6.0
_PAPER = 40


def ink(picture: Picture) -> NDArray[np.uint8]:
    """Where the picture is dark against its surroundings: 255, else 0."""
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    paper = cv2.medianBlur(smooth, 5)
    spread = 1.48 * float(np.median(cv2.absdiff(smooth, paper)[paper > np.median(paper) - _PAPER]))
    contrast = max(_CONTRAST, _SPREADS * spread)
    local = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, contrast)
    # Grounds in colour and large dark areas are even; what is lighter than their middle is no ink.
    threshold, _ = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    local[smooth > threshold + 30] = 0
    return np.asarray(local, np.uint8)


def ruling_lines(dark: NDArray[np.uint8], scale: float) -> tuple[Floats, NDArray[np.uint8]]:
    """The lines as (x, y, x, y) in points, and their dots. `scale` is points for each dot."""
    across = _long(dark, scale, _SHORTEST_ACROSS, level=True)
    down = _long(dark, scale, _SHORTEST_DOWN, level=False)
    level, upright = _middles(across, scale, level=True), _middles(down, scale, level=False)
    turn = [1, 0, 3, 2]
    lines = np.vstack([level[_tied(level, upright)], upright[_tied(upright[:, turn], level[:, turn])]])
    return lines, np.asarray(cv2.dilate(across | down, np.ones((3, 3), np.uint8)), np.uint8)


def _long(dark: NDArray[np.uint8], scale: float, shortest: float, *, level: bool) -> NDArray[np.uint8]:
    """What is dark along at least that many points; what is left of a tilt is allowed for by a dot on either side."""
    length, gap = max(3, round(shortest / scale)), max(3, round(_BREAK / scale) | 1)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _bar(gap, 1, level=level))
    thick = cv2.dilate(closed, _bar(1, 3, level=level))
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, _bar(length, 1, level=level)), np.uint8)


def _tied(lines: Floats, others: Floats) -> Bools:
    """Which of the lines across are long, or end at lines down on both sides. Lines are (x, y, x, y)."""
    x, top, _, bottom = others.T
    y = lines[:, 1, None]
    beside = (y >= top - _REACH) & (y <= bottom + _REACH)
    left, right = (any_along(beside & (np.abs(lines[:, end, None] - x) <= _REACH), 1) for end in (0, 2))
    tied: Bools = (lines[:, 2] - lines[:, 0] >= _FREE) | (left & right)
    return tied


def _bar(length: int, width: int, *, level: bool) -> NDArray[np.uint8]:
    return np.ones((width, length) if level else (length, width), np.uint8)


def _middles(lines: NDArray[np.uint8], scale: float, *, level: bool) -> Floats:
    """The line in the middle of each connected stretch that is thin."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    boxes = stats[1:, :4].astype(np.float64) * scale
    left, top, width, height = boxes.T
    thin = (height if level else width) <= _THICKEST
    left, top, width, height = left[thin], top[thin], width[thin], height[thin]
    if level:
        y = top + height / 2
        return np.column_stack([left, y, left + width, y])
    x = left + width / 2
    return np.column_stack([x, top, x, top + height])
