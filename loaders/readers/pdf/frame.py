"""The frame in which a PDF page's text is upright."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pages.arrays import Floats, columns_of
from loaders.readers.pages.geometry import Box, turned


@dataclass(frozen=True, slots=True)
class Frame:
    """A page box turned clockwise by `turns` quarters, measured from its top left corner, y downwards.

    `shown` are the quarters by which a viewer turns the page: boxes given to people are in that frame.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int
    shown: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in this frame."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)

    def boxes(self, raw: Floats) -> Floats:
        """PDF boxes (left, bottom, right, top) as (left, top, right, bottom) of this frame."""
        one, other = self.points(raw[:, :2]), self.points(raw[:, 2:])
        result = np.empty((len(raw), 4))
        np.minimum(one, other, out=result[:, :2])
        np.maximum(one, other, out=result[:, 2:])
        return result

    def points(self, raw: Floats) -> Floats:
        """PDF points (x, y) in this frame."""
        x, y = raw[:, 0], raw[:, 1]
        match self.turns % 4:
            case 0:
                return columns_of(x - self.left, self.top - y)
            case 1:
                return columns_of(y - self.bottom, x - self.left)
            case 2:
                return columns_of(self.right - x, y - self.bottom)
            case _:
                return columns_of(self.top - y, self.right - x)

    def shown_boxes(self, boxes: Floats) -> list[Box]:
        """Boxes of this frame as a viewer shows them, in hundredths of a point."""
        shown = np.round(turned(boxes, self.shown - self.turns, self.size), 2).tolist()
        return list(map(tuple, shown))
