"""A page's picture set upright and straight, and the way back to the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from loaders.readers.ocr.engine import Picture
from loaders.readers.pages.arrays import Floats
from loaders.readers.pages.geometry import Box, turned

# Scans lie askew by no more than this, in degrees.
_TILT_MAX = 6.0
_COARSE, _FINE = 0.5, 0.05
# The tilt is measured on a picture of this width.
_MEASURED_WIDTH = 800
_WHITE = 255
# In grey values: how much darker than most of the page paper may be, how far from all its neighbours a speck is, and
# the spread of paper from which on it is smoothed, a little and more: smoothing takes the tails off commas.
_PAPER = 40
_SPECK = 60
_SPREAD_MAX, _SPREAD_BAD = 8.0, 14.0
_RING = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)


@dataclass(frozen=True)
class Straightened:
    """A picture after `turns` quarters clockwise and `tilt` degrees anticlockwise.

    `scale` is points for each of its dots; `shown` is the size of the page as shown, in points. As a frame it leads
    from points of the straightened picture to the page as shown.
    """

    picture: Picture
    turns: int
    tilt: float
    scale: float
    shown: tuple[float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        height, width = self.picture.shape
        return width * self.scale, height * self.scale

    def shown_boxes(self, boxes: Floats) -> list[Box]:
        """Boxes on the straightened picture, in points, as boxes on the page as shown, in hundredths of a point."""
        left, top, right, bottom = np.asarray(boxes, np.float64).reshape(-1, 4).T
        back = cv2.invertAffineTransform(_rotation(self.size, self.tilt))
        corners = np.stack(
            [np.column_stack([x, y]) for x, y in ((left, top), (right, top), (left, bottom), (right, bottom))]
        )
        there = corners @ back[:, :2].T + back[:, 2]
        rim = np.hstack([there.min(axis=0), there.max(axis=0)])
        width, height = self.shown
        upright = turned(rim, -self.turns, self.size)
        bound = np.clip(upright, 0, [width, height, width, height])
        return [(a, b, c, d) for a, b, c, d in np.round(bound, 2).tolist()]


def straightened(picture: Picture, turns: int, scale: float) -> Straightened:
    """The picture turned by quarters, without its noise and its tilt."""
    height, width = picture.shape
    upright: Picture = without_noise(np.ascontiguousarray(np.rot90(picture, -turns)))
    tilt = _tilt(upright)
    if tilt:
        size = (upright.shape[1], upright.shape[0])
        level = cv2.warpAffine(upright, _rotation(size, tilt), size, flags=cv2.INTER_CUBIC, borderValue=_WHITE)
        upright = np.asarray(level, np.uint8)
    return Straightened(upright, turns, tilt, scale, (width * scale, height * scale))


def without_noise(picture: Picture) -> Picture:
    """The picture without single dots, smoothed as much as its noise asks for; one without noise stays as it is.

    Noise is what paper, which is even, shows: its spread about its surroundings.
    """
    middle = cv2.medianBlur(picture, 3)
    low, high = (edge.astype(np.int16) for edge in (cv2.erode(picture, _RING), cv2.dilate(picture, _RING)))
    picture = np.where((picture < low - _SPECK) | (picture > high + _SPECK), middle, picture).astype(np.uint8)
    around = cv2.medianBlur(picture, 5)
    paper = around > np.median(around) - _PAPER
    off = np.abs(picture[paper].astype(np.int16) - around[paper])
    if not len(off):
        return picture
    spread = 1.48 * float(np.median(off))
    if spread > _SPREAD_BAD:
        picture = np.asarray(cv2.medianBlur(picture, 3), np.uint8)
    if spread > _SPREAD_MAX:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9), np.uint8)
    return picture


def _rotation(size: tuple[float, float], degrees: float) -> Floats:
    return np.asarray(cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), degrees, 1.0), np.float64)


def _tilt(picture: Picture) -> float:
    """By how many degrees (anticlockwise) the picture must be turned for its lines to run level."""
    rows, columns = picture.shape
    small = cv2.resize(
        picture, (_MEASURED_WIDTH, max(round(rows * _MEASURED_WIDTH / columns), 1)), interpolation=cv2.INTER_AREA
    )
    dark: Floats = (_WHITE - small).astype(np.float64)
    dark[dark < 0.3 * _WHITE] = 0
    best = _sharpest(dark, np.arange(-_TILT_MAX, _TILT_MAX + _COARSE, _COARSE))
    return round(_sharpest(dark, np.arange(best - _COARSE, best + _COARSE + _FINE, _FINE)), 2)


def _sharpest(dark: Floats, angles: Floats) -> float:
    """The angle after which rows of the picture differ most from those next to them: text and rules lie along them."""
    size = (dark.shape[1], dark.shape[0])
    scores = []
    for angle in angles:
        rows = cv2.warpAffine(dark, _rotation(size, float(angle)), size).sum(axis=1)
        scores.append(float(np.square(np.diff(rows)).sum()))
    # Of angles that do as well the smallest.
    near = np.flatnonzero(np.array(scores) >= max(scores) * (1 - 1e-6))
    return float(angles[near[np.argmin(np.abs(angles[near]))]])
