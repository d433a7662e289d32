"""What a page draws with lines and areas, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2.raw as raw

from loaders.readers.pages.arrays import Bools, Floats, Ints, changes, columns_of
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.objects import PATH, Colours, Objects, bounds_of, colours, matrices, picked, placed
from loaders.readers.pdf.pdfium import Handle, addresses, drive

# A path of more points is a drawing, not a ruling.
_POINTS_MAX = 20_000
# A filled path of so few points is taken as the box around it: a rectangle has five.
_BOX_POINTS = 6


@dataclass(frozen=True)
class Drawings:
    """Lines and areas, in PDF's coordinates.

    `lines` (x, y, x, y) are stroked straight lines, `line_path` the number of the path each belongs to; `areas` (left,
    bottom, right, top) are the boxes around filled stretches of paths, with `area_path`. `strokes` and `fills` are by
    path.
    """

    lines: Floats
    line_path: Ints
    areas: Floats
    area_path: Ints
    strokes: Colours
    fills: Colours


def drawings(found: Objects) -> Drawings:
    """The drawings among a page's objects.

    Points are asked for only where a box does not tell all: a filled rectangle is the box around it, and so is a
    stroked line between two points.
    """
    handles, forms = found.of(PATH)
    counts = np.fromiter(map(pdfium.segment_count, handles), np.int64, len(handles))
    modes = np.zeros((len(handles), 2), np.int32)
    drive(map(pdfium.draw_mode, handles, *addresses(modes)))
    filled, stroked = modes[:, 0] != raw.FPDF_FILLMODE_NONE, modes[:, 1] != 0
    simple_area = filled & ~stroked & (counts <= _BOX_POINTS)
    simple_line = stroked & ~filled & (counts == 2)
    is_simple = simple_area | simple_line
    boxes = bounds_of(picked(handles, is_simple), None if forms is None else forms[is_simple])
    simple, is_area = np.flatnonzero(is_simple), simple_area[is_simple]
    lines, line_path = _between_ends(boxes[~is_area]), simple[~is_area]
    areas, area_path = boxes[is_area], simple[is_area]
    is_other = (filled | stroked) & ~is_simple & (counts > 0) & (counts <= _POINTS_MAX)
    if is_other.any():
        points = _points(picked(handles, is_other), counts[is_other], None if forms is None else forms[is_other])
        rest = np.flatnonzero(is_other)
        (more_lines, line_rank), (more_areas, area_rank) = points.lines(), points.boxes()
        has_line, has_area = stroked[rest[line_rank]], filled[rest[area_rank]]
        lines = np.vstack([lines, more_lines[has_line]])
        line_path = np.concatenate([line_path, rest[line_rank][has_line]])
        areas = np.vstack([areas, more_areas[has_area]])
        area_path = np.concatenate([area_path, rest[area_rank][has_area]])
    return Drawings(
        lines=lines,
        line_path=line_path,
        areas=areas,
        area_path=area_path,
        strokes=_colours(pdfium.stroke_colour, handles, stroked),
        fills=_colours(pdfium.fill_colour, handles, filled),
    )


def _colours(ask: Callable[..., int], handles: list[Handle], which: Bools) -> Colours:
    """What is seen of some of the paths, by path; of the others nothing."""
    found = colours(ask, picked(handles, which))
    if which.all():
        return found
    visible, white, opaque = (np.zeros(len(handles), np.bool_) for _ in range(3))
    visible[which], white[which], opaque[which] = found.visible, found.white, found.opaque
    return Colours(visible, white, opaque)


def _between_ends(boxes: Floats) -> Floats:
    """The lines in the middle of the boxes around their strokes, which reach half a width beyond both ends."""
    left, bottom, right, top = boxes.T
    half = np.minimum(right - left, top - bottom) / 2
    return columns_of(left + half, bottom + half, right - half, top - half)


@dataclass(frozen=True)
class _Points:
    """Paths point by point: (x, y), the rank of each point's path and stretch, and what leads to it.

    `is_line`: a straight line from the point before it; `closes`: another from it to the start of its stretch.
    """

    places: Floats
    path: Ints
    stretch: Ints
    is_line: Bools
    closes: Bools

    def _starts(self) -> Ints:
        return np.flatnonzero(changes(self.stretch))

    def boxes(self) -> tuple[Floats, Ints]:
        """The box around each stretch, and its path."""
        starts = self._starts()
        low, high = np.minimum.reduceat(self.places, starts), np.maximum.reduceat(self.places, starts)
        return np.hstack([low, high]), self.path[starts]

    def lines(self) -> tuple[Floats, Ints]:
        """The straight lines, and the path of each."""
        to, back, starts = np.flatnonzero(self.is_line), np.flatnonzero(self.closes), self._starts()
        home = starts[np.searchsorted(starts, back, side="right") - 1]
        ends = np.concatenate([to, back])
        return np.hstack([self.places[np.concatenate([to - 1, home])], self.places[ends]]), self.path[ends]


def _points(handles: list[Handle], counts: Ints, forms: Floats | None) -> _Points:
    segments = [
        segment
        for handle, count in zip(handles, counts.tolist(), strict=True)
        for segment in map(pdfium.segment, repeat(handle), range(count))
    ]
    own = np.zeros((len(segments), 2), np.float32)
    drive(map(pdfium.segment_point, segments, *addresses(own)))
    kinds = np.fromiter(map(pdfium.segment_type, segments), np.int64, len(segments))
    path = np.repeat(np.arange(len(handles)), counts)
    starts = (kinds == raw.FPDF_SEGMENT_MOVETO) | changes(path)
    return _Points(
        places=placed(placed(own.astype(np.float64), matrices(handles)[path]), None if forms is None else forms[path]),
        path=path,
        stretch=np.cumsum(starts) - 1,
        is_line=(kinds == raw.FPDF_SEGMENT_LINETO) & ~starts,
        closes=np.fromiter(map(pdfium.segment_close, segments), np.int64, len(segments)) > 0,
    )
