"""Blocks as a Word document: tables with merged cells, pages ended by a break."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from loaders.samples.blocks import Block, Cell, PageBreak, Table, Text
from loaders.samples.formats.packages import dated
from loaders.samples.layout import Layout

_CENTRED = ("title", "caption")
_BOLD = ("title", "caption", "heading")
_WIDTH = 9000
"""Twentieths of a point that a table's columns share."""


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The document. Page numbers would stand in a footer and are left out."""
    document = Document()
    for block in blocks:
        if isinstance(block, Table):
            document.element.body.insert_element_before(_table(block), "w:sectPr")
        elif isinstance(block, PageBreak):
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif block.role != "page_number":
            _paragraph(document, block)
    result = io.BytesIO()
    document.save(result)
    return dated(result.getvalue())


def _paragraph(document: Any, block: Text) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(block.text).bold = block.role in _BOLD or None
    if block.role in _CENTRED:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _element(name: str, parent: Any = None, **attributes: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    if parent is not None:
        parent.append(element)
    return element


def _table(table: Table) -> Any:
    """The table element; its first lines are marked as a header where they are one."""
    result = _element("tbl")
    properties = _element("tblPr", result)
    _element("tblStyle", properties, val="TableGrid")
    _element("tblW", properties, w="0", type="auto")
    borders = _element("tblBorders", properties)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _element(side, borders, val="single", sz="4", space="0", color="auto")
    grid = _element("tblGrid", result)
    width = str(_WIDTH // table.width)
    for _ in range(table.width):
        _element("gridCol", grid, w=width)
    covered: dict[int, Cell] = {}
    for index, row in enumerate((*table.header, *table.rows)):
        line = _element("tr", result)
        if index < len(table.header):
            _element("tblHeader", _element("trPr", line))
        column = 0
        while column < table.width:
            cell = row[column]
            if cell is not None:
                _cell(line, cell, "restart" if cell.rows > 1 else None)
                covered[column] = cell
            else:
                cell = covered[column]
                _cell(line, Cell(columns=cell.columns), "continue")
            column += cell.columns
    return result


def _cell(line: Any, cell: Cell, merge: str | None) -> None:
    place = _element("tc", line)
    properties = _element("tcPr", place)
    if cell.columns > 1:
        _element("gridSpan", properties, val=str(cell.columns))
    if merge:
        _element("vMerge", properties, val=merge)
    paragraph = _element("p", place)
    if cell.is_number:
        _element("jc", _element("pPr", paragraph), val="right")
    if cell.text:
        text = _element("t", _element("r", paragraph))
        text.text = cell.text
