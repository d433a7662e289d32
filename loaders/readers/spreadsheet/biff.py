"""The records of old Excel workbooks (BIFF5 and BIFF8): what they hold, not yet what it prints.

Source: Microsoft's specification [MS-XLS]; for BIFF5, OpenOffice.org's documentation of the Excel file format.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.readers.errors import UnreadableError

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
FILE_PASS, CODE_PAGE, DATE_MODE, FORMAT, XF, BOUND_SHEET, SST = 0x2F, 0x42, 0x22, 0x41E, 0xE0, 0x85, 0xFC
NUMBER, RK, MUL_RK, BLANK, MUL_BLANK = 0x203, 0x27E, 0xBD, 0x201, 0xBE
LABEL_SST, LABEL, RICH_STRING, BOOL_ERR, FORMULA, STRING = 0xFD, 0x204, 0xD6, 0x205, 0x06, 0x207
MERGED_CELLS, WINDOW_2 = 0xE5, 0x23E
BIFF8 = 0x0600
_CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 1200: "utf-16-le", 1252: "cp1252"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

CellValue = str | Decimal


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, its bytes, and those of the records that continue it."""

    kind: int
    data: bytes
    continued: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet's entry in the workbook: where its records begin in the stream, and whether it is a sheet of cells."""

    offset: int
    name: str
    is_hidden: bool
    is_worksheet: bool


@dataclass
class Globals:
    """What the records before all sheets say: the formats and the lines of cells by style, texts, sheets."""

    version: int = BIFF8
    encoding: str = "gb18030"
    is_1904: bool = False
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[tuple[int, bool]] = field(default_factory=list)
    sheets: list[BoundSheet] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)


def records(stream: bytes, offset: int) -> Iterator[Record]:
    """The records from an offset up to the end of the workbook's or sheet's part, parts inside it included.

    Raises struct.error where none begins there or the stream ends before them.
    """
    if struct.unpack_from("<H", stream, offset) != (BOF,):
        raise struct.error("no sheet begins where one should")
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, offset)
        data = stream[offset + 4 : offset + 4 + size]
        if len(data) < size:
            raise struct.error("a record reaches past the end")
        offset += 4 + size
        continued = []
        while stream[offset : offset + 2] == b"\x3c\x00" and kind != CONTINUE:
            (more,) = struct.unpack_from("<H", stream, offset + 2)
            continued.append(stream[offset + 4 : offset + 4 + more])
            offset += 4 + more
        depth += (kind == BOF) - (kind == EOF)
        yield Record(kind, data, tuple(continued))
        if depth <= 0:
            return


def workbook_globals(stream: bytes) -> Globals:
    """The records before all sheets; raises UnreadableError for a workbook with a password."""
    found = Globals()
    for record in records(stream, 0):
        data = record.data
        if record.kind == BOF and not found.styles:
            (found.version,) = struct.unpack_from("<H", data)
        elif record.kind == FILE_PASS:
            raise UnreadableError(
                "password",
                "the workbook is protected by a password",
                expected="a file without a password",
                advice="open it with the password and save it without one",
            )
        elif record.kind == CODE_PAGE:
            found.encoding = _CODE_PAGES.get(struct.unpack_from("<H", data)[0], "gb18030")
        elif record.kind == DATE_MODE:
            found.is_1904 = data[:1] == b"\x01"
        elif record.kind == FORMAT:
            (number,) = struct.unpack_from("<H", data)
            found.formats[number] = text_at(record, 2, found)
        elif record.kind == XF:
            found.styles.append(_style(data, found.version))
        elif record.kind == BOUND_SHEET:
            offset, state, kind = struct.unpack_from("<IBB", data)
            name = text_at(record, 6, found, size=1)
            found.sheets.append(BoundSheet(offset, name, state & 3 != 0, kind == 0))
        elif record.kind == SST:
            found.strings = _shared_strings((data, *record.continued))
    return found


def _style(data: bytes, version: int) -> tuple[int, bool]:
    """The number of a style's format, and whether it draws lines at the left or right."""
    (number,) = struct.unpack_from("<H", data, 2)
    if version >= BIFF8:
        return number, bool(struct.unpack_from("<H", data, 10)[0] & 0xFF)
    return number, bool(struct.unpack_from("<I", data, 12)[0] & 0x1F8)


def cells(record: Record, known: Globals) -> Iterator[tuple[int, int, int, CellValue]]:
    """The cells of a record: row, column, style and value; an empty text for an empty cell.

    A formula whose text follows in the next record has none here.
    """
    data = record.data
    if record.kind in (MUL_RK, MUL_BLANK):
        row, column = struct.unpack_from("<HH", data)
        size = 6 if record.kind == MUL_RK else 2
        for offset in range(4, len(data) - 2 - size + 1, size):
            (style,) = struct.unpack_from("<H", data, offset)
            yield row, column, style, _rk(data, offset + 2) if size == 6 else ""
            column += 1
        return
    row, column, style = struct.unpack_from("<HHH", data)
    value: CellValue = ""
    if record.kind == NUMBER:
        value = _float(struct.unpack_from("<d", data, 6)[0])
    elif record.kind == RK:
        value = _rk(data, 6)
    elif record.kind == LABEL_SST:
        value = known.strings[struct.unpack_from("<I", data, 6)[0]]
    elif record.kind in (LABEL, RICH_STRING):
        value = text_at(record, 6, known)
    elif record.kind == BOOL_ERR:
        value = _bool_or_error(data[6], data[7])
    elif record.kind == FORMULA:
        value = _result(data)
    yield row, column, style, value


def _result(data: bytes) -> CellValue:
    """The value of a formula as it was saved."""
    if data[12:14] != b"\xff\xff":
        return _float(struct.unpack_from("<d", data, 6)[0])
    return _bool_or_error(data[8], data[6] - 1) if data[6] in (1, 2) else ""


def _bool_or_error(value: int, is_error: int) -> str:
    return _ERRORS.get(value, "#N/A") if is_error else ("TRUE" if value else "FALSE")


def _float(value: float) -> CellValue:
    number = Decimal(repr(value))
    return number if number.is_finite() else "#NUM!"


def _rk(data: bytes, offset: int) -> CellValue:
    """A number packed into 30 bits, as an integer or the upper half of a float, perhaps in hundredths."""
    (packed,) = struct.unpack_from("<i", data, offset)
    if packed & 2:
        number = Decimal(packed >> 2)
        return number / 100 if packed & 1 else number
    (value,) = struct.unpack("<d", b"\x00\x00\x00\x00" + struct.pack("<i", packed & ~3))
    return _float(value / 100 if packed & 1 else value)


def text_at(record: Record, offset: int, known: Globals, *, size: int = 2) -> str:
    """The text that begins at an offset with its length in `size` bytes."""
    length = int.from_bytes(record.data[offset : offset + size], "little")
    if known.version < BIFF8:
        return record.data[offset + size : offset + size + length].decode(known.encoding, "replace")
    return _Reader((record.data, *record.continued), offset + size).characters(length)


def _shared_strings(pieces: Sequence[bytes]) -> list[str]:
    """The table of texts, which is cut into records of at most 8,224 bytes wherever these end."""
    reader = _Reader(pieces, 0)
    _, count = struct.unpack("<II", reader.read(8))
    found = []
    for _ in range(count):
        if reader.is_done:
            break
        (length,) = struct.unpack("<H", reader.read(2))
        found.append(reader.characters(length, is_rich=True))
    return found


class _Reader:
    """Bytes that run on over several records."""

    def __init__(self, pieces: Sequence[bytes], offset: int) -> None:
        self._pieces = pieces
        self._piece = 0
        self._offset = offset

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._piece >= len(self._pieces) or (
            self._piece == len(self._pieces) - 1 and self._offset >= len(self._pieces[-1])
        )

    def read(self, size: int) -> bytes:
        """The next bytes; raises struct.error where there are fewer."""
        found = b""
        while len(found) < size:
            if self._piece >= len(self._pieces):
                raise struct.error("a text reaches past the end")
            found += self._take(size - len(found))
        return found

    def characters(self, length: int, *, is_rich: bool = False) -> str:
        """A text of so many characters, with its flags before it; each record that continues it repeats them.

        A rich text is followed by its runs and its reading aid, which are passed over.
        """
        flags = self.read(1)[0]
        runs = struct.unpack("<H", self.read(2))[0] if is_rich and flags & 8 else 0
        extra = struct.unpack("<I", self.read(4))[0] if is_rich and flags & 4 else 0
        text = []
        while length:
            if self._offset >= len(self._pieces[self._piece]):
                self._piece, self._offset = self._piece + 1, 0
                flags = self.read(1)[0]
            width = 2 if flags & 1 else 1
            piece = self._take(length * width)
            if len(piece) < width:
                raise struct.error("a character is cut in two")
            text.append(piece.decode("utf-16-le" if width == 2 else "latin-1", "replace"))
            length -= len(piece) // width
        self.read(4 * runs)
        if extra:
            self.read(extra)
        return "".join(text)

    def _take(self, size: int) -> bytes:
        """At most so many bytes from the record at hand; an exhausted one gives way to the next."""
        if self._offset >= len(self._pieces[self._piece]):
            self._piece, self._offset = self._piece + 1, 0
            return b""
        found = self._pieces[self._piece][self._offset : self._offset + size]
        self._offset += len(found)
        return found
