"""A paragraph in its matching form, with the way back to the printed characters and their lines."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from loaders.readers.model import Paragraph, Place
from loaders.reports.fold import fold_with_offsets, tidy


@dataclass(frozen=True)
class ProseText:
    """`text` is folded (half width, no white space); `offsets[i]` is its character's place in the paragraph.

    Two things differ from `fold`: a space between two digits stays ("表 3 2023 年" is not 表32023年), and
    circled numbers and superscripts stay themselves (① is a list number, not the figure 1).
    """

    text: str
    offsets: tuple[int, ...]
    paragraph: Paragraph

    def printed(self, start: int, end: int) -> str:
        """The printed characters behind `text[start:end]`."""
        if start >= end:
            return ""
        return self.paragraph.text[self.offsets[start] : self.offsets[end - 1] + 1]

    def label(self, start: int, end: int) -> str:
        """The same without line breaks and stray spaces."""
        return tidy(self.printed(start, end))

    def place(self, position: int) -> Place:
        """The page and line of the character at `position` of `text`."""
        return self.paragraph.place_at(self.offsets[position])


@lru_cache(maxsize=1 << 12)  # a report's paragraphs are read for their figures, and again to count their numbers
def prose_text(paragraph: Paragraph) -> ProseText:
    """The matching form of one paragraph."""
    text = paragraph.text
    folded = fold_with_offsets(text)
    chars: list[str] = []
    offsets: list[int] = []
    for char, offset in zip(folded.text, folded.offsets, strict=True):
        printed = text[offset]
        is_enclosed = printed != char and unicodedata.category(printed) == "No"
        if is_enclosed and offsets and offset == offsets[-1]:
            continue  # the second digit of ⑩
        if offsets and char.isdigit() and chars[-1].isdigit() and offset > offsets[-1] + 1:
            chars.append(" ")
            offsets.append(offsets[-1] + 1)
        chars.append(printed if is_enclosed else char)
        offsets.append(offset)
    return ProseText("".join(chars), tuple(offsets), paragraph)
