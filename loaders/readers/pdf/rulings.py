"""What of a page's drawings are ruling lines, and what are areas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pages.arrays import Bools, Floats, Ints, columns_of, holding
from loaders.readers.pages.rules import Rules, rules_of
from loaders.readers.pdf.drawings import Drawings
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.objects import Colours

# In points. A filled shape no wider than this is a line drawn as an area.
_THIN = 4.0


@dataclass(frozen=True)
class Areas:
    """Filled areas that are no lines: (left, top, right, bottom), and which of them are white and opaque.

    `path` is the number of the area's path among the page's paths.
    """

    boxes: Floats
    white: Bools
    opaque: Bools
    path: Ints


def rules_and_areas(drawn: Drawings, images: Floats, frame: Frame) -> tuple[Rules, Areas]:
    """The ruling lines and the filled areas of a page in that frame.

    Stroked lines count, and filled shapes so thin that they are lines (`images` as well). Lines in white count where
    they lie on a coloured area; what is painted with full transparency does not.
    """
    boxes, path = frame.boxes(drawn.areas), drawn.area_path
    thin = _thickness(boxes) <= _THIN
    wide = drawn.fills.visible[path] & ~thin
    areas = Areas(boxes[wide], drawn.fills.white[path[wide]], drawn.fills.opaque[path[wide]], path[wide])
    ground = areas.boxes[~areas.white]

    lines = np.hstack([frame.points(drawn.lines[:, :2]), frame.points(drawn.lines[:, 2:])])
    lines = lines[_visible(lines, drawn.line_path, drawn.strokes, ground)]
    shapes = boxes[thin & _visible(boxes, path, drawn.fills, ground)]
    picture_lines = images[_thickness(images) <= _THIN]
    more = [_middles(found) for found in (shapes, picture_lines) if len(found)]
    return rules_of(np.vstack([lines, *more]) if more else lines), areas


def _thickness(boxes: Floats) -> Floats:
    return np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])


def _visible(boxes: Floats, path: Ints, seen: Colours, ground: Floats) -> Bools:
    """Which of the lines or boxes of these paths can be seen."""
    visible, white = seen.visible[path], seen.white[path]
    if not white.any():
        return visible
    return visible & (~white | _on(boxes, ground))


def _on(boxes: Floats, ground: Floats) -> Bools:
    """Whether the middle of each box lies on one of the areas."""
    return holding(ground, (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2)


def _middles(boxes: Floats) -> Floats:
    """Thin boxes as the line in their middle."""
    left, top, right, bottom = boxes.T
    wide = (right - left) >= (bottom - top)
    x, y = (left + right) / 2, (top + bottom) / 2
    return columns_of(
        np.where(wide, left, x), np.where(wide, y, top), np.where(wide, right, x), np.where(wide, y, bottom)
    )
