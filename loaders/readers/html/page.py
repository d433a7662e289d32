"""A page's elements to blocks: text to paragraphs, tables to grids, tables that only lay out to what they hold."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from loaders.readers.flow import paragraphs
from loaders.readers.html.grid import inner_tables, is_layout, table_grid, table_rows
from loaders.readers.html.source import line_of, tree
from loaders.readers.html.words import BLOCKS, is_hidden, name_of, visible
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block, Line, Place
from loaders.readers.text import parse


def page_blocks(text: str, page: int | None = None) -> tuple[Block, ...]:
    """The blocks of a page. `page` is the number of the sheet or frame where a file has several."""
    root = tree(text)
    if root is None:
        return ()
    flow = _Flow(page)
    flow.read(root, 0)
    return tuple(flow.finished())


class _Flow:
    """Gathers what stands one below the other."""

    def __init__(self, page: int | None) -> None:
        self._page = page
        self._blocks: list[Block] = []
        self._lines: list[Line] = []
        self._text: list[str] = []
        self._begin = 1
        self._line = 1

    def finished(self) -> list[Block]:
        """All blocks."""
        self._end_lines()
        return self._blocks

    def read(self, container: etree._Element, depth: int) -> None:
        """Takes over what a container holds; `depth` counts the tables it stands in."""
        walker = etree.iterwalk(container, events=("start", "end"))
        for event, element in walker:
            name = name_of(element)
            if event == "start":
                self._line = line_of(element) or self._line
                if element is not container:
                    if is_hidden(element, name):
                        walker.skip_subtree()
                        continue
                    if name == "table":
                        walker.skip_subtree()
                        self._table(element, depth + 1)
                        continue
                    if name == "pre":
                        walker.skip_subtree()
                        self._preformatted(element)
                        continue
                    if name in BLOCKS:
                        self._end_line(ends_paragraph=True)
                    elif name == "br":
                        self._end_line(ends_paragraph=not self._has_text())
                self._add(element.text)
            elif element is not container:
                if name in BLOCKS:
                    self._end_line(ends_paragraph=True)
                self._add(element.tail)
        self._end_line(ends_paragraph=True)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._has_text() and text.strip():
            self._begin = self._line + text[: len(text) - len(text.lstrip())].count("\n")
        self._text.append(text)
        self._line += text.count("\n")

    def _has_text(self) -> bool:
        return any(piece.strip() for piece in self._text)

    def _end_line(self, *, ends_paragraph: bool) -> None:
        text = visible("".join(self._text))
        self._text.clear()
        if text:
            self._lines.append(Line(text, Place(page=self._page, line=self._begin), ends_paragraph))
        elif ends_paragraph and self._lines:
            self._lines[-1] = replace(self._lines[-1], ends_paragraph=True)

    def _end_lines(self) -> None:
        self._end_line(ends_paragraph=True)
        self._blocks += paragraphs(self._lines)
        self._lines.clear()

    def _table(self, table: etree._Element, depth: int) -> None:
        """A grid, or where the table only lays out, what its cells hold, each cell for itself."""
        if depth > allowed().table_depth:
            raise beyond("table_depth", "tables inside tables", Place(page=self._page, line=self._line))
        self._end_line(ends_paragraph=True)
        for caption in table.iterchildren("caption"):
            self.read(caption, depth)
        rows = table_rows(table)
        if is_layout(rows):
            for row in rows:
                for cell in row.cells:
                    self.read(cell, depth)
        else:
            grid = table_grid(rows, self._page)
            if any(cell.text for row in grid.rows for cell in row):
                self._end_lines()
                self._blocks.append(grid)
            for inner in inner_tables(rows):
                self._table(inner, depth + 1)

    def _preformatted(self, element: etree._Element) -> None:
        """Text with its own lines, which may hold a table of tabs or spaces."""
        self._end_lines()
        text = "".join(str(piece) for piece in element.itertext())
        self._blocks += parse(text, first_line=self._line, page=self._page)
        self._line += text.count("\n")
