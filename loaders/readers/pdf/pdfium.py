"""PDFium in bulk: all characters and all drawn paths of a page, each kind in one pass into arrays.

PDFium's C functions answer for one character or one object at a time. A page has thousands of them, so what counts is
the cost of a call: the functions are bound here once more with plain addresses as arguments, and `map` drives them
over the addresses of an array's rows. Coordinates are PDF's own: points, the origin below left, before the page's
rotation.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ctypes import c_int, c_uint, c_void_p
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from loaders.readers.pdf.arrays import Bools, Floats, Ints

Handle = int

TEXT, PATH, IMAGE = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE
_FORM = pdfium.FPDF_PAGEOBJ_FORM
# Forms may hold forms; deeper nesting than this is a loop.
_FORM_DEPTH = 12
# A path of more points is a drawing, not a ruling.
_POINTS_MAX = 20_000
# A colour whose darkest part is at least this light leaves no visible mark on paper.
WHITE = 250
_FILLING_MODES = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
_MARKLESS_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
# How far a Chinese character reaches above and below its base line, as shares of the font's size.
RISE, DEPTH = 0.86, 0.14
# How far a line may rise, as a share of its length, and still be level.
_LEVEL = 0.05
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_WHITE_SPACE = np.array([0, 9, 10, 11, 12, 13, 0x20, 0xA0, 0x200B, 0x202F, 0x3000, 0xFEFF, *range(0x2000, 0x200B)])


def _address(pointer: object) -> Handle:
    return ctypes.cast(pointer, c_void_p).value or 0  # type: ignore[arg-type]


def _bound(function: object, result: type | None, *arguments: type) -> Callable[..., int]:
    """A function of PDFium that takes addresses as plain numbers. It keeps the interpreter's lock: PDFium is not made
    for several threads, and giving the lock away and back costs as much as the call."""
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(function))


_char_count = _bound(pdfium.FPDFText_CountChars, c_int, c_void_p)
_all_text = _bound(pdfium.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
_object_count = _bound(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
_bounding_box = _bound(pdfium.FPDF_GetPageBoundingBox, c_int, c_void_p, c_void_p)
_rotation = _bound(pdfium.FPDFPage_GetRotation, c_int, c_void_p)
_load_page = _bound(pdfium.FPDF_LoadPage, c_void_p, c_void_p, c_int)
_close_page = _bound(pdfium.FPDF_ClosePage, None, c_void_p)
_load_text = _bound(pdfium.FPDFText_LoadPage, c_void_p, c_void_p)
_close_text = _bound(pdfium.FPDFText_ClosePage, None, c_void_p)
_loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_tight_box = _bound(pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
_char_matrix = _bound(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
_char_origin = _bound(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_font_size = _bound(pdfium.FPDFText_GetFontSize, ctypes.c_double, c_void_p, c_int)
_unicode = _bound(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_map_error = _bound(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
_text_object = _bound(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
_page_object = _bound(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_form_object = _bound(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)
_form_count = _bound(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
_object_type = _bound(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_object_bounds = _bound(pdfium.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
_fill_colour = _bound(pdfium.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
_stroke_colour = _bound(pdfium.FPDFPageObj_GetStrokeColor, c_int, *[c_void_p] * 5)
_render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
_draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_segment_count = _bound(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_segment = _bound(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
_segment_type = _bound(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_close = _bound(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)


def _drive(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


def _addresses(array: NDArray[np.generic]) -> list[range]:
    """For each column of a two-dimensional array the addresses of its fields, row by row."""
    rows, columns = array.shape
    start, step = array.__array_interface__["data"][0], array.itemsize
    width = columns * step
    return [range(start + column * step, start + column * step + rows * width, width) for column in range(columns)]


@dataclass(frozen=True)
class Characters:
    """The characters of a page in the order in which they were drawn.

    `boxes` are (left, bottom, right, top): the character's full advance by the size of its font. They are meaningless
    where not all text runs from left to right (`level`). `indexes` are PDFium's own numbers.
    """

    codes: Ints
    boxes: Floats
    indexes: Ints
    level: bool


@dataclass(frozen=True)
class Objects:
    """What a page is painted with, forms taken apart, in the order of painting.

    `matrices` (a, b, c, d, e, f) are those of the forms that the objects stand in.
    """

    handles: list[Handle]
    kinds: Ints
    matrices: Floats

    def of(self, kind: int) -> tuple[list[Handle], Floats]:
        """The objects of one kind with their forms' matrices."""
        where = np.flatnonzero(self.kinds == kind)
        return [self.handles[index] for index in where], self.matrices[where]


@dataclass(frozen=True)
class Paths:
    """The drawn paths of a page, point by point.

    `points` (x, y) are on the page; `path` and `subpath` number the path and the stretch each belongs to. `is_line`:
    a straight line leads here from the point before it. `closes`: a straight line leads back to the stretch's start.
    By path: whether it is filled and stroked, and with which colours (red, green, blue, alpha).
    """

    points: Floats
    path: Ints
    subpath: Ints
    is_line: Bools
    closes: Bools
    filled: Bools
    stroked: Bools
    fill_colours: Ints
    stroke_colours: Ints


def document_handle(document: pdfium.FPDF_DOCUMENT) -> Handle:
    """A document as its address."""
    return _address(document)


@contextmanager
def opened_page(document: Handle, index: int) -> Iterator[tuple[Handle, Handle]]:
    """The handles of a page and of its text, closed afterwards; both are 0 where the page cannot be loaded."""
    page = _load_page(document, index) or 0
    text = (_load_text(page) or 0) if page else 0
    try:
        yield (page, text) if text else (0, 0)
    finally:
        if text:
            _close_text(text)
        if page:
            _close_page(page)


def characters(text: Handle) -> Characters:
    """The characters of a page without white space: that is told by the gaps between them.

    PDFium's boxes are as high as the font says, and fonts say anything from half to twice their size. Heights are
    made from the base line and the font's size instead, which PDFium is asked for once per stretch of characters with
    the same box, and once per height of boxes.
    """
    count = _char_count(text)
    codes = _codes(text, count)
    indexes = np.flatnonzero(~np.isin(codes, _WHITE_SPACE))
    raw = np.zeros((len(indexes), 4), np.float32)  # left, top, right, bottom
    _drive(map(_loose_box, repeat(text), indexes.tolist(), _addresses(raw)[0]))
    stretch = np.cumsum((np.diff(raw[:, 1::2], axis=0, prepend=np.nan) != 0).any(axis=1)) - 1
    firsts = indexes[np.flatnonzero(np.diff(stretch, prepend=-1))].tolist()
    origins = np.zeros((len(firsts), 2))
    _drive(map(_char_origin, repeat(text), firsts, *_addresses(origins)))
    base = origins[stretch, 1]
    _, first, height = np.unique(raw[:, 1] - raw[:, 3], return_index=True, return_inverse=True)
    matrices, sizes = _matrices_and_sizes(text, indexes[first])
    size = (sizes * np.abs(matrices[:, 3]))[height]
    left, right = raw[:, 0].astype(np.float64), raw[:, 2].astype(np.float64)
    return Characters(
        codes=codes[indexes],
        boxes=np.column_stack([left, base - DEPTH * size, right, base + RISE * size]),
        indexes=indexes,
        level=bool((right > left).all() and (matrices[:, 0] > 0).all() and (matrices[:, 3] > 0).all())
        and bool((np.abs(matrices[:, 1]) <= _LEVEL * matrices[:, 0]).all()),
    )


def _matrices_and_sizes(text: Handle, indexes: Ints) -> tuple[Floats, Floats]:
    """How characters are placed on the page (a, b, c, d, e, f), and their font sizes before that."""
    numbers = indexes.tolist()
    matrices = np.zeros((len(numbers), 6), np.float32)
    _drive(map(_char_matrix, repeat(text), numbers, _addresses(matrices)[0]))
    sizes = np.fromiter(map(_font_size, repeat(text), numbers), np.float64, len(numbers))
    return matrices.astype(np.float64), sizes


def _codes(text: Handle, count: int) -> Ints:
    """The code points of all characters, in one call where each is one UTF-16 unit."""
    buffer = np.zeros(count + 1, np.uint16)
    written = _all_text(text, 0, count, buffer.__array_interface__["data"][0])
    if written == count + 1 and not ((buffer >= 0xD800) & (buffer < 0xE000)).any():
        return buffer[:count].astype(np.int64)
    return np.fromiter(map(_unicode, repeat(text), range(count)), np.int64, count)


def turned_boxes(text: Handle, indexes: Ints) -> tuple[Floats, Ints]:
    """Boxes of characters that run in any direction, and that direction in degrees, anticlockwise.

    Across its direction a box has the usual height of a font, since PDFium tells the drawn height only; along it the
    box reaches from the character's origin to its drawn end, or one full width for characters as wide as high.
    """
    matrices, sizes = _matrices_and_sizes(text, indexes)
    numbers = indexes.tolist()
    origins = np.zeros((len(numbers), 2))
    _drive(map(_char_origin, repeat(text), numbers, *_addresses(origins)))
    drawn = np.zeros((len(numbers), 4))  # left, right, bottom, top
    _drive(map(_tight_box, repeat(text), numbers, *_addresses(drawn)))
    codes = np.fromiter(map(_unicode, repeat(text), numbers), np.int64, len(numbers))

    a, b, c, d = matrices[:, :4].T
    angles = np.degrees(np.arctan2(b, a))
    along = np.column_stack([a, b]) / np.maximum(np.hypot(a, b), 1e-9)[:, None]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    height = sizes * np.hypot(c, d)
    corners = np.stack([drawn[:, [0, 2]], drawn[:, [0, 3]], drawn[:, [1, 2]], drawn[:, [1, 3]]], axis=1)
    reach = ((corners - origins[:, None, :]) * along[:, None, :]).sum(axis=2).max(axis=1)
    reach = np.where(codes >= 0x2E80, np.maximum(reach, sizes * np.hypot(a, b)), np.maximum(reach, 0.2 * height))
    ends = origins + along * reach[:, None]
    low, high = -DEPTH * height[:, None] * across, RISE * height[:, None] * across
    rim = np.stack([origins + low, origins + high, ends + low, ends + high], axis=1)
    return np.hstack([rim.min(axis=1), rim.max(axis=1)]), np.rint(angles).astype(np.int64)


def objects(page: Handle) -> Objects:
    """All objects of a page, forms replaced by what they hold."""
    count = _object_count(page)
    handles = list(map(_page_object, repeat(page), range(count)))
    kinds = list(map(_object_type, handles))
    if _FORM not in kinds:
        return Objects(handles, np.array(kinds, np.int64), np.tile(_IDENTITY, (count, 1)))
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
            inner = list(map(_form_object, repeat(handle), range(_form_count(handle))))
            own = _three(_matrices([handle])[0])
            _flatten(inner, list(map(_object_type, inner)), own @ matrix, into, depth + 1)


def _matrices(handles: list[Handle]) -> Floats:
    found = np.zeros((len(handles), 6), np.float32)
    _drive(map(_object_matrix, handles, _addresses(found)[0]))
    return found.astype(np.float64)


def _three(six: Floats) -> Floats:
    a, b, c, d, e, f = six
    return np.array([[a, b, 0.0], [c, d, 0.0], [e, f, 1.0]])


def _six(matrix: Floats) -> tuple[float, ...]:
    return (*matrix[0, :2], *matrix[1, :2], *matrix[2, :2])


def _placed(points: Floats, matrices: Floats) -> Floats:
    """Points (x, y) after each one's own matrix."""
    a, b, c, d, e, f = matrices.T
    x, y = points.T
    return np.column_stack([a * x + c * y + e, b * x + d * y + f])


def paths(found: Objects) -> Paths:
    """The drawn paths among a page's objects."""
    handles, forms = found.of(PATH)
    counts = np.fromiter(map(_segment_count, handles), np.int64, len(handles))
    counts[(counts < 0) | (counts > _POINTS_MAX)] = 0
    segments = [
        segment
        for handle, count in zip(handles, counts.tolist(), strict=True)
        for segment in map(_segment, repeat(handle), range(count))
    ]
    raw = np.zeros((len(segments), 2), np.float32)
    _drive(map(_segment_point, segments, *_addresses(raw)))
    kinds = np.fromiter(map(_segment_type, segments), np.int64, len(segments))
    closes = np.fromiter(map(_segment_close, segments), np.int64, len(segments)) > 0
    path = np.repeat(np.arange(len(handles)), counts)
    points = _placed(_placed(raw.astype(np.float64), _matrices(handles)[path]), forms[path])
    modes = np.zeros((len(handles), 2), np.int32)
    _drive(map(_draw_mode, handles, *_addresses(modes)))
    starts = kinds == pdfium.FPDF_SEGMENT_MOVETO
    return Paths(
        points=points,
        path=path,
        subpath=np.cumsum(starts) - 1,
        is_line=kinds == pdfium.FPDF_SEGMENT_LINETO,
        closes=closes,
        filled=modes[:, 0] != pdfium.FPDF_FILLMODE_NONE,
        stroked=modes[:, 1] != 0,
        fill_colours=_colours(_fill_colour, handles),
        stroke_colours=_colours(_stroke_colour, handles),
    )


def _colours(ask: Callable[..., int], handles: list[Handle]) -> Ints:
    """Red, green, blue, alpha of each object; black where PDFium does not tell (a pattern)."""
    found = np.tile(np.array([0, 0, 0, 255], np.uint32), (len(handles), 1))
    _drive(map(ask, handles, *_addresses(found)))
    return found.astype(np.int64)


def bounds(found: Objects, kind: int) -> Floats:
    """(left, bottom, right, top) of the objects of one kind."""
    handles, forms = found.of(kind)
    raw = np.zeros((len(handles), 4), np.float32)
    _drive(map(_object_bounds, handles, *_addresses(raw)))
    boxes = raw.astype(np.float64)
    one, other = _placed(boxes[:, :2], forms), _placed(boxes[:, 2:], forms)
    return np.hstack([np.minimum(one, other), np.maximum(one, other)])


def invisible_text(found: Objects) -> tuple[set[Handle], set[Handle]]:
    """The text objects that leave no mark on the page, and those in white, which show on a dark ground only."""
    handles, _ = found.of(TEXT)
    modes = np.fromiter(map(_render_mode, handles), np.int64, len(handles))
    colours = _colours(_fill_colour, handles)
    fills = np.isin(modes, _FILLING_MODES)
    unseen = np.isin(modes, _MARKLESS_MODES) | (fills & (colours[:, 3] == 0))
    white = fills & (colours[:, :3].min(axis=1, initial=255) >= WHITE) & ~unseen
    return (
        {handles[index] for index in np.flatnonzero(unseen)},
        {handles[index] for index in np.flatnonzero(white)},
    )


def text_objects(text: Handle, indexes: Ints) -> Ints:
    """The text object that each character belongs to, as its handle (0: none)."""
    return np.array([handle or 0 for handle in map(_text_object, repeat(text), indexes.tolist())], np.int64)


def unmapped(text: Handle, indexes: Ints) -> Bools:
    """Whether the font says nothing of which character a glyph stands for; its code is then the glyph's number."""
    return np.fromiter(map(_map_error, repeat(text), indexes.tolist()), np.int64, len(indexes)) > 0


def page_box(page: Handle) -> tuple[float, float, float, float]:
    """The visible part of a page: left, bottom, right, top."""
    box = np.zeros((1, 4), np.float32)
    _drive(map(_bounding_box, [page], _addresses(box)[0]))
    left, top, right, bottom = box[0].tolist()
    return left, bottom, right, top


def page_rotation(page: Handle) -> int:
    """Quarter turns clockwise by which the page is shown."""
    return _rotation(page) % 4
