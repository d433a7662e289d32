"""Text wider than its cell: it runs over the rule into the next cell and still belongs to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from loaders.readers.pages.arrange import cell_box, groups
from loaders.readers.pages.arrays import Ints, code_table, distinct
from loaders.readers.pages.lattice import Lattice
from loaders.readers.pdf.glyphs import Glyphs

# In heights of a character: the gap within one run of text, and the margin of a cell.
_TOUCHING = 0.12
_MARGIN = 0.8
# A rule runs through a character when this share of its width lies on either side.
_THROUGH = 0.2
_DIGITS = code_table(map(ord, "0123456789,."))


def with_runs_kept(glyphs: Glyphs, cells: Ints, tables: Sequence[Lattice], objects_of: Callable[[Ints], Ints]) -> Ints:
    """The cell of each glyph, the glyphs of a run through which a rule passes all in one cell.

    That is the cell at whose left edge the run begins, else the one at whose right edge it ends, else the one in its
    middle. Runs that only meet at a rule stay two: there the rule passes between characters, which are neither two
    digits nor drawn in one piece. `objects_of` gives the text objects of glyphs by their order of drawing.
    """
    if len(glyphs) < 2 or not tables:
        return cells
    left, top, right, bottom = glyphs.boxes.T
    height = bottom - top
    touching = (np.abs(left[1:] - right[:-1]) < _TOUCHING * height[1:]) & (
        np.abs(bottom[1:] - bottom[:-1]) < _TOUCHING * height[1:]
    )
    crossing = np.flatnonzero(touching & (cells[1:] != cells[:-1]))
    if not len(crossing):
        return cells
    run = np.concatenate([[0], np.cumsum(~touching)])
    suspects = distinct(np.concatenate([crossing, crossing + 1]))
    inset = _THROUGH * (right - left)[suspects]
    middle = ((top + bottom) / 2)[suspects]
    one = groups(tables, left[suspects] + inset, middle)
    other = groups(tables, right[suspects] - inset, middle)
    owner = objects_of(glyphs.order[np.concatenate([crossing, crossing + 1])]).reshape(2, -1)
    digits = _DIGITS[glyphs.codes]
    in_one_piece = (owner[0] == owner[1]) | (digits[crossing] & digits[crossing + 1])
    result = cells.copy()
    for number in distinct(np.concatenate([run[suspects[one != other]], run[crossing[in_one_piece]]])).tolist():
        which = np.flatnonzero(run == number)
        result[which] = _home(
            list(dict.fromkeys(cells[which].tolist())),
            float(left[which].min()),
            float(right[which].max()),
            int(cells[which[len(which) // 2]]),
            _MARGIN * float(height[which].max()),
            tables,
        )
    return result


def _home(
    cells: Sequence[int], left: float, right: float, middle: int, margin: float, tables: Sequence[Lattice]
) -> int:
    """The cell that a run from `left` to `right` belongs to, among those it runs through."""
    first, last = cell_box(tables, cells[0]), cell_box(tables, cells[-1])
    if first is not None and left - first[0] <= margin:
        return cells[0]
    if last is not None and last[2] - right <= margin:
        return cells[-1]
    return middle
