"""What every workbook format is read to: sheets of printed cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from loaders.readers.limits import allowed
from loaders.readers.model import Place

Slot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area: first row, first column, last row, last column, all from 0 and inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet of a workbook: `texts` has what its cells print, by row and column from 0.

    `number` counts from 1 in the workbook's order, hidden sheets included. `framed` has the slots of cells with a line
    at their left or right, the empty ones too: they belong to a table.
    """

    number: int
    name: str
    is_hidden: bool = False
    texts: dict[Slot, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    framed: set[Slot] = field(default_factory=set)

    def add(self, row: int, column: int, text: str, *, is_framed: bool) -> None:
        """Takes a cell over. Of empty cells with lines only so many are kept as a table can have."""
        if text.strip():
            self.texts[row, column] = text
        if is_framed and (text.strip() or len(self.framed) < allowed().grid_slots):
            self.framed.add((row, column))

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands; a hidden sheet says so."""
        name = f"{self.name} (hidden)" if self.is_hidden else self.name
        return Place(self.number, row + 1, None, name, letters(column))


@cache
def letters(column: int) -> str:
    """The letters of a column that counts from 0: A, …, Z, AA, …"""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
