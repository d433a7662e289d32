"""Blocks to pages: where each run of characters and each rule stands, for whoever draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loaders.samples.blocks import Block, Cell, PageBreak, Row, Table, Text, cut
from loaders.samples.formats.lines import LEADING, PADDING, Metrics, divided, widths_of, wrapped

_SHORT, _LONG = 595.0, 842.0
_MARGIN = 54.0
_SIZES = {"title": 18.0, "caption": 14.0, "unit": 9.0, "note": 9.0, "number": 9.0, "page_number": 9.0}
_BODY = 12.0
_WIDE = 8
"""A table of more columns stands on a page turned on its side."""
_COLUMN = 46.0
"""A page on its side is so wide for each column, where that is more than A4 has."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters on one line: `x` and `y` are where their baseline begins, from the page's upper left, in points."""

    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line between two points."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Page:
    """One page and what stands on it."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def pages(blocks: Iterable[Block], metrics: Metrics, *, ruled: bool) -> list[Page]:
    """The report on pages of A4; wide tables stand on pages turned on their side, as wide as they need."""
    setter = _Setter(metrics, ruled)
    for block in _with_orientation(blocks):
        setter.take(*block)
    return [page for page in setter.pages if page.runs or page.rules]


def _with_orientation(blocks: Iterable[Block]) -> list[tuple[Block, float]]:
    """Each block and how wide its page is: titles and units go with the table below them."""
    found = list(blocks)
    turned = [_SHORT] * len(found)
    width = _SHORT
    for index in range(len(found) - 1, -1, -1):
        block = found[index]
        if isinstance(block, Table):
            width = max(_LONG, block.width * _COLUMN) if block.width > _WIDE else _SHORT
        elif isinstance(block, PageBreak) or block.role in ("body", "heading", "title", "note"):
            width = _SHORT
        turned[index] = width
    for index in range(1, len(found)):
        block = found[index]
        # A note stands below its table, on the same page.
        if isinstance(block, Text) and block.role in ("note", "page_number"):
            turned[index] = turned[index - 1]
    return list(zip(found, turned, strict=True))


class _Setter:
    """Sets blocks one under the other."""

    def __init__(self, metrics: Metrics, ruled: bool) -> None:
        self.pages: list[Page] = []
        self._metrics = metrics
        self._ruled = ruled
        self._y = 0.0

    def take(self, block: Block, width: float) -> None:
        if isinstance(block, PageBreak):
            self._open(width)
            return
        if not self.pages or self._page.width != width:
            self._open(width)
        if isinstance(block, Text):
            self._text(block)
        else:
            self._table(block, width)

    @property
    def _page(self) -> Page:
        return self.pages[-1]

    @property
    def _left(self) -> float:
        """How much room is left on the page."""
        return self._page.height - _MARGIN - self._y

    def _open(self, width: float) -> None:
        self.pages.append(Page(width, _LONG if width == _SHORT else _SHORT))
        self._y = _MARGIN

    # --- text

    def _text(self, block: Text) -> None:
        size = _SIZES.get(block.role, _BODY)
        room = self._page.width - 2 * _MARGIN
        if block.role == "page_number":
            self._set_line(block.text, size, _MARGIN, room, "centre", self._page.height - _MARGIN / 2)
            return
        indent = 2 * size if block.role == "body" else 0.0
        lines = wrapped(block.text, size, room, self._metrics, indent)
        if block.role == "caption" and self._left < 8 * size * LEADING:
            self._open(self._page.width)
        for index, line in enumerate(lines):
            if self._left < size * LEADING:
                self._open(self._page.width)
            self._y += size * LEADING
            align = "centre" if block.role in ("title", "caption") else "left"
            self._set_line(line, size, _MARGIN + (0 if index else indent), room, align, self._y - size * 0.4)
        self._y += size * 0.3

    def _set_line(self, text: str, size: float, x: float, room: float, align: str, y: float) -> None:
        spare = room - self._metrics(text, size)
        shift = {"left": 0.0, "centre": spare / 2, "right": spare}[align]
        if text:
            self._page.runs.append(Run(round(x + max(0.0, shift), 2), round(y, 2), size, text))

    # --- tables

    def _table(self, table: Table, page_width: float) -> None:
        room = self._page.width - 2 * _MARGIN
        size, widths = widths_of(table, room, self._metrics)
        rows = divided(table, size, widths, self._metrics, self._page.height - 2 * _MARGIN)
        table = Table(table.header, rows, table.continues)
        head = sum(self._heights(table.header, size, widths))
        places: list[int] = []
        left = self._left - head
        start = 0
        for index, height in enumerate(self._heights(table.rows, size, widths)):
            if height > left and index > start:
                places.append(index)
                start, left = index, self._page.height - 2 * _MARGIN - head
            left -= height
        for piece in cut(table, places, repeat_header=True):
            if piece.continues and places:
                self._open(page_width)
            self._rows((*piece.header, *piece.rows), size, widths, len(piece.header))
        self._y += size

    def _heights(self, rows: Sequence[Row], size: float, widths: Sequence[float]) -> list[float]:
        """The height of each row, so that merged cells have room too."""
        heights = [size * LEADING + 2 * PADDING] * len(rows)
        for reach in sorted({cell.rows for row in rows for cell in row if cell}):
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is None or cell.rows != reach:
                        continue
                    width = sum(widths[column : column + cell.columns]) - 2 * PADDING
                    lines = len(wrapped(cell.text, size, width, self._metrics))
                    needed = lines * size * LEADING + 2 * PADDING
                    last = min(index + cell.rows, len(rows)) - 1
                    heights[last] += max(0.0, needed - sum(heights[index : last + 1]))
        return heights

    def _rows(self, rows: Sequence[Row], size: float, widths: Sequence[float], head: int) -> None:
        heights = self._heights(rows, size, widths)
        top = self._y + size * 0.3
        edges: set[tuple[float, float, float, float]] = set()
        for index, row in enumerate(rows):
            y = top + sum(heights[:index])
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                x = _MARGIN + sum(widths[:column])
                right = x + sum(widths[column : column + cell.columns])
                bottom = y + sum(heights[index : index + cell.rows])
                self._set_cell(cell, (x, y, right, bottom), size, centred=index < head or cell.columns > 1)
                if self._ruled:
                    edges |= {(x, y, right, y), (x, bottom, right, bottom)}
                    edges |= {(x, y, x, bottom), (right, y, right, bottom)}
        self._page.rules += [Rule(*edge) for edge in sorted({_rounded(edge) for edge in edges})]
        self._y = top + sum(heights)

    def _set_cell(self, cell: Cell, box: tuple[float, float, float, float], size: float, *, centred: bool) -> None:
        x, y, right, bottom = box
        room, leading = right - x - 2 * PADDING, size * LEADING
        lines = wrapped(cell.text, size, room, self._metrics)
        first = y + (bottom - y - len(lines) * leading) / 2
        align = "right" if cell.is_number else "centre" if centred else "left"
        for number, line in enumerate(lines, start=1):
            self._set_line(line, size, x + PADDING, room, align, first + (number - 0.27) * leading)


def _rounded(edge: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (round(at, 2) for at in edge)
    return x0, y0, x1, y1
