"""Characters to text: lines within groups, spaces where the print leaves them, overprinted characters once."""

from __future__ import annotations

import re
from itertools import repeat

import numpy as np

from loaders.readers.pages.arrays import Bools, Floats, Ints, changes, code_table
from loaders.readers.pages.textlines import OPEN, TextLine
from loaders.readers.pdf.glyphs import Glyphs

# All in heights of a character.
# A gap that stands for a space: between Latin characters, and beside Chinese ones, which justified text sets apart.
_LATIN_GAP = 0.2
_CHINESE_GAP = 0.55
# A gap with white space drawn in it; between Latin characters it is narrow where a substitute for the font is wider.
_DRAWN_GAP = 0.15
_DRAWN_LATIN_GAP = 0.05
# Two lines of one group lie at least so far apart.
_LINE_PITCH = 0.5
# The same character drawn again no farther off is the same print (bold by overprinting).
_OVERPRINT = 0.25
# Outside of tables: a gap between two things that happen to stand on one line, and the pitch of such lines.
_WIDE_GAP = 0.9
# A narrower gap will do between a number and words, unless the number counts them.
_NUMBER_GAP = 0.3
_COUNTERS = "年月日万亿元个项人次家辆页第共至和为表"
_OPEN_PITCH = 0.35
_FAR = 1e6
_CJK = 0x2E80
_NAMING = ~code_table([*range(_CJK), *map(ord, _COUNTERS)])
_SPACE = 0x20
# A wider gap stands between two things, however evenly they are set.
_SPACED_OUT_GAP = 0.9
_SPACED_OUT = re.compile(r"[\d,.，．％%+-](?: [\d,.，．％%+-])+")


def text_lines(glyphs: Glyphs, groups: Ints) -> list[TextLine]:
    """The lines of each group, groups in their order, lines from the top."""
    if not len(glyphs):
        return []
    boxes = glyphs.boxes
    heights = boxes[:, 3] - boxes[:, 1]
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    # One key instead of two: no page is so high.
    by_height = np.argsort(groups * _FAR + middles, kind="stable")
    sorted_groups, sorted_middles, sorted_heights = groups[by_height], middles[by_height], heights[by_height]
    pitch = np.where(sorted_groups == OPEN, _OPEN_PITCH, _LINE_PITCH) * sorted_heights
    new_line = changes(sorted_groups)
    new_line[1:] |= sorted_middles[1:] - sorted_middles[:-1] > np.minimum(pitch[1:], pitch[:-1])
    lines = np.empty(len(glyphs), np.int64)
    lines[by_height] = np.cumsum(new_line)
    order = np.argsort(lines * _FAR + boxes[:, 0], kind="stable")
    order = order[_first_prints(glyphs.codes[order], boxes[order], lines[order], heights[order])]
    return _lines(glyphs.take(order), lines[order], groups[order], heights[order])


def _first_prints(codes: Ints, boxes: Floats, lines: Ints, heights: Floats) -> Bools:
    """Leaves out characters printed over themselves; all in order along their lines."""
    keep = np.ones(len(codes), np.bool_)
    left, right = boxes[:, 0], boxes[:, 2]
    for back in (1, 2, 3):
        second = np.flatnonzero(codes[back:] == codes[:-back]) + back
        first = second - back
        same = (
            (lines[second] == lines[first])
            & (np.abs(left[second] - left[first]) < _OVERPRINT * heights[second])
            & (left[second] + _OVERPRINT * (right[second] - left[second]) < right[first])
        )
        keep[second[same]] = False
    return keep


def _lines(glyphs: Glyphs, lines: Ints, groups: Ints, heights: Floats) -> list[TextLine]:
    """The lines' texts; all glyphs in order along their lines."""
    codes, boxes = glyphs.codes, glyphs.boxes
    gaps = np.zeros(len(codes))
    gaps[1:] = boxes[1:, 0] - boxes[:-1, 2]
    begins = changes(lines)
    # Groups follow each other in their order, and OPEN is the first.
    outside = int(np.searchsorted(groups, OPEN, side="right"))
    if outside:
        with np.errstate(divide="ignore", invalid="ignore"):  # damaged glyphs may have no height
            begins[:outside] |= _apart(codes[:outside], gaps[:outside] / heights[:outside])
    starts = np.flatnonzero(begins)
    gaps[starts] = 0.0
    chinese = codes >= _CJK
    beside_chinese = chinese.copy()
    beside_chinese[1:] |= chinese[:-1]
    # White space is left out of the glyphs: where it was drawn, their order of drawing leaps.
    drawn = np.zeros(len(codes), np.bool_)
    drawn[1:] = glyphs.order[1:] - glyphs.order[:-1] == 2
    chinese_gaps = np.where(drawn, _DRAWN_GAP, _CHINESE_GAP)
    spaced = gaps > np.where(beside_chinese, chinese_gaps, np.where(drawn, _DRAWN_LATIN_GAP, _LATIN_GAP)) * heights
    before = np.flatnonzero(spaced)
    text = (np.insert(codes, before, _SPACE) if len(before) else codes).astype("<u4").tobytes().decode("utf-32-le")
    begin = starts + np.searchsorted(before, starts)
    ends = np.append(begin[1:], len(text))
    texts = [text[first:last] for first, last in zip(begin.tolist(), ends.tolist(), strict=True)]
    tallest = np.maximum.reduceat(heights, starts)
    if len(before):
        close = np.maximum.reduceat(gaps, starts) < _SPACED_OUT_GAP * tallest
        texts = [_tight(one) if is_close else one for one, is_close in zip(texts, close.tolist(), strict=True)]
    rims = zip(
        boxes[starts, 0].tolist(),
        np.minimum.reduceat(boxes[:, 1], starts).tolist(),
        np.maximum.reduceat(boxes[:, 2], starts).tolist(),
        np.maximum.reduceat(boxes[:, 3], starts).tolist(),
        strict=True,
    )
    fields = zip(
        groups[starts].tolist(), lines[starts].tolist(), texts, rims, tallest.tolist(), repeat(None), strict=False
    )
    return list(map(TextLine._make, fields))


def _apart(codes: Ints, gaps: Floats) -> Bools:
    """Before which characters the gap (in heights of a character) sets two things apart that stand on one line."""
    digit = (codes >= ord("0")) & (codes <= ord("9"))
    chinese = _NAMING[codes]
    apart: Bools = gaps > _WIDE_GAP
    between = (digit[:-1] & (chinese | digit)[1:]) | (chinese[:-1] & digit[1:])
    apart[1:] |= (gaps[1:] > _NUMBER_GAP) & between
    return apart


def _tight(text: str) -> str:
    """A number whose digits are set apart evenly, in one piece; all else as it is."""
    return text.replace(" ", "") if " " in text and _SPACED_OUT.fullmatch(text) else text
