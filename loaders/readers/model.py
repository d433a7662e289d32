"""What every reader yields, whatever the format: paragraphs and grids of cells, each with its place.

Readers know nothing of budgets; everything in `loaders.reports` knows nothing of file formats. This module is
the whole of what they share.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Reading:
    """What optical recognition read in a picture: `text`, which the cell or line need not have in this form.

    `confidence` is how sure it is of the least sure character, from 0 to 1. `others` are further texts that the picture
    may show, the likeliest first.
    """

    text: str
    confidence: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    `page` and `line` count from 1. `page` is None where the format has no pages or does not tell them (plain
    text without form feeds); `line` is None where the format has no lines. In a workbook the page is the sheet, by
    its number and with its name in `sheet`, the line is the row, and `column` is the column's letters.
    `bbox` is (left, top, right, bottom) in points, where the format has coordinates. `reading` is what optical
    recognition read there; None where text is text.
    """

    page: int | None = None
    line: int | None = None
    bbox: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    column: str | None = None
    reading: Reading | None = None

    def __str__(self) -> str:
        parts = []
        if self.sheet is not None:
            parts.append(f"sheet {self.page} {self.sheet!r}")
        elif self.page is not None:
            parts.append(f"page {self.page}")
        if self.column is not None:
            parts.append(f"cell {self.column}{self.line}")
        elif self.line is not None:
            parts.append(f"line {self.line}" if self.sheet is None else f"row {self.line}")
        return ", ".join(parts) or "place unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of text. `ends_paragraph` is set by formats that mark paragraphs (Word, HTML)."""

    text: str
    place: Place
    ends_paragraph: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Printed lines that belong together, joined; `place_at` finds the line of any character."""

    lines: tuple[Line, ...]

    @cached_property
    def _joined(self) -> tuple[str, tuple[int, ...]]:
        text = ""
        starts = []
        for line in self.lines:
            piece = line.text.strip()
            # Two Latin words cut by a line break need their space back; Chinese never does.
            if text and piece and _is_word(text[-1]) and _is_word(piece[0]):
                text += " "
            starts.append(len(text))
            text += piece
        return text, tuple(starts)

    @property
    def text(self) -> str:
        """The paragraph's text with its line breaks removed."""
        return self._joined[0]

    @property
    def place(self) -> Place:
        """Where the paragraph starts."""
        return self.lines[0].place

    def place_at(self, offset: int) -> Place:
        """The place of the line that holds the character at `offset` of `text`."""
        starts = self._joined[1]
        return self.lines[max(0, bisect_right(starts, offset) - 1)].place


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalpha()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; `text` is as printed, with the line breaks inside it kept as spaces.

    A merged cell spans several rows or columns. What it covers besides its first slot is covered by cells without
    text whose spans are 0.
    """

    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1

    @property
    def spans(self) -> tuple[int, int]:
        """Rows and columns spanned."""
        return self.row_span, self.column_span

    @property
    def is_covered(self) -> bool:
        """Whether the slot belongs to a merged cell that begins in another."""
        return self.row_span == 0


@dataclass(frozen=True)
class Grid:
    """A table as printed: rows of cells.

    `spans_known` says whether merged cells are told by their spans (ruled PDF, Word, Excel, HTML): then every row
    has one cell for each column, those under a merged cell included. Where they are not (text with tabs), rows are
    ragged, and an empty header cell may continue its neighbour.
    """

    rows: tuple[tuple[Cell, ...], ...]
    spans_known: bool = False

    @property
    def place(self) -> Place:
        """Where the grid starts."""
        return self.rows[0][0].place

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(len(row) for row in self.rows)


Block = Paragraph | Grid


@dataclass(frozen=True)
class SourceFile:
    """One file, read: its blocks in reading order.

    `sha256` is of the bytes. A file inside an archive is named with its way there: archive.zip/folder/report.xlsx.
    """

    file_name: str
    sha256: str
    media_type: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs alone, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))


def merged_grid(cells: Mapping[tuple[int, int], Cell], height: int, width: int) -> Grid:
    """A grid from the cells by row and column (from 0) of their first slot.

    Columns and rows in which no cell begins only lengthen spans, and are left out. Its spans are known if any cell has
    one: a header without a single merged cell is one that nobody merged. Spans that reach past the grid are cut; where
    two cells claim one slot it stays with the one that begins first in reading order. Slots that no cell claims are
    empty, with the place of the row's cells.
    """
    rows = _index({row for row, _ in cells}, height)
    columns = _index({column for _, column in cells}, width)
    slots: list[list[Cell | None]] = [[None] * columns[-1] for _ in range(rows[-1])]
    for (row, column), cell in sorted(cells.items(), key=lambda item: item[0]):
        if row < height and column < width:
            bottom, right = min(row + max(1, cell.row_span), height), min(column + max(1, cell.column_span), width)
            _claim(slots, cell, rows[row], columns[column], rows[bottom], columns[right])
    filled = tuple(_filled(row) for row in slots)
    return Grid(filled, spans_known=any(cell.is_covered for row in filled for cell in row))


def _index(used: set[int], size: int) -> list[int]:
    """For each number up to `size` how many of those before it are used: its place once the others are left out."""
    found = [0]
    for number in range(size):
        found.append(found[-1] + (number in used))
    return found


def _claim(slots: list[list[Cell | None]], cell: Cell, top: int, left: int, bottom: int, right: int) -> None:
    """Gives a cell the slots from its first one, as far as they are free."""
    if slots[top][left] is not None:
        return
    columns = next((offset for offset, slot in enumerate(slots[top][left:right]) if slot is not None), right - left)
    rows = next(
        (offset for offset in range(1, bottom - top) if any(slots[top + offset][left : left + columns])), bottom - top
    )
    if rows > 1 or columns > 1:
        covered = Cell("", cell.place, 0, 0)
        for row in slots[top : top + rows]:
            row[left : left + columns] = [covered] * columns
    slots[top][left] = replace(cell, row_span=rows, column_span=columns) if cell.spans != (rows, columns) else cell


def _filled(slots: list[Cell | None]) -> tuple[Cell, ...]:
    """A row with its free slots filled."""
    place = next((cell.place for cell in slots if cell is not None and not cell.is_covered), Place())
    return tuple(Cell("", place) if cell is None else cell for cell in slots)
