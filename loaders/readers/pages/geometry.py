"""Boxes on a page whose text is upright, and the way from there to the page as it is shown."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from loaders.readers.pages.arrays import Floats

Box = tuple[float, float, float, float]


class PageFrame(Protocol):
    """What leads from upright text to the page as a viewer shows it."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the upright page, in points."""

    def shown_boxes(self, boxes: Floats) -> list[Box]:
        """Upright boxes as they stand on the page as shown, in hundredths of a point."""


def turned(boxes: Floats, turns: int, size: tuple[float, float]) -> Floats:
    """Boxes (left, top, right, bottom) of a frame of that size, after `turns` more quarters clockwise."""
    width, height = size
    for _ in range(turns % 4):
        left, top, right, bottom = boxes.T
        boxes = np.column_stack([height - bottom, left, height - top, right])
        width, height = height, width
    return boxes
