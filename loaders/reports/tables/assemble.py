"""Logical tables: a title, and the grids behind it joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Cell, Grid, Paragraph, Place
from loaders.reports.fold import fold, tidy
from loaders.reports.tables.header import Path, column_paths, header_rows, is_column_numbers, words
from loaders.reports.tables.pieces import pieces
from loaders.reports.tables.titles import TITLE_MAX, is_title, table_code

_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_NOTE = re.compile(r"^(?:注|备注|说明|本表)")
# Between a title and its table stand its number, its unit, a department, a date; never so many lines.
_WORDS_BEFORE_TABLE = 6
# A sentence that says why a table is empty.
_SENTENCE_MAX = 150


@dataclass
class LogicalTable:
    """One table of a report: header paths by column and all its data rows, in print order."""

    code: str
    title: str
    place: Place
    unit: str | None = None
    paths: list[Path] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    stated_empty: bool = False
    _header: list[Path] = field(default_factory=list)
    _words_since_title: int = 0

    @property
    def has_begun(self) -> bool:
        """Whether its header has been read."""
        return bool(self.paths)

    def add(self, grid: Grid) -> bool:
        """Takes over a grid's rows; False where the grid is another table."""
        count = header_rows(grid.rows)
        if not self.has_begun:
            if count == 0:
                raise UnreadableError(
                    "header_missing",
                    f"the table {self.title} begins without a header",
                    place=grid.place,
                    expected="its column titles",
                    advice="check the table in the source",
                )
            header = grid.rows[:count]
            width = max(len(row) for row in header)
            self.paths = column_paths(header, width, spans_known=grid.spans_known)
            self.labels = ["".join(path[-1:]) for path in self.paths]
            self._header = [words(row) for row in header]
            self.unit = _unit_inside(header) or self.unit
        elif not self._continues(grid, count):
            return False
        body = [row for row in grid.rows[:count] if not self._is_header(row)] + list(grid.rows[count:])
        self.rows.extend(row for row in body if words(row) not in self._header and not is_column_numbers(row))
        return True

    def _continues(self, grid: Grid, header_count: int) -> bool:
        """Whether a grid without a title goes on with this table: by its header, or for want of another."""
        leading = [row for row in grid.rows[:header_count] if words(row)]
        if not leading or any(self._is_header(row) for row in leading):
            return True
        # A name that the page break cut, or a line without an amount.
        return grid.width == len(self.paths) or (len(leading) == 1 and len(words(leading[0])) == 1)

    def _is_header(self, row: Sequence[Cell]) -> bool:
        """Whether most words of the row are this table's column titles (a page may cut one of them)."""
        known = {word for path in self._header for word in path}
        printed = words(row)
        return printed in self._header or (
            len(printed) > 1 and 2 * sum(word in known for word in printed) > len(printed)
        )


def logical_tables(blocks: Sequence[Block]) -> list[LogicalTable]:
    """The document's tables, by title, never by number.

    A title counts once a grid, or words that say the table is empty, follow it before anything else, so a table
    of contents names no table. A unit holds for its table and, until another is printed, for those behind it.
    """
    unit_pattern = re.compile(layout("final_accounts")["units"]["pattern"])
    empty_pattern = re.compile(layout("final_accounts")["empty_table"])
    found: list[LogicalTable] = []
    current: LogicalTable | None = None
    unit: str | None = None
    above = ""
    for block in pieces(blocks):
        if isinstance(block, Grid):
            above = ""
            if current is not None and current.add(block):
                _keep(found, current)
            else:
                current = None
            continue
        folded = fold(block.text)
        if unit_match := unit_pattern.search(folded):
            unit = unit_match[1]
            if current is not None and not current.has_begun:
                current.unit = unit
        title, above = _title(above, block), block.text
        if title is not None:
            code, text = title
            if current is None or code != current.code:
                current = LogicalTable(code, text, block.place, unit)
            if empty_pattern.search(folded):
                current.stated_empty = True
                _keep(found, current)
        elif current is None:
            continue
        elif len(folded) <= _SENTENCE_MAX and empty_pattern.search(folded):
            current.stated_empty = True
            _keep(found, current)
        elif _ends_table(block, current):
            current = None
    return found


def titles_printed(blocks: Sequence[Block]) -> dict[str, Place]:
    """The standard tables whose titles stand anywhere, the table of contents included, with the first place."""
    result: dict[str, Place] = {}
    above = ""
    for block in pieces(blocks):
        if isinstance(block, Paragraph):
            if (title := _title(above, block)) is not None:
                result.setdefault(title[0], block.place)
            above = block.text
        else:
            above = ""
    return result


def _title(above: str, paragraph: Paragraph) -> tuple[str, str] | None:
    """The table and its title where a paragraph is one, alone or as the end of a title that began a line above."""
    alone = table_code(paragraph.text)
    joined = table_code(above + paragraph.text) if above else None
    if joined is not None and joined != alone:
        return joined, tidy(above + paragraph.text)
    return (alone, tidy(paragraph.text)) if alone is not None else None


def _ends_table(paragraph: Paragraph, table: LogicalTable) -> bool:
    """Whether a paragraph shows that the table is over, or that its title was only named."""
    folded = fold(paragraph.text)
    if _NOTE.match(folded):
        return False
    table._words_since_title += not table.has_begun
    return (
        len(folded) > TITLE_MAX
        or bool(_PART.match(folded))
        or is_title(folded)
        or (not table.has_begun and bool(_ENUMERATED.match(folded)))
        or table._words_since_title > _WORDS_BEFORE_TABLE
    )


def _keep(found: list[LogicalTable], table: LogicalTable) -> None:
    if not any(table is known for known in found):
        found.append(table)


def _unit_inside(header: Iterable[Sequence[Cell]]) -> str | None:
    """The unit that the column titles state themselves, as 决算数（万元）."""
    pattern = re.compile(layout("final_accounts")["units"]["in_header"])
    return next((match[1] for row in header for cell in row if (match := pattern.search(fold(cell.text)))), None)
