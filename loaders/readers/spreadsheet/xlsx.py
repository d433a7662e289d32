"""Excel workbooks (xlsx, xlsm): the cells as printed, by their values and number formats.

Source: ISO/IEC 29500-1, part 18 (SpreadsheetML). Read directly from the XML: what decides the printed digits is the
number format, which the libraries for fast reading leave out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lxml import etree

from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block
from loaders.readers.spreadsheet.format_codes import BUILT_IN
from loaders.readers.spreadsheet.number_format import printed_number, printed_text
from loaders.readers.spreadsheet.regions import workbook_blocks
from loaders.readers.spreadsheet.sheet import Merge, Sheet
from loaders.readers.xml import Package, damaged, local, relation_id, unescaped

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class _Style:
    """What of a cell's style decides its reading: the number format, and whether it has lines at its sides."""

    code: str = "General"
    is_framed: bool = False


_PLAIN = _Style()


def blocks(data: bytes) -> tuple[Block, ...]:
    """The tables and texts of all sheets in order, hidden ones included."""
    return workbook_blocks(sheets(data))


def sheets(data: bytes) -> list[Sheet]:
    """The sheets in the workbook's order; charts are left out but counted."""
    package = Package(data)
    main = next((name for kind, name in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml")
    related = package.relations(main)
    by_kind = dict(related.values())
    strings = _shared_strings(package, by_kind.get("sharedStrings"))
    styles = _styles(package, by_kind.get("styles"))
    workbook = package.tree(main)
    is_1904 = any(element.get("date1904") in _TRUE for element in workbook.iter("{*}workbookPr"))
    found = []
    cells = 0
    for number, element in enumerate(workbook.iterfind("{*}sheets/{*}sheet"), start=1):
        if number > allowed().sheets:
            raise beyond("sheets", "sheets in the workbook")
        kind, name = related.get(relation_id(element), ("", ""))
        if kind != "worksheet":
            continue
        sheet = Sheet(number, unescaped(element.get("name", "")), element.get("state", "visible") != "visible")
        _Reader(package, sheet, strings, styles, is_1904=is_1904).read(name, allowed().cells - cells)
        cells += len(sheet.texts)
        found.append(sheet)
    if not found:
        raise damaged("it lists no sheet")
    return found


class _Reader:
    """Reads the cells of one sheet."""

    def __init__(
        self, package: Package, sheet: Sheet, strings: list[str], styles: list[_Style], *, is_1904: bool
    ) -> None:
        self._package = package
        self._sheet = sheet
        self._strings = strings
        self._styles: dict[str | None, _Style] = {str(number): style for number, style in enumerate(styles)}
        self._style_of_none = self._styles.get("0", _PLAIN)
        self._is_1904 = is_1904
        self._shows_zeros = True

    def read(self, name: str, room: int) -> None:
        """Fills the sheet from its part; `room` is how many more cells the workbook may have."""
        row = -1
        for element in self._package.elements(name, "sheetView", "row", "mergeCell"):
            tag = local(element)
            if tag == "row":
                row = self._row_number(element.get("r"), row + 1)
                self._row(element, row)
                if len(self._sheet.texts) > room:
                    raise beyond("cells", "cells with content in the workbook", self._sheet.place(row, 0))
            elif tag == "mergeCell":
                self._merge(element.get("ref", ""))
            elif element.get("showZeros") in ("0", "false"):
                self._shows_zeros = False

    def _row_number(self, stated: str | None, following: int) -> int:
        number = int(stated) - 1 if stated and stated.isascii() and stated.isdigit() else following
        if not 0 <= number <= _LAST_ROW:
            raise damaged(f"the sheet {self._sheet.name!r} has a row {number + 1}")
        return number

    def _row(self, element: etree._Element, row: int) -> None:
        sheet = self._sheet
        column = -1
        for cell in element:
            reference = cell.get("r")
            column = column + 1 if reference is None else _column(reference.rstrip("0123456789"))
            if column > _LAST_COLUMN:
                raise damaged(f"the sheet {sheet.name!r} has a cell {reference or row + 1} behind the last column")
            style = self._styles.get(cell.get("s"), self._style_of_none)
            sheet.add(row, column, self._text(cell, style, row, column), is_framed=style.is_framed)

    def _text(self, cell: etree._Element, style: _Style, row: int, column: int) -> str:
        """What the cell prints."""
        kind = cell.get("t", "n")
        value = ""
        is_formula = False
        for child in cell:
            tag = local(child)
            if tag == "v":
                value = child.text or ""
            elif tag == "f":
                is_formula = True
            elif tag == "is":
                return printed_text(unescaped(_string(child)), style.code)
        if not value:
            if is_formula and kind != "str":
                raise _no_value(self._sheet, row, column)
            return ""
        if kind == "s":
            index = int(value) if value.isascii() and value.isdigit() else -1
            if not 0 <= index < len(self._strings):
                raise damaged(f"its cell {self._sheet.place(row, column)} names a text that is not there")
            return printed_text(self._strings[index], style.code)
        if kind == "n":
            return self._number(value, style.code)
        if kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        return printed_text(unescaped(value), style.code) if kind == "str" else value

    def _number(self, value: str, code: str) -> str:
        printed, is_zero = _printed(value, code, self._is_1904)
        return "" if is_zero and not self._shows_zeros else printed

    def _merge(self, reference: str) -> None:
        corners = _REFERENCE.findall(reference.replace("$", ""))
        if len(corners) == 2:
            rows = sorted(int(number) - 1 for _, number in corners)
            columns = sorted(_column(name) for name, _ in corners)
            self._sheet.merges.append(Merge(rows[0], columns[0], rows[1], columns[1]))


@lru_cache(maxsize=65536)
def _printed(value: str, code: str, is_1904: bool) -> tuple[str, bool]:
    """What a number prints, and whether it is zero; what is no number prints itself."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value, False
    if not number.is_finite():
        return value, False
    return printed_number(number, code, is_1904=is_1904), number == 0


@lru_cache(maxsize=1024)
def _column(name: str) -> int:
    """A column's number from 0 by its letters."""
    number = 0
    for letter in name.upper():
        number = number * 26 + max(1, min(26, ord(letter) - 64))
    return min(number - 1, _LAST_COLUMN + 1) if number else _LAST_COLUMN + 1


def _shared_strings(package: Package, name: str | None) -> list[str]:
    if name is None or name not in package:
        return []
    return [unescaped(_string(element)) for element in package.elements(name, "si")]


def _string(element: etree._Element) -> str:
    """The text of a string's runs, without the reading aid (phonetic runs) above them."""
    return "".join(
        piece.text or ""
        for piece in element.iter("{*}t")
        if local(piece.getparent()) != "rPh"  # type: ignore[arg-type]
    )


def _styles(package: Package, name: str | None) -> list[_Style]:
    """The styles by their number in the cells."""
    if name is None or name not in package:
        return []
    root = package.tree(name)
    codes = dict(BUILT_IN)
    for element in root.iterfind("{*}numFmts/{*}numFmt"):
        number = element.get("numFmtId", "")
        if number.isascii() and number.isdigit():
            codes[int(number)] = element.get("formatCode", "General")
    lines = [
        {local(side) for side in border if side.get("style", "none") != "none"}
        for border in root.iterfind("{*}borders/{*}border")
    ]
    found = []
    for element in root.iterfind("{*}cellXfs/{*}xf"):
        number, border = element.get("numFmtId", "0"), element.get("borderId", "0")
        sides = lines[int(border)] if border.isascii() and border.isdigit() and int(border) < len(lines) else set()
        code = codes.get(int(number), "General") if number.isascii() and number.isdigit() else "General"
        found.append(_Style(code, bool(sides & {"left", "right", "start", "end"})))
    return found


def _no_value(sheet: Sheet, row: int, column: int) -> UnreadableError:
    return UnreadableError(
        "value_missing",
        "the cell holds a formula whose value was not saved",
        place=sheet.place(row, column),
        expected="a workbook saved by Excel or WPS, with the values of its formulas",
        advice="open it in Excel or WPS and save it",
    )
