"""What every reader yields, whatever the format: paragraphs and grids of cells, each with its place.

Readers know nothing of budgets; everything in `loaders.reports` knows nothing of file formats. This module is
the whole of what they share.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file.

    `page` and `line` count from 1. `page` is None where the format has no pages or does not tell them (plain
    text without form feeds); `line` is None where the format has no lines (a spreadsheet gives its row).
    `bbox` is (left, top, right, bottom) in points, where the format has coordinates.
    """

    page: int | None = None
    line: int | None = None
    bbox: tuple[float, float, float, float] | None = None

    def __str__(self) -> str:
        parts = []
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.line is not None:
            parts.append(f"line {self.line}")
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
    """One cell of a grid; `text` is as printed, with the line breaks inside it kept as spaces."""

    text: str
    place: Place
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Grid:
    """A table as printed: rows of cells, ragged where the format is.

    `spans_known` says whether merged cells are told by their spans (ruled PDF, Excel, HTML); where they are not
    (text with tabs), an empty header cell may continue its neighbour.
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

    `sha256` is of the bytes; `encoding` is None for binary formats.
    """

    file_name: str
    sha256: str
    media_type: str
    encoding: str | None
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs alone, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))
