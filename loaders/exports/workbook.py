"""One Excel workbook: a cover with the sources, the columns explained, and a sheet for each table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from loaders import messages
from loaders.exports import RESULT
from loaders.exports.fixed_zip import FIXED_TIME, FixedZip
from loaders.exports.marts import Column, Marts, Table
from loaders.exports.sheets import sheet_names
from loaders.messages import SaidError
from loaders.report_formats.neutral import neutral_cell
from loaders.terminal import width

_Sheet = Any  # its type's stubs know less of a write-only sheet than it has

MAX_ROWS = 1_048_576
"""Rows of a sheet, its header included: Excel's limit."""
_MAX_TEXT = 32_767  # UTF-16 units of a cell
_CUT = "…（截断 cut）"
_EXACT_DIGITS = 15

_COVER, _DICTIONARY = "封面 cover", "字段 columns"
_BOLD = Font(bold=True)
_HEADER = PatternFill("solid", fgColor="DDE6F0")
_WIDTHS = (9, 60)
_SAMPLE = 200
_FORMATS = {"DATE": "yyyy-mm-dd", "TIMESTAMP": "yyyy-mm-dd hh:mm:ss"}
_SOURCE_HEADERS = (
    "document_id", "文件 file", "SHA-256", "种类 kind", "标题 title", "部门 department", "年度 year", "状态 status",
)  # fmt: skip


def write(marts: Marts, folder: Path) -> None:
    """Writes the workbook; raises SaidError where a table has more rows than a sheet can hold."""
    if too_long := [table for table in marts.tables if table.row_count >= MAX_ROWS]:
        tables = ", ".join(f"{table.name} ({table.row_count:,})" for table in too_long)
        raise SaidError(messages.TOO_MANY_ROWS.fill(tables=tables, limit=f"{MAX_ROWS - 1:,}"))
    book = Workbook(write_only=True)
    cover, dictionary, *names = sheet_names([_COVER, _DICTIONARY, *(table.name for table in marts.tables)])
    _cover(_sheet(book, cover), marts, names)
    _dictionary(_sheet(book, dictionary), marts)
    for table, name in zip(marts.tables, names, strict=True):
        _fill(_sheet(book, name), marts, table)
    book.properties.creator = "juesuan"
    book.properties.created = book.properties.modified = _built_at(marts)
    with FixedZip(folder / RESULT, "w") as archive:
        ExcelWriter(book, archive).save()


def _sheet(book: Workbook, name: str) -> _Sheet:
    """A sheet that prints across, as wide as one page. What belongs to it as a whole goes before its first row."""
    sheet = book.create_sheet(name)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _cover(sheet: _Sheet, marts: Marts, names: Sequence[str]) -> None:
    for letter, wide in zip("ABCDEFGH", (26, 44, 20, 26, 60, 30, 10, 12), strict=True):
        sheet.column_dimensions[letter].width = wide
    build = marts.build
    sheet.append([_styled(sheet, "决算数据 Juesuan", Font(bold=True, size=16))])
    facts = (
        ("构建 build", build.build_id or "—"),
        ("构建时间 built at (UTC)", build.started_at or "—"),
        ("程序 versions", build.versions or "—"),
        ("金额 amounts", "元；amount_cny 为原文数字乘以单位。In yuan, as printed times the unit."),
        (
            "撇号 apostrophe",
            "可能被当作公式的文本前加一个撇号；去掉一个开头的撇号即为原文。A text that a spreadsheet would run has an"
            " apostrophe before it; without one leading apostrophe it is as read.",
        ),
    )
    for label, value in facts:
        sheet.append([_styled(sheet, label, _BOLD), _text(value)])
    sheet.append([])
    sheet.append([_styled(sheet, "工作表 sheets", _BOLD)])
    _header(sheet, ("工作表 sheet", "表 table", "行数 rows", "说明 description"))
    for table, name in zip(marts.tables, names, strict=True):
        link = WriteOnlyCell(sheet, value=_text(name))
        link.hyperlink = Hyperlink(ref="", location=f"'{name}'!A1")
        link.font = Font(color="0563C1", underline="single")
        sheet.append([link, _text(table.name), table.row_count, _text(table.description)])
    sheet.append([])
    sheet.append([_styled(sheet, "来源 sources", _BOLD)])
    _header(sheet, _SOURCE_HEADERS)
    for source in marts.sources:
        sheet.append([_text(value) if isinstance(value, str) else value for value in source.values()])


def _dictionary(sheet: _Sheet, marts: Marts) -> None:
    for letter, wide in zip("ABCD", (36, 30, 16, 100), strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.freeze_panes = "A2"
    _header(sheet, ("表 table", "字段 column", "类型 type", "说明 description"))
    for table in marts.tables:
        for column in table.columns:
            sheet.append([_text(table.name), _text(column.name), column.data_type, _text(column.description)])


def _fill(sheet: _Sheet, marts: Marts, table: Table) -> None:
    rows = marts.rows(table)
    sample = list(islice(rows, _SAMPLE))
    for index, column in enumerate(table.columns, start=1):
        widest = max((width(str(row[index - 1])) for row in sample if row[index - 1] is not None), default=0)
        low, high = _WIDTHS
        wide = min(max(width(column.name), widest, low) + 2, high)
        sheet.column_dimensions[get_column_letter(index)].width = wide
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{table.row_count + 1}"
    _header(sheet, [column.name for column in table.columns])
    cells = [_reused(sheet, column) for column in table.columns]
    for batch in (sample, rows):
        for row in batch:
            sheet.append([_value(value, cell) for value, cell in zip(row, cells, strict=True)])


def _built_at(marts: Marts) -> datetime:
    """The time of the build, not of the export: the same warehouse gives the same bytes."""
    known = marts.build.started_at
    return datetime.fromisoformat(known).replace(tzinfo=None) if known else datetime(*FIXED_TIME)


def _header(sheet: _Sheet, names: Iterable[str]) -> None:
    row = []
    for name in names:
        cell = _styled(sheet, name, _BOLD)
        cell.fill = _HEADER
        row.append(cell)
    sheet.append(row)


def _styled(sheet: _Sheet, value: str, font: Font) -> Cell:
    cell = WriteOnlyCell(sheet, value=_text(value))
    cell.font = font
    return cell


def _reused(sheet: _Sheet, column: Column) -> Cell:
    """The cell that carries the format of a column's numbers; a row is written as soon as it is appended."""
    cell = WriteOnlyCell(sheet)
    if column.base_type == "DECIMAL":
        cell.number_format = "#,##0.00" if column.scale <= 2 else "#,##0.00####"
    else:
        cell.number_format = _FORMATS.get(column.base_type, "General")
    return cell


def _value(value: Any, cell: Cell) -> Any:
    """Numbers and dates in the column's format, texts as texts. What Excel would round stays a text, to the digit."""
    match value:
        case None | bool():
            return value
        case Decimal() if len(value.normalize().as_tuple().digits) > _EXACT_DIGITS:
            return format(value, "f")
        case int() if len(str(abs(value))) > _EXACT_DIGITS:
            return str(value)
        case str():
            return _text(value)
    cell.value = value
    return cell


def _text(value: str) -> Any:
    """A text without control characters, neither formula nor error value, at most as long as a cell can be."""
    text = neutral_cell(ILLEGAL_CHARACTERS_RE.sub(lambda found: f"\\x{ord(found[0]):02x}", value))
    if text in ERROR_CODES:
        text = f"'{text}"
    if len(text.encode("utf-16-le")) > 2 * _MAX_TEXT:
        kept = text.encode("utf-16-le")[: 2 * (_MAX_TEXT - len(_CUT))]
        text = kept.decode("utf-16-le", errors="ignore") + _CUT
    return text
