"""All objects of a page as arrays: what it is painted with, forms taken apart, and in which colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress, repeat

import numpy as np
import pypdfium2.raw as raw

from loaders.readers.pages.arrays import Bools, Floats, Ints, columns_of
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.pdfium import Handle, addresses, drive

TEXT, PATH, IMAGE = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE
_FORM = raw.FPDF_PAGEOBJ_FORM
# Forms may hold forms; deeper nesting than this is a loop.
_FORM_DEPTH = 12
# A colour whose darkest part is at least this light leaves no visible mark on paper.
_WHITE = 250
_FILLING_MODES = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP)
_MARKLESS_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(frozen=True)
class Objects:
    """What a page is painted with, forms taken apart, in the order of painting.

    `matrices` (a, b, c, d, e, f) are those of the forms that the objects stand in; None where the page has no forms.
    """

    handles: list[Handle]
    kinds: Ints
    matrices: Floats | None

    def of(self, kind: int) -> tuple[list[Handle], Floats | None]:
        """The objects of one kind with their forms' matrices."""
        which = self.kinds == kind
        return picked(self.handles, which), None if self.matrices is None else self.matrices[which]


def picked(handles: list[Handle], which: Bools) -> list[Handle]:
    """Some of the objects."""
    return list(compress(handles, which.tolist()))


def objects_of(page: Handle) -> Objects:
    """All objects of a page, forms replaced by what they hold."""
    count = pdfium.object_count(page)
    handles = list(map(pdfium.page_object, repeat(page), range(count)))
    kinds = list(map(pdfium.object_type, handles))
    if _FORM not in kinds:
        return Objects(handles, np.array(kinds, np.int64), None)
    flat: list[tuple[Handle, int, Floats]] = []
    _flatten(handles, kinds, np.eye(3), flat, 0)
    matrices = np.array([_six(matrix) for _, _, matrix in flat]).reshape(len(flat), 6)
    return Objects([handle for handle, _, _ in flat], np.array([kind for _, kind, _ in flat], np.int64), matrices)


def _flatten(
    handles: list[Handle], kinds: list[int], matrix: Floats, into: list[tuple[Handle, int, Floats]], depth: int
) -> None:
    for handle, kind in zip(handles, kinds, strict=True):
        if kind != _FORM:
            into.append((handle, kind, matrix))
        elif depth < _FORM_DEPTH:
            inner = list(map(pdfium.form_object, repeat(handle), range(pdfium.form_count(handle))))
            own = _three(matrices([handle])[0])
            _flatten(inner, list(map(pdfium.object_type, inner)), own @ matrix, into, depth + 1)


def matrices(handles: list[Handle]) -> Floats:
    """How each object places its own coordinates: a, b, c, d, e, f."""
    found = np.zeros((len(handles), 6), np.float32)
    drive(map(pdfium.object_matrix, handles, addresses(found)[0]))
    return found.astype(np.float64)


def _three(six: Floats) -> Floats:
    a, b, c, d, e, f = six
    return np.array([[a, b, 0.0], [c, d, 0.0], [e, f, 1.0]])


def _six(matrix: Floats) -> tuple[float, ...]:
    return (*matrix[0, :2], *matrix[1, :2], *matrix[2, :2])


def placed(points: Floats, matrices: Floats | None) -> Floats:
    """Points (x, y) after each one's own matrix; as they are without matrices."""
    if matrices is None:
        return points
    a, b, c, d, e, f = matrices.T
    x, y = points.T
    return columns_of(a * x + c * y + e, b * x + d * y + f)


@dataclass(frozen=True)
class Colours:
    """What is seen of each object's colour: whether any, whether it is white, whether nothing shines through."""

    visible: Bools
    white: Bools
    opaque: Bools


def colours(ask: Callable[..., int], handles: list[Handle]) -> Colours:
    """The colours that PDFium tells for filling or for stroking; black where it tells none (a pattern)."""
    found = np.zeros((len(handles), 4), np.uint32)
    found[:, 3] = 255
    drive(map(ask, handles, *addresses(found)))
    red, green, blue, alpha = found.T
    return Colours(alpha > 0, np.minimum(np.minimum(red, green), blue) >= _WHITE, alpha == 255)


def bounds(found: Objects, kind: int) -> Floats:
    """(left, bottom, right, top) of the objects of one kind."""
    return bounds_of(*found.of(kind))


def bounds_of(handles: list[Handle], forms: Floats | None) -> Floats:
    """(left, bottom, right, top) of objects in forms with these matrices."""
    if not handles:
        return np.zeros((0, 4))
    own = np.zeros((len(handles), 4), np.float32)
    drive(map(pdfium.object_bounds, handles, *addresses(own)))
    boxes = own.astype(np.float64)
    if forms is None:
        return boxes
    one, other = placed(boxes[:, :2], forms), placed(boxes[:, 2:], forms)
    return np.hstack([np.minimum(one, other), np.maximum(one, other)])


def invisible_text(found: Objects) -> tuple[set[Handle], set[Handle]]:
    """The text objects that leave no mark on the page, and those in white, which show on a dark ground only."""
    handles, _ = found.of(TEXT)
    modes = np.fromiter(map(pdfium.render_mode, handles), np.int64, len(handles))
    fill = colours(pdfium.fill_colour, handles)
    if not modes.any() and fill.visible.all() and not fill.white.any():
        return set(), set()
    fills = np.isin(modes, _FILLING_MODES)
    unseen = np.isin(modes, _MARKLESS_MODES) | (fills & ~fill.visible)
    white = fills & fill.white & ~unseen
    return (
        {handles[index] for index in np.flatnonzero(unseen)},
        {handles[index] for index in np.flatnonzero(white)},
    )
