"""Documents of the tests' own in every format: the same paragraphs and tables as text, Excel, Word and HTML."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import openpyxl
import xlwt
from docx import Document
from openpyxl.styles import Border, Side

from loaders.readers import text as text_reader
from loaders.readers.model import Grid, Paragraph
from loaders.reports.tables.header import header_rows, is_column_numbers
from loaders.reports.tables.words import table_words

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?%?")


@dataclass(frozen=True)
class Table:
    """Rows of texts, and merged areas by first row, first column, last row, last column."""

    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Rows and columns spanned, by the first slot of each merged area."""
        return {(t, x): (b - t + 1, r - x + 1) for t, x, b, r in self.merges}

    def covered(self) -> set[tuple[int, int]]:
        """The slots under merged areas, their first ones excepted."""
        return {
            (row, column)
            for t, x, b, r in self.merges
            for row in range(t, b + 1)
            for column in range(x, r + 1)
            if (row, column) != (t, x)
        }

    @property
    def width(self) -> int:
        """Columns."""
        return max(len(row) for row in self.rows)


Content = Sequence[str | Table]


def from_text(text: str) -> list[str | Table]:
    """The blocks of a report as text, header cells merged as a person would merge them."""
    found: list[str | Table] = []
    for block in text_reader.parse(text):
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            rows = [[cell.text for cell in row] for row in block.rows]
            width = max(map(len, rows))
            rows = [row + [""] * (width - len(row)) for row in rows]
            found.append(Table(rows, _header_merges(block, rows)))
    return found


def _header_merges(grid: Grid, rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """The merged areas of the header: an empty cell continues its left neighbour under the same words, and in the last
    header row the cell above it.
    """
    count = header_rows(grid.rows, table_words("final_accounts"))
    if count == 0 or count == len(rows) or is_column_numbers(grid.rows[0]):
        return []
    owner: list[list[tuple[int, int]]] = [[(row, column) for column in range(len(rows[0]))] for row in range(count)]
    for row in range(count):
        for column in range(len(rows[0])):
            if rows[row][column]:
                continue
            if row == count - 1 and row:
                owner[row][column] = owner[row - 1][column]
            elif column and row < count - 1 and (not row or owner[row - 1][column] == owner[row - 1][column - 1]):
                owner[row][column] = owner[row][column - 1]
    areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in range(count):
        for column, first in enumerate(owner[row]):
            areas.setdefault(first, []).append((row, column))
    found = []
    for (top, left), slots in areas.items():
        bottom, right = max(row for row, _ in slots), max(column for _, column in slots)
        if len(slots) == (bottom - top + 1) * (right - left + 1) > 1:
            found.append((top, left, bottom, right))
    return found


def number_format(text: str) -> tuple[float, str] | None:
    """A printed number as value and Excel's format for it; None for what is no number or would print otherwise."""
    if not _NUMBER.fullmatch(text):
        return None
    bare = text.replace(",", "")
    code = "#,##0" if "," in text or not re.search(r"\d{4}", bare.partition(".")[0]) else "0"
    decimals = len(bare.rstrip("%").partition(".")[2])
    code += "." * bool(decimals) + "0" * decimals
    return (float(bare[:-1]) / 100, code + "%") if bare.endswith("%") else (float(bare), code)


def xlsx(content: Content, *, numeric: bool = False, sheets: bool = False, lines: bool = False) -> bytes:
    """A workbook: texts in column A, tables from there; a new sheet behind each table if so wanted."""
    book = openpyxl.Workbook()
    sheet = book.active
    side = Side(style="thin")
    row = 1
    for number, item in enumerate(content, start=1):
        if isinstance(item, str):
            sheet.cell(row, 1).value = item
            sheet.cell(row, 1).data_type = "s"
            row += 1
            continue
        for i, values in enumerate(item.rows):
            for j, value in enumerate(values):
                cell = sheet.cell(row + i, 1 + j)
                found = number_format(value) if numeric else None
                if found:
                    cell.value, cell.number_format = found
                elif value:
                    cell.value = value
                    cell.data_type = "s"
                if lines:
                    cell.border = Border(left=side, right=side, top=side, bottom=side)
        for top, left, bottom, right in item.merges:
            sheet.merge_cells(start_row=row + top, start_column=1 + left, end_row=row + bottom, end_column=1 + right)
        row += len(item.rows) + 1
        if sheets and number < len(content):
            sheet = book.create_sheet()
            row = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(content: Content, *, numeric: bool = False, sheets: bool = False, lines: bool = False) -> bytes:
    """The same as `xlsx` in the old format."""
    book = xlwt.Workbook()
    names = iter(f"Sheet{number}" for number in range(1, 1000))
    sheet = book.add_sheet(next(names))
    styles: dict[str, xlwt.XFStyle] = {}

    def style(code: str) -> xlwt.XFStyle:
        if code not in styles:
            styles[code] = xlwt.easyxf(
                "borders: left thin, right thin, top thin, bottom thin" if lines else "", num_format_str=code
            )
        return styles[code]

    row = 0
    for number, item in enumerate(content, start=1):
        if isinstance(item, str):
            sheet.write(row, 0, item)
            row += 1
            continue
        covered = item.covered()
        spans = item.spans()
        for i, values in enumerate(item.rows):
            for j, value in enumerate(values):
                found = number_format(value) if numeric else None
                held, code = found or (value, "General")
                if (i, j) in spans:
                    down, over = spans[i, j]
                    sheet.write_merge(row + i, row + i + down - 1, j, j + over - 1, held, style(code))
                elif (i, j) not in covered:
                    sheet.write(row + i, j, held, style(code))
        row += len(item.rows) + 1
        if sheets and number < len(content):
            sheet = book.add_sheet(next(names))
            row = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx(content: Content) -> bytes:
    """A Word document of paragraphs and tables."""
    document = Document()
    for item in content:
        if isinstance(item, str):
            document.add_paragraph(item)
            continue
        table = document.add_table(len(item.rows), item.width)
        cells = [row.cells for row in table.rows]
        for i, values in enumerate(item.rows):
            for j, value in enumerate(values):
                cells[i][j].text = value
        for top, left, bottom, right in item.merges:
            text = item.rows[top][left]
            cells[top][left].merge(cells[bottom][right]).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def web_page(content: Content, encoding: str = "utf-8") -> bytes:
    """A web page of paragraphs and tables."""
    parts = [f'<html><head><meta charset="{encoding}"><title>x</title></head><body>']
    for item in content:
        if isinstance(item, str):
            parts.append(f"<p>{html.escape(item)}</p>")
            continue
        spans, covered = item.spans(), item.covered()
        parts.append("<table>")
        for i, values in enumerate(item.rows):
            cells = []
            for j, value in enumerate(values):
                if (i, j) not in covered:
                    down, over = spans.get((i, j), (1, 1))
                    attributes = (f" rowspan={down}" if down > 1 else "") + (f' colspan="{over}"' if over > 1 else "")
                    cells.append(f"<td{attributes}>{html.escape(value)}</td>")
            parts.append(f"<tr>{''.join(cells)}</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode(encoding)
