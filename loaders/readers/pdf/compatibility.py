"""Code points that fonts put in the place of ordinary characters."""

from __future__ import annotations

import unicodedata
from itertools import chain

import numpy as np

from loaders.readers.pages.arrays import Ints, code_table

# Radicals that look like whole characters and that fonts take for these. Unicode gives them no decomposition, other
# than to the radicals of the Kangxi block; source: its table EquivalentUnifiedIdeograph.
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺊⺏⺒⺓⺛⺝⺠⺩⺬⺮⺯⺷⺸⺹⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱",
        "厂乙几卜尢巳幺旡月民王示竹糸羊羊老月虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜",
        strict=True,
    )
)
# Kangxi radicals and compatibility ideographs: other code points of ordinary characters.
_BLOCKS = (range(0x2E80, 0x2FD6), range(0xF900, 0xFB00), range(0x2F800, 0x2FA1E))
# Marks which PDFium puts in the place of a hyphen at a line's end.
_LINE_END_HYPHENS = (0x02, 0xAD)
_HYPHEN = "-"
_VARIANTS = code_table([*chain(*_BLOCKS), *_LINE_END_HYPHENS])


def plain_codes(codes: Ints) -> Ints:
    """A copy of the code points with the ordinary character in the place of each variant.

    Full-width letters and digits stay: these an author may have typed.
    """
    result = codes.copy()
    for index in np.flatnonzero(_VARIANTS[codes]).tolist():
        code = int(codes[index])
        char = _HYPHEN if code in _LINE_END_HYPHENS else chr(code)
        normal = unicodedata.normalize("NFKC", _RADICALS.get(char, char))
        if len(normal) == 1:
            result[index] = ord(normal)
    return result
