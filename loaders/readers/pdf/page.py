"""One page: its lines of text and its tables, in the order in which they are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as raw

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell, Grid, Place
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.arrays import Floats, Ints
from loaders.readers.pdf.geometry import Box, Frame, turned
from loaders.readers.pdf.glyphs import Glyphs, clean_codes, frame_and_directions, has_unknown_characters, seen
from loaders.readers.pdf.lattice import Lattice, lattices
from loaders.readers.pdf.rules import rules_and_areas
from loaders.readers.pdf.words import TextLine, joined, text_lines

# A page without text is a picture when a picture covers this share of it.
_PICTURE_SHARE = 0.3
_PROSE = -1


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text outside of tables, with its number on the page; `box` is in the page's upright frame."""

    text: str
    number: int
    box: Box
    height: float
    shown: Box

    @property
    def order(self) -> tuple[float, float]:
        """By what lines and tables are sorted from the top."""
        return (self.box[1] + self.box[3]) / 2, self.box[0]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table with its box in the page's upright frame."""

    grid: Grid
    box: Box

    @property
    def order(self) -> tuple[float, float]:
        """By what lines and tables are sorted from the top."""
        return self.box[1], self.box[0]


@dataclass(frozen=True)
class Page:
    """What stands on a page, from top to bottom. `size` is width and height of the upright frame in points."""

    number: int
    size: tuple[float, float]
    items: tuple[PageLine | PageTable, ...]

    @property
    def lines(self) -> list[PageLine]:
        """The lines outside of tables."""
        return [item for item in self.items if isinstance(item, PageLine)]


def read_page(document: raw.FPDF_DOCUMENT, index: int) -> Page:
    """Reads the page with that index (from 0).

    Raises UnreadableError for a page that is damaged, a picture, or set in fonts that do not tell their characters.
    """
    place = Place(page=index + 1)
    with pdfium.opened_page(document, index) as (page, text):
        if not page or not text:
            raise UnreadableError(
                "damaged", "the page cannot be read", place=place, expected="a whole file", advice="fetch it again"
            )
        found = pdfium.characters(text)
        frame, boxes, turns = frame_and_directions(text, page, found)
        objects = pdfium.objects(page)
        rules, areas = rules_and_areas(pdfium.paths(objects), frame.boxes(pdfium.bounds(objects, pdfium.IMAGE)), frame)
        boxes = frame.boxes(boxes)
        if has_unknown_characters(text, found.codes, boxes, found.indexes):
            raise UnreadableError(
                "unknown_characters",
                "the page's fonts do not say which characters they draw",
                place=place,
                expected="fonts with a table of their characters",
                advice="give the original document, or a scan of its print",
            )
        visible = seen(text, found, boxes, objects, areas, frame)
        glyphs = Glyphs(clean_codes(found.codes), boxes, turns, found.indexes).take(visible)
        if not len(glyphs):
            _refuse_picture(pdfium.bounds(objects, pdfium.IMAGE), frame, place)
    return _arranged(index + 1, glyphs, lattices(rules), frame)


def _refuse_picture(images: Floats, frame: Frame, place: Place) -> None:
    """Raises UnreadableError where the page is a picture of text as far as one can tell."""
    width, height = frame.size
    covered = ((images[:, 2] - images[:, 0]) * (images[:, 3] - images[:, 1])).max(initial=0.0)
    if covered >= _PICTURE_SHARE * width * height:
        raise UnreadableError(
            "picture_only",
            "the page is a picture without text",
            place=place,
            expected="text that can be selected",
            advice="give the original document",
        )


def _arranged(number: int, glyphs: Glyphs, tables: list[Lattice], frame: Frame) -> Page:
    """The glyphs as cells of the tables and as lines outside of them."""
    cells = np.full(len(glyphs), _PROSE)
    x = (glyphs.boxes[:, 0] + glyphs.boxes[:, 2]) / 2
    y = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    offsets = np.cumsum([0, *(len(table.spans) for table in tables)]).tolist()
    # Of tables one inside the other the inner one has the glyph.
    for which in sorted(range(len(tables)), key=lambda which: -tables[which].area):
        inside = tables[which].cells_at(x, y)
        cells = np.where(inside >= 0, inside + offsets[which], cells)
    upright = glyphs.turns == 0
    lines = text_lines(glyphs.take(upright), cells[upright])
    if not upright.all():
        lines.extend(_turned_lines(glyphs.take(~upright), cells[~upright], frame))
    numbers = _line_numbers(lines)
    by_cell: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        by_cell[line.group].append(index)
    prose = by_cell.pop(_PROSE, [])
    shown = frame.shown_boxes(np.array([lines[i].box for i in prose]).reshape(len(prose), 4))
    items: list[PageLine | PageTable] = [
        PageLine(lines[i].text, numbers[i], lines[i].box, lines[i].height, box)
        for i, box in zip(prose, shown, strict=True)
    ]
    for table, offset in zip(tables, offsets, strict=False):
        if any(cell in by_cell for cell in range(offset, offset + len(table.spans))):
            items.append(PageTable(_grid(table, offset, lines, numbers, by_cell, frame, number), table.box))
    return Page(number, frame.size, tuple(sorted(items, key=lambda item: item.order)))


def _turned_lines(glyphs: Glyphs, cells: Ints, frame: Frame) -> list[TextLine]:
    """Lines of text that runs in another direction than the page's, each direction by itself."""
    lines: list[TextLine] = []
    for turns in np.unique(glyphs.turns).tolist():
        which = glyphs.turns == turns
        some = glyphs.take(which)
        if turns < 0:
            lines.append(_slanting(some))
            continue
        width, height = frame.size
        size = (height, width) if turns % 2 else (width, height)
        for line in text_lines(some.upright(frame.size), cells[which]):
            left, top, right, bottom = turned(np.array([line.box]), -turns, size)[0].tolist()
            lines.append(TextLine(line.group, line.text, (left, top, right, bottom), line.height))
    return lines


def _slanting(glyphs: Glyphs) -> TextLine:
    """Text at no right angle (a stamp across the page), in the order of drawing, outside of any table."""
    low, high = glyphs.boxes.min(axis=0), glyphs.boxes.max(axis=0)
    text = "".join(map(chr, glyphs.codes[np.argsort(glyphs.order)].tolist()))
    return TextLine(_PROSE, text, (*low[:2].tolist(), *high[2:].tolist()), float(high[3] - low[1]))


def _line_numbers(lines: list[TextLine]) -> list[int]:
    """The number of each line among the printed lines of its page, from the top: lines side by side share it."""
    numbers = [0] * len(lines)
    count, reach = 0, float("-inf")
    for index in sorted(range(len(lines)), key=lambda index: lines[index].middle):
        line = lines[index]
        if line.middle > reach:
            count += 1
            reach = line.middle + line.height / 2
        numbers[index] = count
    return numbers


def _grid(
    table: Lattice,
    offset: int,
    lines: list[TextLine],
    numbers: list[int],
    by_cell: dict[int, list[int]],
    frame: Frame,
    page: int,
) -> Grid:
    """The table with the text of its cells; a row's empty cells have the number of its first line."""
    spans = np.array([(span.row, span.column, span.rows, span.columns) for span in table.spans])
    sides = np.column_stack(
        [
            table.xs[spans[:, 1]],
            table.ys[spans[:, 0]],
            table.xs[spans[:, 1] + spans[:, 3]],
            table.ys[spans[:, 0] + spans[:, 2]],
        ]
    )
    shown = frame.shown_boxes(sides)
    texts, first_lines = [], []
    row_lines: dict[int, int] = {}
    for index, (left, _, right, _) in enumerate(sides.tolist()):
        inside = by_cell.get(offset + index, ())
        texts.append(joined([lines[i] for i in inside], left, right) if inside else "")
        line = numbers[inside[0]] if inside else 0
        first_lines.append(line)
        if line and table.spans[index].rows == 1:
            row = table.spans[index].row
            row_lines[row] = min(line, row_lines.get(row, line))
    slots: list[list[Cell | None]] = [[None] * (len(table.xs) - 1) for _ in range(len(table.ys) - 1)]
    known = 1
    for index, span in enumerate(table.spans):
        known = row_lines.get(span.row, known)
        place = Place(page, first_lines[index] or known, shown[index])
        if span.rows > 1 or span.columns > 1:
            covered = Cell("", place, 0, 0)
            for row in range(span.row, span.row + span.rows):
                slots[row][span.column : span.column + span.columns] = [covered] * span.columns
        slots[span.row][span.column] = Cell(texts[index], place, span.rows, span.columns)
    outside = Cell("", Place(page, known))
    return Grid(tuple(tuple(cell or outside for cell in row) for row in slots), spans_known=True)
