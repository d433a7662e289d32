"""Old Excel workbooks (xls): the cells as printed, by their values and number formats."""

from __future__ import annotations

import struct
from decimal import Decimal

from loaders.readers.compound import CompoundFile
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block
from loaders.readers.spreadsheet import biff
from loaders.readers.spreadsheet.biff import Globals
from loaders.readers.spreadsheet.format_codes import BUILT_IN
from loaders.readers.spreadsheet.number_format import printed_number, printed_text
from loaders.readers.spreadsheet.regions import workbook_blocks
from loaders.readers.spreadsheet.sheet import Merge, Sheet
from loaders.readers.xml import damaged

_CELLS = frozenset(
    (
        *(biff.NUMBER, biff.RK, biff.MUL_RK, biff.BLANK, biff.MUL_BLANK),
        *(biff.LABEL_SST, biff.LABEL, biff.RICH_STRING, biff.BOOL_ERR, biff.FORMULA),
    )
)
_SHOWS_ZEROS = 0x10
# What a record that is too short or names what is not there ends in.
_BROKEN = (struct.error, IndexError)


def blocks(data: bytes) -> tuple[Block, ...]:
    """The tables and texts of all sheets in order, hidden ones included."""
    return workbook_blocks(sheets(data))


def sheets(data: bytes) -> list[Sheet]:
    """The sheets in the workbook's order; charts are left out but counted."""
    file = CompoundFile(data)
    stream = file.stream("Workbook" if "Workbook" in file.names else "Book")
    try:
        known = biff.workbook_globals(stream)
    except _BROKEN as error:
        raise damaged(f"its workbook cannot be read ({error})") from error
    if len(known.sheets) > allowed().sheets:
        raise beyond("sheets", "sheets in the workbook")
    found = []
    room = allowed().cells
    for number, entry in enumerate(known.sheets, start=1):
        if entry.is_worksheet:
            sheet = Sheet(number, entry.name, entry.is_hidden)
            try:
                _read(sheet, stream, entry.offset, known, room)
            except _BROKEN as error:
                raise damaged(f"its sheet {entry.name!r} cannot be read ({error})") from error
            room -= len(sheet.texts)
            found.append(sheet)
    if not found:
        raise damaged("it lists no sheet")
    return found


def _read(sheet: Sheet, stream: bytes, offset: int, known: Globals, room: int) -> None:
    """Fills a sheet from its records."""
    zeros = []
    shows_zeros = True
    last: tuple[int, int, int] | None = None
    depth = 0
    for record in biff.records(stream, offset):
        # A chart inside the sheet has records of its own.
        depth += (record.kind == biff.BOF) - (record.kind == biff.EOF)
        if depth > 1:
            continue
        if record.kind in _CELLS:
            for row, column, style, value in biff.cells(record, known):
                last = row, column, style
                if isinstance(value, Decimal) and value == 0:
                    zeros.append((row, column))
                _add(sheet, row, column, style, value, known)
            if len(sheet.texts) > room:
                raise beyond("cells", "cells with content in the workbook", sheet.place(last[0], 0) if last else None)
        elif record.kind == biff.STRING and last is not None:
            _add(sheet, *last, biff.text_at(record, 0, known), known)
        elif record.kind == biff.MERGED_CELLS:
            (count,) = struct.unpack_from("<H", record.data)
            for top, bottom, left, right in struct.iter_unpack("<4H", record.data[2 : 2 + 8 * count]):
                if top <= bottom and left <= right:
                    sheet.merges.append(Merge(top, left, bottom, right))
        elif record.kind == biff.WINDOW_2:
            shows_zeros = bool(struct.unpack_from("<H", record.data)[0] & _SHOWS_ZEROS)
    if not shows_zeros:
        for slot in zeros:
            sheet.texts.pop(slot, None)


def _add(sheet: Sheet, row: int, column: int, style: int, value: biff.CellValue, known: Globals) -> None:
    number, is_framed = known.styles[style] if style < len(known.styles) else (0, False)
    code = known.formats.get(number) or BUILT_IN.get(number, "General")
    if isinstance(value, Decimal):
        text = printed_number(value, code, is_1904=known.is_1904)
    else:
        text = printed_text(value, code)
    sheet.add(row, column, text, is_framed=is_framed)
