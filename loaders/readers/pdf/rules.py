"""Ruling lines: what of a page's drawings runs straight across or down, joined where it was drawn in pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pdf.arrays import Bools, Floats, Ints, holding
from loaders.readers.pdf.drawings import Drawings
from loaders.readers.pdf.geometry import Frame
from loaders.readers.pdf.objects import Colours

# All in points. A filled shape no wider than this is a line drawn as an area.
_THIN = 4.0
# Lines of one table edge, drawn cell by cell or as a double line, lie no farther apart than this.
SNAP = 2.5
# Pieces of one line (dashes, cell edges) leave no larger gap.
_JOIN = 3.0
# A shorter line separates nothing.
_SHORTEST = 5.0
# How far from straight a line may be, as a share of its length.
_SLANT = 0.01


@dataclass(frozen=True)
class Rules:
    """Lines across (`at` y, `start` to `end` in x) and lines down (`at` x, `start` to `end` in y), sorted by `at`."""

    across: Floats
    down: Floats


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
    lines = np.vstack([lines, _middles(shapes), _middles(picture_lines)])
    return Rules(_joined(_across(lines)), _joined(_across(lines[:, [1, 0, 3, 2]]))), areas


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
    return np.column_stack(
        [np.where(wide, left, x), np.where(wide, y, top), np.where(wide, right, x), np.where(wide, y, bottom)]
    )


def _across(lines: Floats) -> Floats:
    """Those of the lines that run across, as (y, from x, to x)."""
    x0, y0, x1, y1 = lines.T
    length, rise = np.abs(x1 - x0), np.abs(y1 - y0)
    level = (length > 0) & (rise <= np.maximum(0.5, _SLANT * length)) & (length > rise)
    found: Floats = np.column_stack([(y0 + y1) / 2, np.minimum(x0, x1), np.maximum(x0, x1)])[level]
    return found


def _joined(lines: Floats) -> Floats:
    """Lines at about the same height given one height, and joined where they touch or nearly touch."""
    if not len(lines):
        return np.zeros((0, 3))
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    apart = np.zeros(len(lines), np.bool_)
    apart[1:] = lines[1:, 0] - lines[:-1, 0] > SNAP
    rank = np.cumsum(apart)
    weight = lines[:, 2] - lines[:, 1]
    at = np.bincount(rank, lines[:, 0] * weight) / np.bincount(rank, weight)
    order = np.lexsort((lines[:, 1], rank))
    rank, start, end = rank[order], lines[order, 1], lines[order, 2]
    # Ends reached so far within each rank: ranks are set apart by more than any page is wide.
    shift = rank * (end.max() - start.min() + 2 * _JOIN + 1)
    reached = np.maximum.accumulate(end + shift) - shift
    begins = np.ones(len(rank), np.bool_)
    begins[1:] = (rank[1:] != rank[:-1]) | (start[1:] > reached[:-1] + _JOIN)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(rank)) - 1
    merged: Floats = np.column_stack([at[rank[first]], start[first], reached[last]])
    long: Floats = merged[merged[:, 2] - merged[:, 1] >= _SHORTEST]
    return long
