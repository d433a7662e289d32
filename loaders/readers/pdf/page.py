"""One page of a PDF: what PDFium knows of it to lines of text and tables."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place
from loaders.readers.ocr import engine
from loaders.readers.pages.arrange import arranged, groups
from loaders.readers.pages.arrays import Floats, Ints, distinct
from loaders.readers.pages.geometry import turned
from loaders.readers.pages.items import Page
from loaders.readers.pages.lattice import Lattice, lattices
from loaders.readers.pages.textlines import OPEN, TextLine
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.characters import characters, text_objects
from loaders.readers.pdf.compatibility import plain_codes
from loaders.readers.pdf.drawings import drawings
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.glyphs import Glyphs, frame_and_directions, has_unknown_characters, seen
from loaders.readers.pdf.objects import IMAGE, bounds, objects_of
from loaders.readers.pdf.overflow import with_runs_kept
from loaders.readers.pdf.pdfium import Handle
from loaders.readers.pdf.rendering import picture_of
from loaders.readers.pdf.rulings import rules_and_areas
from loaders.readers.pdf.words import text_lines

# A page without text is a picture when a picture covers this share of it.
_PICTURE_SHARE = 0.3
# With a little text at its rim, it is one when a picture covers this share; the rim is that share of its height.
_WHOLE_PAGE = 0.7
_RIM = 0.12
_LITTLE = 40
_POINTS_PER_INCH = 72


def read_page(document: Handle, index: int) -> Page:
    """Reads the page of an open document with that index (from 0).

    A page that is a picture, or set in fonts that do not tell their characters, is read by optical recognition. Raises
    UnreadableError for a page that is damaged, and for such a page where recognition is not installed.
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
            return _with_unknown_characters(page, place, frame)
        visible = seen(text, found, boxes, objects, areas, frame)
        glyphs = Glyphs(plain_codes(found.codes), boxes, turns, found.indexes).take(visible)
        if _is_picture(glyphs, images, frame):
            engine.require(place)
            return _recognised(page, index + 1)
        tables, loose = lattices(rules)
        cells = with_runs_kept(glyphs, _cells(glyphs, tables), tables, partial(text_objects, text))
    return arranged(index + 1, _lines(glyphs, cells, frame), tables, frame, loose)


def _is_picture(glyphs: Glyphs, images: Floats, frame: Frame) -> bool:
    """Whether a picture is all there is on the page, but for text at its rim such as a page number."""
    width, height = frame.size
    # What lies beyond the page, however far, covers nothing of it; what has no place in a damaged file covers nothing.
    inside = np.clip(images, 0, (width, height, width, height))
    # Scanners may cut a page into strips.
    share = float(np.nansum((inside[:, 2] - inside[:, 0]) * (inside[:, 3] - inside[:, 1]))) / (width * height)
    if not len(glyphs):
        return share >= _PICTURE_SHARE
    if len(glyphs) > _LITTLE or share < _WHOLE_PAGE:
        return False
    middles = (glyphs.boxes[:, 1] + glyphs.boxes[:, 3]) / 2
    return bool(((middles < _RIM * height) | (middles > (1 - _RIM) * height)).all())


def _with_unknown_characters(page: Handle, place: Place, frame: Frame) -> Page:
    """What recognition reads of a page whose fonts do not say which characters they draw, but where and how turned."""
    why = "the page's fonts do not say which characters they draw"
    engine.require(place, "unknown_characters", why)
    found = _recognised(page, place.page or 1, frame.turns - frame.shown)
    if not found.items:
        raise UnreadableError(
            "unknown_characters",
            why,
            place=place,
            expected="a page that shows text",
            advice="give the original document",
        )
    return found


def _recognised(page: Handle, number: int, turns: int = 0) -> Page:
    """The page by optical recognition; `turns` as `recognised` has it."""
    # The libraries for pictures are loaded when there is one.
    from loaders.readers.ocr.recognise import recognised

    picture = picture_of(page, engine.DOTS_PER_INCH / _POINTS_PER_INCH)
    return recognised(picture, number, _POINTS_PER_INCH / engine.DOTS_PER_INCH, turns % 4)


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
    for turns in distinct(glyphs.turns).tolist():
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
