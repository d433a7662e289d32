"""Blocks as sheets of a workbook: a cover, a sheet for each table, and one for the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from loaders.samples.blocks import Block, PageBreak, Table, Text

_COVER, _PROSE = "封面", "说明"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NAME_MAX = 31
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place (from 0) and how many rows and columns it covers."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    is_number: bool


@dataclass
class Sheet:
    """One sheet: its name, unlike all others, and its cells."""

    name: str
    cells: list[Placed] = field(default_factory=list)
    height: int = 0
    _title: int | None = None

    def say(self, text: Text) -> None:
        """A line of text; a title will reach over the whole table below it."""
        if text.role == "caption":
            self._title = len(self.cells)
        self.cells.append(Placed(self.height, 0, 1, 1, text.text, False))
        self.height += 1

    def add(self, table: Table) -> None:
        """The table below what is there."""
        if self._title is not None:
            self.cells[self._title] = replace(self.cells[self._title], columns=table.width)
            self._title = None
        for row in (*table.header, *table.rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    self.cells.append(Placed(self.height, column, cell.rows, cell.columns, cell.text, cell.is_number))
            self.height += 1


def sheets(blocks: Iterable[Block]) -> list[Sheet]:
    """The workbook. Pages end where the printer likes: their breaks and numbers are left out."""
    found: list[Sheet] = []
    pending: list[Text] = []

    def open_sheet(name: str) -> Sheet:
        clean = _FORBIDDEN.sub("", name)[: _NAME_MAX - 3] or _PROSE
        known = {sheet.name for sheet in found}
        sheet = Sheet(next(name for name in (clean, *(f"{clean}{n}" for n in range(2, 999))) if name not in known))
        found.append(sheet)
        return sheet

    def flush(sheet: Sheet) -> None:
        for text in pending:
            sheet.say(text)
        pending.clear()

    current: Sheet | None = None
    for block in blocks:
        if isinstance(block, PageBreak) or (isinstance(block, Text) and block.role == "page_number"):
            continue
        if isinstance(block, Text) and block.role == "title":
            open_sheet(_COVER).say(block)
        elif isinstance(block, Text) and block.role == "caption":
            # What stands right above a title (its number) belongs to its sheet.
            above = [pending.pop()] if pending and pending[-1].role == "number" else []
            if pending:
                flush(open_sheet(_PROSE))
            current = open_sheet(block.text)
            for text in (*above, block):
                current.say(text)
        elif isinstance(block, Table):
            current = current or open_sheet(_PROSE)
            flush(current)
            current.add(block)
        elif current is not None and block.role in ("unit", "note"):
            current.say(block)
        else:
            current = None
            pending.append(block)
    if pending:
        flush(open_sheet(_PROSE))
    return found


def number(text: str) -> tuple[float, str] | None:
    """A printed amount as a workbook keeps it: its value, and the format that shows it as printed. None for what is no
    amount, such as a dash."""
    plain = text.replace(",", "")
    if not _AMOUNT.fullmatch(plain):
        return None
    decimals = len(plain.partition(".")[2])
    whole = "#,##0" if "," in text else "0"
    # A workbook holds numbers as floats; so many digits come back exactly.
    return float(plain), whole + ("." + "0" * decimals if decimals else "")
