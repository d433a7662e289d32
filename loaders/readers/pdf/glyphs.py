"""The characters that a reader of the page sees, upright, each once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pages.arrays import Bools, Floats, Ints, code_table, holding, kinds
from loaders.readers.pages.geometry import turned
from loaders.readers.pdf import pdfium
from loaders.readers.pdf.characters import Characters, text_objects, turned_boxes, unmapped
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.objects import PATH, TEXT, Objects, invisible_text
from loaders.readers.pdf.pdfium import Handle
from loaders.readers.pdf.rulings import Areas

# Degrees that a line of text may be off its direction.
_TILT = 3
# Share of a page's characters whose fonts do not say what they are, beyond which the page cannot be read.
UNMAPPED_SHARE = 0.05
# Code points that name no character: control codes, the private area, the sign for what could not be told.
_DOUBTFUL = code_table([*range(0x20), *range(0xE000, 0xF900), 0xFFFD])


@dataclass(frozen=True)
class Glyphs:
    """Characters in a frame: code points and (left, top, right, bottom).

    `turns` are the quarters clockwise by which a character must be turned to be upright in the frame (0 for most),
    -1 for one that is at no right angle. `order` is the order of drawing.
    """

    codes: Ints
    boxes: Floats
    turns: Ints
    order: Ints

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, which: Ints | Bools) -> Glyphs:
        """Some of them."""
        return Glyphs(self.codes[which], self.boxes[which], self.turns[which], self.order[which])

    def upright(self, size: tuple[float, float]) -> Glyphs:
        """All of them after the turn that the first of them needs; `size` is the frame's."""
        return Glyphs(self.codes, turned(self.boxes, int(self.turns[0]), size), self.turns * 0, self.order)


def frame_and_directions(text: Handle, page: Handle, found: Characters) -> tuple[Frame, Floats, Ints]:
    """The frame in which most of the page's text is upright, the characters' boxes in PDF's coordinates, and their
    turns (see `Glyphs`)."""
    left, bottom, right, top = pdfium.page_box(page)
    shown = pdfium.page_rotation(page)
    boxes, indexes = found.boxes, found.indexes
    if found.level and len(boxes):
        return Frame(left, bottom, right, top, 0, shown), boxes, np.zeros(len(boxes), np.int64)
    boxes, degrees = turned_boxes(text, indexes)
    quarters = np.rint(degrees / 90).astype(np.int64)
    straight = np.abs(degrees - 90 * quarters) <= _TILT
    counts = np.bincount(quarters[straight] % 4, minlength=4)
    turns = int(counts.argmax()) if counts.any() else shown
    return (
        Frame(left, bottom, right, top, turns, shown),
        boxes,
        np.where(straight, (quarters - turns) % 4, -1),
    )


def seen(text: Handle, found: Characters, boxes: Floats, objects: Objects, areas: Areas, frame: Frame) -> Bools:
    """Which characters are visible: on the page, in some colour, not white on white, not painted over.

    `boxes` are in the frame.
    """
    width, height = frame.size
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    visible: Bools = (x >= 0) & (x <= width) & (y >= 0) & (y <= height)
    unseen, white = invisible_text(objects)
    if unseen or white:
        owner = text_objects(text, found.indexes)
        visible &= ~np.isin(owner, list(unseen))
        visible &= ~np.isin(owner, list(white)) | holding(areas.boxes[~areas.white], x, y)
    return visible & ~_painted_over(text, found, x, y, objects, areas)


def _painted_over(text: Handle, found: Characters, x: Floats, y: Floats, objects: Objects, areas: Areas) -> Bools:
    """Which characters lie under white that was painted after them; `x` and `y` are their middles."""
    covered = np.zeros(len(x), np.bool_)
    white = np.flatnonzero(areas.white & areas.opaque)
    if not len(white):
        return covered
    times = np.flatnonzero(objects.kinds == PATH)[areas.path]
    written = np.flatnonzero(objects.kinds == TEXT)[:1]
    covers = white[times[white] > written.max(initial=-1)]
    under = np.flatnonzero(holding(areas.boxes[covers], x, y))
    if not len(under):
        return covered
    time_of = {handle: time for time, handle in enumerate(objects.handles)}
    painted = np.array([time_of.get(handle, -1) for handle in text_objects(text, found.indexes[under]).tolist()])
    for cover in covers:
        inside = holding(areas.boxes[cover : cover + 1], x[under], y[under])
        covered[under] |= inside & (painted >= 0) & (painted < times[cover])
    return covered


def has_unknown_characters(text: Handle, codes: Ints, boxes: Floats, indexes: Ints) -> bool:
    """Whether the page's fonts leave open which characters its glyphs are.

    PDFium is asked for one character of each kind (code point by height, which is as good as by font), and for all of
    them where one of these is unknown.
    """
    if not len(codes):
        return False
    doubtful = _DOUBTFUL[codes]
    heights = np.nan_to_num(np.clip((boxes[:, 3] - boxes[:, 1]) * 8 + 0.5, 0, 4095)).astype(np.int64)
    sample, _ = kinds(codes * 4096 + heights)
    if unmapped(text, indexes[sample]).any():
        doubtful = doubtful | unmapped(text, indexes)
    return bool(np.count_nonzero(doubtful) > UNMAPPED_SHARE * len(codes))
