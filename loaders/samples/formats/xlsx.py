"""Blocks as an Excel workbook (xlsx): amounts as numbers with a format, merged cells merged."""

from __future__ import annotations

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from loaders.samples.blocks import Block
from loaders.samples.formats.packages import dated
from loaders.samples.formats.sheets import number, sheets
from loaders.samples.layout import Layout


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The workbook."""
    book = Workbook()
    del book["Sheet"]
    for made in sheets(blocks):
        sheet = book.create_sheet(made.name)
        for placed in made.cells:
            cell = sheet.cell(placed.row + 1, placed.column + 1)
            if placed.is_number and not layout.numbers_as_text and (kept := number(placed.text)):
                cell.value, cell.number_format = kept
            elif placed.text:
                cell.value = placed.text
                cell.data_type = "s"  # also where it begins with = or looks like a number
            if placed.rows > 1 or placed.columns > 1:
                last = f"{get_column_letter(placed.column + placed.columns)}{placed.row + placed.rows}"
                sheet.merge_cells(f"{get_column_letter(placed.column + 1)}{placed.row + 1}:{last}")
    result = io.BytesIO()
    book.save(result)
    return dated(result.getvalue())
