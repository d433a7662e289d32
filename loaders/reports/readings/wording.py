"""Words that were misread in a picture: the layout's wording that they can only be.

Titles of tables and of columns, units and the lines of summary tables are words that a layout knows. One that was
recognised and is none of them is taken for the one it is a misreading of, if there is one only: among the texts that
the picture may show, else among those that differ in one sign. Where there are two (年初 and 年末 for 年木), one that
stands beside it as printed is not the one. All else stays as it was read. Two signs are too many: 收入 and 支出 tell
two tables apart. Only of a closed list of long names, such as the classes', one may differ in two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loaders.readers.model import Cell, Place
from loaders.reports.fold import fold
from loaders.reports.readings.distance import distance
from loaders.reports.readings.phrases import phrases

# Shorter texts are none other than what the picture may show: too many words are one sign away.
_LEAST = 4
# In a name this long two signs may differ.
_LONG = 8


@dataclass(frozen=True, slots=True)
class Mended:
    """Words that were taken for others than were read."""

    place: Place
    read: str
    taken: str

    def __str__(self) -> str:
        return f"{self.place}: {self.read} → {self.taken}"


@dataclass(frozen=True)
class Wording:
    """What may stand in one kind of place: patterns, matched whole against folded text, further texts, and names.

    `names` are all there are of their kind.
    """

    patterns: tuple[str, ...]
    texts: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @cached_property
    def _all(self) -> frozenset[str]:
        return self.texts.union(self.names, *(phrases(pattern) for pattern in self.patterns)) - {""}

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.patterns) or "(?!)")

    def with_texts(self, texts: Iterable[str]) -> Wording:
        """The same with further texts."""
        return replace(self, texts=self.texts | frozenset(texts))

    def knows(self, text: str) -> bool:
        """Whether a folded text may stand there."""
        return text in self.texts or text in self.names or self._known.fullmatch(text) is not None

    def meant(self, text: str, others: Iterable[str] = (), beside: Collection[str] = ()) -> str | None:
        """What a folded text that is not known can only be: one of `others`, what else the picture may show, or the
        wording one sign away; of several the one that does not stand `beside` it. None where none or more are left."""
        shown = {folded for other in others if self.knows(folded := fold(other))}
        if shown:
            return _only(shown, beside)
        if len(text) < _LEAST:
            return None
        near = {one for one in self._all if abs(len(one) - len(text)) <= 1 and distance(text, one) == 1}
        if not near and len(text) >= _LONG:
            near = {name for name in self.names if len(name) == len(text) and distance(text, name) == 2}
        return _only(near, beside)


def is_recognised(cell: Cell) -> bool:
    """Whether the cell's text was read in a picture."""
    return cell.place.reading is not None and bool(cell.text.strip())


def mended_cells(
    cells: Sequence[Cell], wording: Wording, into: list[Mended], number: re.Pattern[str] | None = None
) -> list[Cell]:
    """Cells of one kind with the words that they can only hold, which are noted.

    What is text stays, and so does what the wording knows. `number` is what may stand before the words (一、).
    """
    if not any(map(is_recognised, cells)):
        return list(cells)
    bare = [number.sub("", fold(cell.text), count=1) if number else fold(cell.text) for cell in cells]
    beside = {text for text in bare if wording.knows(text)}
    result = []
    for cell, text in zip(cells, bare, strict=True):
        reading = cell.place.reading
        if reading is not None and text and text not in beside:
            others = [number.sub("", fold(other), count=1) if number else other for other in reading.others]
            if (meant := wording.meant(text, others, beside)) is not None:
                into.append(Mended(cell.place, cell.text, meant))
                cell = replace(cell, text=fold(cell.text).removesuffix(text) + meant)
        result.append(cell)
    return result


def _only(found: set[str], beside: Collection[str]) -> str | None:
    left = found if len(found) == 1 else found.difference(beside)
    return next(iter(left)) if len(left) == 1 else None
