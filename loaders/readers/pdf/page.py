"""One page of a PDF: what PDFium knows of it to lines of text and tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.arrange import arranged, groups
from loaders.readers.pdf.arrays import Floats, Ints
from loaders.readers.pdf.characters import characters, text_objects
from loaders.readers.pdf.drawings import drawings
from loaders.readers.pdf.geometry import Frame, turned
from loaders.readers.pdf.glyphs import Glyphs, clean_codes, frame_and_directions, has_unknown_characters, seen
from loaders.readers.pdf.items import Page
from loaders.readers.pdf.lattice import Lattice, lattices
from loaders.readers.pdf.objects import IMAGE, bounds, objects_of
from loaders.readers.pdf.overflow import with_runs_kept
from loaders.readers.pdf.pdfium import Handle
from loaders.readers.pdf.rules import rules_and_areas
from loaders.readers.pdf.words import OPEN, TextLine, text_lines

# A page without text is a picture when a picture covers this share of it.
_PICTURE_SHARE = 0.3


def read_page(document: Handle, index: int) -> Page:
    """Reads the page of an open document with that index (from 0).

    Raises UnreadableError for a page that is damaged, a picture, or set in fonts that do not tell their characters.
    """
    place = Place(page=index + 1)
    with pdfium.opened_page(document, index) as (page, text):
        if not page or not text:
            raise UnreadableError(
                "damaged", "the page cannot be read", place=place, expected="a whole file", advice="fetch it again"
            )
        found = characters(text)
        frame, boxes, turns = frame_and_directions(text, page, found)
        objects = objects_of(page)
        images = frame.boxes(bounds(objects, IMAGE))
        rules, areas = rules_and_areas(drawings(objects), images, frame)
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
            _refuse_picture(images, frame, place)
        tables, loose = lattices(rules)
        cells = with_runs_kept(glyphs, _cells(glyphs, tables), tables, partial(text_objects, text))
    return arranged(index + 1, _lines(glyphs, cells, frame), tables, frame, loose)


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


def _cells(glyphs: Glyphs, tables: Sequence[Lattice]) -> Ints:
    """The cell that the middle of each glyph lies in."""
    left, top, right, bottom = glyphs.boxes.T
    return groups(tables, (left + right) / 2, (top + bottom) / 2)


def _lines(glyphs: Glyphs, cells: Ints, frame: Frame) -> list[TextLine]:
    """The lines of the tables' cells and those outside of tables."""
    upright = glyphs.turns == 0
    lines = text_lines(glyphs.take(upright), cells[upright])
    if not upright.all():
        lines.extend(
            line._replace(line=len(glyphs) + number)
            for number, line in enumerate(_turned_lines(glyphs.take(~upright), cells[~upright], frame))
        )
    return lines


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
            lines.append(line._replace(box=(left, top, right, bottom)))
    return lines


def _slanting(glyphs: Glyphs) -> TextLine:
    """Text at no right angle (a stamp across the page), in the order of drawing, outside of any table."""
    low, high = glyphs.boxes.min(axis=0), glyphs.boxes.max(axis=0)
    text = "".join(map(chr, glyphs.codes[np.argsort(glyphs.order)].tolist()))
    return TextLine(OPEN, 0, text, (*low[:2].tolist(), *high[2:].tolist()), float(high[3] - low[1]))
