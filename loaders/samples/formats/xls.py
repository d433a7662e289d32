"""Blocks as an old Excel workbook (xls)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from typing import Any

import xlwt

from loaders.samples.blocks import Block
from loaders.samples.formats.sheets import number, sheets
from loaders.samples.layout import Layout


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The workbook."""
    book = xlwt.Workbook(encoding="utf-8")

    @cache
    def style(shown: str) -> Any:
        result = xlwt.XFStyle()
        result.num_format_str = shown
        return result

    for made in sheets(blocks):
        sheet = book.add_sheet(made.name, cell_overwrite_ok=False)
        for placed in made.cells:
            value: str | float = placed.text
            shown = "General"
            if placed.is_number and not layout.numbers_as_text and (kept := number(placed.text)):
                value, shown = kept
            if placed.rows > 1 or placed.columns > 1:
                last = (placed.row + placed.rows - 1, placed.column + placed.columns - 1)
                sheet.write_merge(placed.row, last[0], placed.column, last[1], value, style(shown))
            elif placed.text:
                sheet.write(placed.row, placed.column, value, style(shown))
    result = io.BytesIO()
    book.save(result)
    return result.getvalue()
