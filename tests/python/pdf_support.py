"""Draws PDFs for the tests: text and ruled tables at known places, in the ways that office programs draw them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.readers import pdf
from loaders.readers.model import Block, Grid, Paragraph

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
PORTRAIT, LANDSCAPE = (595.0, 842.0), (842.0, 595.0)


@dataclass(frozen=True)
class Merged:
    """A cell by its first slot, the slots it covers, and its lines of text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """What is to be read: line breaks as spaces."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Table:
    """A table to be drawn: the lines between columns (x) and rows (y, from the page's top), and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Merged, ...]

    def slots(self) -> list[list[tuple[str, int, int]]]:
        """Text, row span and column span of every slot, as a grid with known spans has them."""
        result = [[("", 0, 0)] * (len(self.xs) - 1) for _ in self.ys[1:]]
        for cell in self.cells:
            result[cell.row][cell.column] = (cell.text, cell.rows, cell.columns)
        return result

    def box(self, cell: Merged) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of a cell."""
        return (
            self.xs[cell.column],
            self.ys[cell.row],
            self.xs[cell.column + cell.columns],
            self.ys[cell.row + cell.rows],
        )


def table(left: float, top: float, widths: Sequence[float], height: float, rows: Sequence[Sequence[str]]) -> Table:
    """A table without merged cells."""
    xs = tuple(left + sum(widths[:index]) for index in range(len(widths) + 1))
    ys = tuple(top + height * index for index in range(len(rows) + 1))
    cells = tuple(
        Merged(row, column, 1, 1, (text,) if text else ())
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Table(xs, ys, cells)


class Sheet:
    """One page being drawn; y runs downwards from the top."""

    def __init__(self, canvas: Canvas, size: tuple[float, float]) -> None:
        self.canvas = canvas
        self.width, self.height = size

    def text(self, x: float, y: float, words: str, size: float = 10, *, right: bool = False) -> None:
        """Text with its base line at y, from x or up to x."""
        self.canvas.setFont(FONT, size)
        (self.canvas.drawRightString if right else self.canvas.drawString)(x, self.height - y, words)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked line."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def stroke_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked rectangle."""
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=1, fill=0)

    def fill_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A filled rectangle."""
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def texts(self, drawn: Table, size: float = 9) -> None:
        """The cells' text: numbers to the right, all else to the left."""
        for cell in drawn.cells:
            left, top, right, bottom = drawn.box(cell)
            first = (top + bottom) / 2 - (len(cell.lines) - 1) * 0.6 * size + 0.35 * size
            for number, words in enumerate(cell.lines):
                is_number = words.replace(",", "").replace(".", "").isdigit()
                y = first + number * 1.2 * size
                self.text(right - 2 if is_number else left + 2, y, words, size, right=is_number)

    def ruled(self, drawn: Table, style: str = "boxes", size: float = 9) -> None:
        """A table with all its rules, drawn in one of `RULINGS`."""
        RULINGS[style](self, drawn)
        self.texts(drawn, size)


def _boxes(sheet: Sheet, drawn: Table) -> None:
    """Each cell a stroked rectangle, as word processors do."""
    for cell in drawn.cells:
        sheet.stroke_box(*drawn.box(cell))


def _edges(sheet: Sheet, drawn: Table) -> None:
    """Each side of each cell a line, as spreadsheets do."""
    for cell in drawn.cells:
        left, top, right, bottom = drawn.box(cell)
        for ends in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            sheet.line(*ends)


def _thin_areas(sheet: Sheet, drawn: Table) -> None:
    """Each side a filled rectangle half a point thick."""
    for cell in drawn.cells:
        left, top, right, bottom = drawn.box(cell)
        for box in (
            (left, top, right, top + 0.5),
            (left, bottom, right, bottom + 0.5),
            (left, top, left + 0.5, bottom),
            (right, top, right + 0.5, bottom),
        ):
            sheet.fill_box(*box)


def _dashed(sheet: Sheet, drawn: Table) -> None:
    """Each side in short strokes of their own."""
    for cell in drawn.cells:
        left, top, right, bottom = drawn.box(cell)
        for y in (top, bottom):
            x = left
            while x < right:
                sheet.line(x, y, min(x + 4, right), y)
                x += 6
        for x in (left, right):
            y = top
            while y < bottom:
                sheet.line(x, y, x, min(y + 4, bottom))
                y += 6


def _one_path(sheet: Sheet, drawn: Table) -> None:
    """All sides in a single path."""
    path = sheet.canvas.beginPath()
    for cell in drawn.cells:
        left, top, right, bottom = drawn.box(cell)
        path.rect(left, sheet.height - bottom, right - left, bottom - top)
    sheet.canvas.drawPath(path, stroke=1, fill=0)


def _in_form(sheet: Sheet, drawn: Table) -> None:
    """The sides in a form that is drawn moved and enlarged."""
    name = f"rules{id(drawn)}"
    sheet.canvas.beginForm(name, 0, 0, 2000, 2000)
    for cell in drawn.cells:
        left, top, right, bottom = drawn.box(cell)
        sheet.canvas.rect(left / 2, (sheet.height - bottom) / 2, (right - left) / 2, (bottom - top) / 2)
    sheet.canvas.endForm()
    sheet.canvas.saveState()
    sheet.canvas.translate(10, 20)
    sheet.canvas.transform(2, 0, 0, 2, -10, -20)
    sheet.canvas.doForm(name)
    sheet.canvas.restoreState()


RULINGS: dict[str, Callable[[Sheet, Table], None]] = {
    "boxes": _boxes,
    "edges": _edges,
    "thin areas": _thin_areas,
    "dashed": _dashed,
    "one path": _one_path,
    "in a form": _in_form,
}


def document(*pages: Callable[[Sheet], None], size: tuple[float, float] = PORTRAIT, **options: object) -> bytes:
    """A PDF whose pages are drawn by these functions."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, **options)  # type: ignore[arg-type]
    for draw in pages:
        draw(Sheet(canvas, size))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(data: bytes) -> list[Block]:
    """The blocks of a PDF."""
    return list(pdf.blocks(data))


def slots(grid: Grid) -> list[list[tuple[str, int, int]]]:
    """Text, row span and column span of every slot."""
    return [[(cell.text, cell.row_span, cell.column_span) for cell in row] for row in grid.rows]


def plain(block: Block) -> object:
    """A block for comparing: a paragraph's text, or a grid's texts by row."""
    if isinstance(block, Paragraph):
        return block.text
    return [[cell.text for cell in row] for row in block.rows]
