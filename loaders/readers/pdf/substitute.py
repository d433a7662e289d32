"""A font for text whose own is neither in the document nor on the machine.

PDFium takes a character's extent from its drawing. Where a document does not embed its Chinese font and the machine has
none, there is nothing to draw, and PDFium leaves out without a word what then has no extent: a character set by itself,
and every line that runs upwards or downwards. So PDFium is given a font for that case whose only glyph, a box as wide
and as high as a Chinese character, stands for all of them. What is read no longer depends on the machine's fonts.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from itertools import pairwise

import pypdfium2.raw as raw

_UNITS, _DEPTH, _RISE = 1000, -140, 860
# From where to where a character is drawn, about as in most fonts: were it farther, characters would overlap.
_BOXES = ((40, 220), (30, 450), (30, 970))
_NARROW, _HALF, _WIDE = 1, 2, 3
"""The numbers of the glyphs."""
# The first character of each stretch of one width.
_STRETCHES = (
    (0x0000, _NARROW), (0x0030, _HALF), (0x003A, _NARROW), (0x003C, _HALF), (0x0049, _NARROW), (0x004A, _HALF),
    (0x0069, _NARROW), (0x006B, _HALF), (0x006C, _NARROW), (0x006D, _HALF), (0x2E80, _WIDE), (0x110000, 0),
)  # fmt: skip
# A handle that no other font has: the address of this module's own variable.
_TOKEN = ctypes.c_char(b"\0")
_HANDLE = ctypes.addressof(_TOKEN)
_CHARACTER_SETS = (
    raw.FXFONT_GB2312_CHARSET,
    raw.FXFONT_CHINESEBIG5_CHARSET,
    raw.FXFONT_SHIFTJIS_CHARSET,
    raw.FXFONT_HANGEUL_CHARSET,
)
"""Character sets of fonts in which each character is as wide as high."""
_installed: list[object] = []
"""The callbacks, which must live as long as the process."""


def install() -> None:
    """Tells PDFium of the font, once in a process."""
    if _installed:
        return
    info = raw.FPDF_GetDefaultSystemFontInfo()
    if not info:
        return
    known = dict(raw.FPDF_SYSFONTINFO._fields_)
    fields = info.contents
    # By their addresses: read from the field, a function follows what the field is set to.
    own_map, own_data, own_delete = (
        known[name](ctypes.cast(getattr(fields, name), ctypes.c_void_p).value)
        for name in ("MapFont", "GetFontData", "DeleteFont")
    )

    def map_font(
        this: object, weight: int, italic: int, charset: int, pitch: int, face: object, exact: object
    ) -> int | None:
        found: int | None = own_map(this, weight, italic, charset, pitch, face, exact)
        return _HANDLE if not found and charset in _CHARACTER_SETS else found

    def font_data(this: object, font: int | None, table: int, buffer: object, size: int) -> int:
        if font != _HANDLE:
            return int(own_data(this, font, table, buffer, size))
        wanted = _table(table)
        if wanted and buffer and size >= len(wanted):
            ctypes.memmove(buffer, wanted, len(wanted))  # type: ignore[arg-type]
        return len(wanted)

    def delete_font(this: object, font: int | None) -> None:
        if font != _HANDLE:
            own_delete(this, font)

    fields.MapFont = known["MapFont"](map_font)
    fields.GetFontData = known["GetFontData"](font_data)
    fields.DeleteFont = known["DeleteFont"](delete_font)
    _installed.extend([info, own_map, own_data, own_delete, fields.MapFont, fields.GetFontData, fields.DeleteFont])
    raw.FPDF_SetSystemFontInfo(info)


def _table(number: int) -> bytes:
    """A table of the font by its name read as a number; all of the font for 0."""
    return font() if number == 0 else _tables().get(number.to_bytes(4, "big"), b"")


@cache
def font() -> bytes:
    """The font as a TrueType file."""
    tables = _tables()
    at = 12 + 16 * len(tables)
    head, body = struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0), b""
    for name, table in sorted(tables.items()):
        head += name + struct.pack(">III", 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


@cache
def _tables() -> dict[bytes, bytes]:
    """What a TrueType font must have: a glyph for no character, which is never asked for, and boxes for all others."""
    outlines = [b"", *(_box(left, right) for left, right in _BOXES)]
    ends = [sum(map(len, outlines[:count])) // 2 for count in range(len(outlines) + 1)]
    whole = (0, _DEPTH, _UNITS, _RISE)
    groups = [(first, end - 1, glyph) for (first, glyph), (end, _) in pairwise(_STRETCHES)]
    cmap = struct.pack(">HHIII", 13, 0, 16 + 12 * len(groups), 0, len(groups))
    cmap += b"".join(struct.pack(">3I", *group) for group in groups)
    return {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12)
        + cmap
        + b"".join(struct.pack(">3I", *group) for group in groups),
        b"glyf": b"".join(outlines),
        b"head": struct.pack(">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS, 0, 0, *whole, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, _RISE, _DEPTH, 0, _UNITS, 0, 0, _UNITS, 1, *[0] * 7, len(outlines)),
        b"hmtx": struct.pack(">Hh", _UNITS, 0) + b"".join(struct.pack(">Hh", right, left) for left, right in _BOXES),
        b"loca": struct.pack(f">{len(ends)}H", *ends),
        b"maxp": struct.pack(">I14H", 0x10000, len(outlines), 4, 1, 0, 0, 1, *[0] * 8),
    }


def _box(left: int, right: int) -> bytes:
    """The outline of a rectangle of the usual height."""
    head = struct.pack(">5hHH", 1, left, _DEPTH, right, _RISE, 3, 0) + bytes([1] * 4)
    outline = head + struct.pack(">8h", left, right - left, 0, left - right, _DEPTH, 0, _RISE - _DEPTH, 0)
    return outline + bytes(len(outline) % 2)
