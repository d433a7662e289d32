"""PDFium's functions in bulk: bound for plain addresses and driven over the rows of arrays.

PDFium answers for one character or one object at a time. A page has thousands of them, so what counts is the cost of
a call: the functions are bound here once more with plain addresses as arguments, and `map` drives them over the
addresses of an array's rows. Coordinates are PDF's own: points, the origin below left, before the page's rotation.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ctypes import c_int, c_uint, c_void_p

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

Handle = int
"""The address of one of PDFium's objects."""


def _address(pointer: object) -> Handle:
    return ctypes.cast(pointer, c_void_p).value or 0  # type: ignore[arg-type]


def _bound(function: object, result: type | None, *arguments: type) -> Callable[..., int]:
    """A function of PDFium that takes addresses as plain numbers. It keeps the interpreter's lock: PDFium is not made
    for several threads, and giving the lock away and back costs as much as the call."""
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(function))


char_count = _bound(raw.FPDFText_CountChars, c_int, c_void_p)
all_text = _bound(raw.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
object_count = _bound(raw.FPDFPage_CountObjects, c_int, c_void_p)
bounding_box = _bound(raw.FPDF_GetPageBoundingBox, c_int, c_void_p, c_void_p)
rotation = _bound(raw.FPDFPage_GetRotation, c_int, c_void_p)
load_page = _bound(raw.FPDF_LoadPage, c_void_p, c_void_p, c_int)
close_page = _bound(raw.FPDF_ClosePage, None, c_void_p)
load_text = _bound(raw.FPDFText_LoadPage, c_void_p, c_void_p)
close_text = _bound(raw.FPDFText_ClosePage, None, c_void_p)
loose_box = _bound(raw.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
tight_box = _bound(raw.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
char_matrix = _bound(raw.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
char_origin = _bound(raw.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
font_size = _bound(raw.FPDFText_GetFontSize, ctypes.c_double, c_void_p, c_int)
unicode = _bound(raw.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
map_error = _bound(raw.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)
text_object = _bound(raw.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
page_object = _bound(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
form_object = _bound(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, ctypes.c_ulong)
form_count = _bound(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
object_type = _bound(raw.FPDFPageObj_GetType, c_int, c_void_p)
object_matrix = _bound(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
object_bounds = _bound(raw.FPDFPageObj_GetBounds, c_int, *[c_void_p] * 5)
fill_colour = _bound(raw.FPDFPageObj_GetFillColor, c_int, *[c_void_p] * 5)
stroke_colour = _bound(raw.FPDFPageObj_GetStrokeColor, c_int, *[c_void_p] * 5)
render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)
draw_mode = _bound(raw.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
segment_count = _bound(raw.FPDFPath_CountSegments, c_int, c_void_p)
segment = _bound(raw.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_point = _bound(raw.FPDFPathSegment_GetPoint, c_int, *[c_void_p] * 3)
segment_type = _bound(raw.FPDFPathSegment_GetType, c_int, c_void_p)
segment_close = _bound(raw.FPDFPathSegment_GetClose, c_int, c_void_p)


def drive(calls: Iterable[object]) -> None:
    """Makes the calls, for what they write."""
    deque(calls, maxlen=0)


def addresses(array: NDArray[np.generic]) -> list[range]:
    """For each column of a two-dimensional array the addresses of its fields, row by row."""
    rows, columns = array.shape
    start, step = array.__array_interface__["data"][0], array.itemsize
    width = columns * step
    return [range(start + column * step, start + column * step + rows * width, width) for column in range(columns)]


def document_handle(document: raw.FPDF_DOCUMENT) -> Handle:
    """A document as its address."""
    return _address(document)


@contextmanager
def opened_page(document: Handle, index: int) -> Iterator[tuple[Handle, Handle]]:
    """The handles of a page and of its text, closed afterwards; both are 0 where the page cannot be loaded."""
    page = load_page(document, index) or 0
    text = (load_text(page) or 0) if page else 0
    try:
        yield (page, text) if text else (0, 0)
    finally:
        if text:
            close_text(text)
        if page:
            close_page(page)


def page_box(page: Handle) -> tuple[float, float, float, float]:
    """The visible part of a page: left, bottom, right, top."""
    box = np.zeros((1, 4), np.float32)
    drive(map(bounding_box, [page], addresses(box)[0]))
    left, top, right, bottom = box[0].tolist()
    return left, bottom, right, top


def page_rotation(page: Handle) -> int:
    """Quarter turns clockwise by which the page is shown."""
    return rotation(page) % 4
