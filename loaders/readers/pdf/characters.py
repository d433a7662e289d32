"""All characters of a page as arrays: what they are, where they stand, which way they run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np

from loaders.readers.pages.arrays import Bools, Floats, Ints, changes, code_table, columns_of, kinds
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.pdfium import Handle, addresses, drive

# How far a Chinese character reaches above and below its base line, as shares of the font's size.
_RISE, _DEPTH = 0.86, 0.14
# How far a line may rise, as a share of its length, and still be level.
_LEVEL = 0.05
_WHITE_SPACE = [0, 9, 10, 11, 12, 13, 0x20, 0xA0, 0x200B, 0x202F, 0x3000, 0xFEFF, *range(0x2000, 0x200B)]
_REPLACEMENT = 0xFFFD
_VISIBLE = ~code_table(_WHITE_SPACE)


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


def characters(text: Handle) -> Characters:
    """The characters of a page without white space: that is told by the gaps between them.

    PDFium's boxes are as high as the font says, and fonts say anything from half to twice their size. Heights are
    made from the base line and the font's size instead, which PDFium is asked for once per stretch of characters with
    the same box, and once per height of boxes.
    """
    count = pdfium.char_count(text)
    codes = _codes(text, count)
    indexes = np.flatnonzero(_VISIBLE[codes])
    raw = np.zeros((len(indexes), 4), np.float32)  # left, top, right, bottom
    drive(map(pdfium.loose_box, repeat(text), indexes.tolist(), addresses(raw)[0]))
    begins = changes(raw[:, 1]) | changes(raw[:, 3])
    stretch = np.cumsum(begins) - 1
    firsts = indexes[begins].tolist()
    origins = np.zeros((len(firsts), 2))
    drive(map(pdfium.char_origin, repeat(text), firsts, *addresses(origins)))
    begin = np.flatnonzero(begins)
    first, height = kinds(raw[begin, 1] - raw[begin, 3])
    matrices, sizes = _matrices_and_sizes(text, indexes[begin[first]])
    size = (sizes * np.abs(matrices[:, 3]))[height]
    low, high = (origins[:, 1] - _DEPTH * size)[stretch], (origins[:, 1] + _RISE * size)[stretch]
    left, right = raw[:, 0], raw[:, 2]
    return Characters(
        codes=codes[indexes],
        boxes=columns_of(left, low, right, high),
        indexes=indexes,
        level=bool((right > left).all() and (matrices[:, 0] > 0).all() and (matrices[:, 3] > 0).all())
        and bool((np.abs(matrices[:, 1]) <= _LEVEL * matrices[:, 0]).all()),
    )


def _matrices_and_sizes(text: Handle, indexes: Ints) -> tuple[Floats, Floats]:
    """How characters are placed on the page (a, b, c, d, e, f), and their font sizes before that."""
    numbers = indexes.tolist()
    matrices = np.zeros((len(numbers), 6), np.float32)
    drive(map(pdfium.char_matrix, repeat(text), numbers, addresses(matrices)[0]))
    sizes = np.fromiter(map(pdfium.font_size, repeat(text), numbers), np.float64, len(numbers))
    return matrices.astype(np.float64), sizes


def _codes(text: Handle, count: int) -> Ints:
    """The code points of all characters, in one call where each is one UTF-16 unit."""
    buffer = np.zeros(count + 1, np.uint16)
    written = pdfium.all_text(text, 0, count, buffer.__array_interface__["data"][0])
    if written == count + 1 and not (buffer - np.uint16(0xD800) < 0x800).any():
        return buffer[:count].astype(np.int64)
    return _whole_codes(np.fromiter(map(pdfium.unicode, repeat(text), range(count)), np.int64, count))


def _whole_codes(units: Ints) -> Ints:
    """Code points of what may be UTF-16: PDFium gives a rare Chinese character as two halves, with the same box.

    The first half becomes the character and the second white space; what is no character is the replacement character.
    """
    high = (units >= 0xD800) & (units < 0xDC00)
    low = (units >= 0xDC00) & (units < 0xE000)
    first = np.flatnonzero(high[:-1] & low[1:])
    codes = np.where(high | low | (units > 0x10FFFF), _REPLACEMENT, units)
    codes[first] = 0x10000 + ((units[first] - 0xD800) << 10) + (units[first + 1] - 0xDC00)
    codes[first + 1] = 0
    return codes


def turned_boxes(text: Handle, indexes: Ints) -> tuple[Floats, Ints]:
    """Boxes of characters that run in any direction, and that direction in degrees, anticlockwise.

    Across its direction a box has the usual height of a font, since PDFium tells the drawn height only; along it the
    box reaches from the character's origin to its drawn end, or one full width for characters as wide as high.
    """
    matrices, sizes = _matrices_and_sizes(text, indexes)
    numbers = indexes.tolist()
    origins = np.zeros((len(numbers), 2))
    drive(map(pdfium.char_origin, repeat(text), numbers, *addresses(origins)))
    drawn = np.zeros((len(numbers), 4))  # left, right, bottom, top
    drive(map(pdfium.tight_box, repeat(text), numbers, *addresses(drawn)))
    codes = np.fromiter(map(pdfium.unicode, repeat(text), numbers), np.int64, len(numbers))

    a, b, c, d = matrices[:, :4].T
    angles = np.degrees(np.arctan2(b, a))
    along = np.column_stack([a, b]) / np.maximum(np.hypot(a, b), 1e-9)[:, None]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    height = sizes * np.hypot(c, d)
    corners = np.stack([drawn[:, [0, 2]], drawn[:, [0, 3]], drawn[:, [1, 2]], drawn[:, [1, 3]]], axis=1)
    reach = ((corners - origins[:, None, :]) * along[:, None, :]).sum(axis=2).max(axis=1)
    reach = np.where(codes >= 0x2E80, np.maximum(reach, sizes * np.hypot(a, b)), np.maximum(reach, 0.2 * height))
    ends = origins + along * reach[:, None]
    low, high = -_DEPTH * height[:, None] * across, _RISE * height[:, None] * across
    rim = np.stack([origins + low, origins + high, ends + low, ends + high], axis=1)
    # Of a matrix beyond all numbers there is no angle, nor a place: its characters are seen nowhere.
    return np.hstack([rim.min(axis=1), rim.max(axis=1)]), np.rint(np.nan_to_num(angles)).astype(np.int64)


def text_objects(text: Handle, indexes: Ints) -> Ints:
    """The text object that each character belongs to, as its handle (0: none)."""
    return np.array([handle or 0 for handle in map(pdfium.text_object, repeat(text), indexes.tolist())], np.int64)


def unmapped(text: Handle, indexes: Ints) -> Bools:
    """Whether the font says nothing of which character a glyph stands for; its code is then the glyph's number."""
    return np.fromiter(map(pdfium.map_error, repeat(text), indexes.tolist()), np.int64, len(indexes)) > 0
