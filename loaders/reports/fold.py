"""One written form for matching, with the printed form always at hand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "〝": '"', "〞": '"', "＂": '"'})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－─", "-"))
_SPACE_BETWEEN_CJK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` for matching; `offsets[i]` is where its character i stands in the text as printed."""

    text: str
    offsets: tuple[int, ...]
    printed: str

    def printed_slice(self, start: int, end: int) -> str:
        """The printed characters behind `text[start:end]`."""
        if start >= end:
            return ""
        return self.printed[self.offsets[start] : self.offsets[end - 1] + 1]


def fold_with_offsets(printed: str) -> Folded:
    """Half-width forms (NFKC), plain quotes and dashes, no white space; each character knows its origin."""
    chars: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(printed):
        for piece in fold(char):
            chars.append(piece)
            offsets.append(index)
    return Folded("".join(chars), tuple(offsets), printed)


@lru_cache(maxsize=1 << 15)
def fold(printed: str) -> str:
    """The matching form alone."""
    text = unicodedata.normalize("NFKC", printed).translate(_QUOTES).translate(_DASHES)
    return "".join(text.split())


def tidy(printed: str) -> str:
    """A label as a person reads it: line breaks and stray spaces inside Chinese removed, nothing else changed."""
    return _SPACE_BETWEEN_CJK.sub("", " ".join(printed.split()))
