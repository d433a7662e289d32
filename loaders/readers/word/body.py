"""The text of a Word document from its first to its last paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from loaders.readers.flow import paragraphs
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block, Cell, Grid, Line, Paragraph, Place, merged_grid
from loaders.readers.word.package import WordPackage
from loaders.readers.word.runs import Run, RunReader
from loaders.readers.xml import local

# Elements that hold what stands in a text, and print nothing themselves.
_CONTAINERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"))
# A table of few rows that holds tables lays them out.
_LAYOUT_ROWS = 3


@dataclass
class _TableCell:
    """A cell as the file has it: where it begins, how far it reaches, whether it goes on with the one above."""

    row: int
    column: int
    width: int
    continues: bool
    blocks: list[Block] = field(default_factory=list)
    place: Place = field(default_factory=Place)


class Body:
    """Reads a document once, from its first to its last paragraph: numbers and pages are counted on the way."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._names = package.names
        self._runs = RunReader(package.names, package.styles)
        self._number = 0
        # Word's own breaks, where it has left them, are all that there are; else those that the author set.
        self._is_laid_out = next(package.body.iter("{*}lastRenderedPageBreak"), None) is not None
        self._has_pages = self._is_laid_out or any(True for _ in self._set_breaks())
        self._page = 1
        # A paragraph whose end was deleted goes on in the next.
        self._pending: list[Line] = []
        self._is_broken = False

    def blocks(self) -> Iterator[Block]:
        """The blocks of the whole text."""
        yield from self._blocks(self._package.body, 0)
        yield from self._finished()

    def _finished(self) -> Iterator[Block]:
        """The paragraph at hand; where its author broke lines, perhaps several."""
        if self._pending:
            yield from paragraphs(self._pending) if self._is_broken else [Paragraph(tuple(self._pending))]
        self._pending, self._is_broken = [], False

    def _set_breaks(self) -> Iterator[etree._Element]:
        for element in self._package.body.iter("{*}br", "{*}pageBreakBefore"):
            if local(element) == "pageBreakBefore" or self._names.value(element, "type") == "page":
                yield element

    def _place(self) -> Place:
        return Place(page=self._page if self._has_pages else None, line=self._number)

    def _blocks(self, container: etree._Element, depth: int) -> Iterator[Block]:
        """What stands in the text, a cell or a text box; `depth` counts the tables it is in."""
        for element in _children(container):
            if local(element) == "p":
                yield from self._paragraph(element, depth)
            else:
                yield from self._table(element, depth + 1)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        names = self._names
        self._number += 1
        properties = names.child(element, "pPr")
        if not self._is_laid_out and names.is_on(names.child(properties, "pageBreakBefore")):
            self._page += 1
        label = self._label(properties)
        run = self._runs.read(element)
        self._pending += self._lines(run, label)
        self._is_broken |= run.has_line_breaks
        if names.child(properties, "rPr", "del") is None:
            yield from self._finished()
        for box in run.boxes:
            yield from self._blocks(box, depth)

    def _label(self, properties: etree._Element | None) -> str:
        """The number that Word prints before the paragraph."""
        names = self._names
        style = names.value(names.child(properties, "pStyle"))
        number, level = self._package.styles.numbering(style)
        own = names.child(properties, "numPr")
        number = names.value(names.child(own, "numId")) or number
        level = names.value(names.child(own, "ilvl")) or level
        return self._package.numbering.label(number, level, style)

    def _lines(self, run: Run, label: str) -> list[Line]:
        """The paragraph's lines: as many as its author's line breaks and the pages' ends make."""
        found: list[Line] = []
        for index, piece in enumerate(run.pieces):
            if index and run.breaks[index - 1] == self._is_laid_out:
                self._page += 1
            for text in piece.split("\n"):
                printed = " ".join(text.split())
                if label and printed:
                    printed, label = _numbered(label, printed), ""
                if printed:
                    found.append(Line(printed, self._place()))
        if label:
            found.append(Line(label, self._place()))
        return found

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        """A grid with the tables inside it behind it; a table that only lays out gives what it holds."""
        if depth > allowed().table_depth:
            raise beyond("table_depth", "tables inside tables", self._place())
        rows = self._rows(element, depth)
        cells = [cell for row in rows for cell in row]
        inner = [block for cell in cells for block in cell.blocks if isinstance(block, Grid)]
        if all(len(row) < 2 for row in rows) or (inner and len(rows) <= _LAYOUT_ROWS):
            for cell in cells:
                yield from cell.blocks
            return
        if len({cell.column for cell in cells}) * len(rows) > allowed().grid_slots:
            raise beyond("grid_slots", "rows × columns of the table", self._place())
        grid = merged_grid(_merged(rows), len(rows), max(cell.column + cell.width for cell in cells))
        if any(cell.text for row in grid.rows for cell in row):
            yield grid
        yield from inner

    def _rows(self, table: etree._Element, depth: int) -> list[list[_TableCell]]:
        names = self._names
        rows: list[list[_TableCell]] = []
        for row in _children(table, "tr"):
            properties = names.child(row, "trPr")
            if names.child(properties, "del") is not None or names.is_on(names.child(properties, "hidden")):
                continue
            column = names.number(names.child(properties, "gridBefore"))
            found: list[_TableCell] = []
            for element in _children(row, "tc"):
                own = names.child(element, "tcPr")
                width = max(1, names.number(names.child(own, "gridSpan"), default=1))
                if column + width > allowed().grid_slots:
                    raise beyond("grid_slots", "columns spanned by the table's cells", self._place())
                down = names.child(own, "vMerge")
                over = names.child(own, "hMerge")
                place = Place(self._place().page, self._number + 1)
                blocks = list(self._blocks(element, depth))
                if over is not None and (names.value(over) or "continue") == "continue" and found:
                    found[-1].width += width
                else:
                    continues = down is not None and (names.value(down) or "continue") == "continue"
                    found.append(_TableCell(len(rows), column, width, continues, blocks, place))
                column += width
            rows.append(found)
        return rows


def _children(container: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    """The paragraphs and tables (or rows, or cells) that stand directly in something, whatever else wraps them."""
    names = wanted or ("p", "tbl")
    for element in container:
        name = local(element)
        if name in names:
            yield element
        elif name in _CONTAINERS:
            yield from _children(element, *wanted)


def _merged(rows: list[list[_TableCell]]) -> dict[tuple[int, int], Cell]:
    """The cells by their slot; one that goes on with the one above lengthens it."""
    found: dict[tuple[int, int], Cell] = {}
    above: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        begun: dict[int, tuple[int, int]] = {}
        for cell in row:
            slot = above.get(cell.column)
            if cell.continues and slot is not None and found[slot].column_span == cell.width:
                first = found[slot]
                found[slot] = Cell(first.text, first.place, number - slot[0] + 1, cell.width)
            else:
                slot = number, cell.column
                texts = [block.text for block in cell.blocks if not isinstance(block, Grid)]
                found[slot] = Cell(" ".join(texts), cell.place, 1, cell.width)
            begun[cell.column] = slot
        above = begun
    return found


def _numbered(label: str, text: str) -> str:
    """The number before its text; a point before a digit would make one number of both."""
    if label.endswith(".") and text[0].isdigit():
        return f"{label[:-1]}、{text}"
    return f"{label} {text}" if re.search(r"[\dA-Za-z.]$", label) else label + text
