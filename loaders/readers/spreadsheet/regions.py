"""From a sheet's cells to its blocks: tables, and the titles, units and notes that stand around them.

A sheet is cut along its empty rows and columns until each piece is one table; rows of words above and below a table
become paragraphs. A table's lines, where it has them, say what belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block, Cell, Line, Paragraph, merged_grid
from loaders.readers.spreadsheet.sheet import Merge, Sheet, Slot

_NUMBER = re.compile(r"-?[\d,]*\.?\d+%?")
_NOTE = re.compile(r"\s*(?:注|备注|附注|说明)[：:、\d]")
_LABEL = re.compile(r"[：:]")
# Words below a table that are longer than any label of a row.
_NOTE_LENGTH = 20
# A column beside a table with words in fewer of its rows is a remark, no column.
_REMARK_SHARE = 0.5
# Empty rows with lines that a table may have between two rows with content.
_LINED_MAX = 1000
_NO_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


def workbook_blocks(sheets: Iterable[Sheet]) -> tuple[Block, ...]:
    """The blocks of all sheets in order."""
    return tuple(block for sheet in sheets for block in sheet_blocks(sheet))


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """The blocks of one sheet, from top to bottom and from left to right.

    A sheet that begins with a table and no words above it is titled by its own name, if a person gave it one.
    """
    if not sheet.texts:
        return []
    found = list(_Layout(sheet).blocks())
    if not isinstance(found[0], Paragraph) and not _NO_NAME.fullmatch(sheet.name):
        found.insert(0, Paragraph((Line(sheet.name, sheet.place(0, 0), ends_paragraph=True),)))
    return found


_Columns = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Span:
    """A cell with content as a row meets it: where it begins, and the columns it reaches over."""

    slot: Slot
    left: int
    right: int
    is_merged_down: bool


class _Layout:
    """Cuts one sheet into pieces."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._lined_rows = {row for row, _ in sheet.framed}
        # Merged areas end with the last row and column that hold anything.
        last_row, last_column = max(row for row, _ in sheet.texts), max(column for _, column in sheet.texts)
        self._merges: dict[Slot, Merge] = {}
        for area in sheet.merges:
            if area.top <= last_row and area.left <= last_column:
                clipped = Merge(area.top, area.left, min(area.bottom, last_row), min(area.right, last_column))
                self._merges.setdefault((area.top, area.left), clipped)
        self._spans: dict[int, list[_Span]] = {}
        covered = 0
        for row, column in sorted(sheet.texts):
            merge = self._merges.get((row, column))
            if merge is None:
                self._spans.setdefault(row, []).append(_Span((row, column), column, column, False))
                continue
            covered += merge.bottom - row
            if covered > allowed().grid_slots:
                raise beyond("grid_slots", "rows under merged cells", sheet.place(row, column))
            for below in range(row, merge.bottom + 1):
                span = _Span((row, column), column, merge.right, merge.bottom > row)
                self._spans.setdefault(below, []).append(span)

    def blocks(self) -> Iterator[Block]:
        """All blocks of the sheet."""
        spans = [span for row in self._spans.values() for span in row]
        yield from self._cut(sorted(self._spans), (min(s.left for s in spans), max(s.right for s in spans)))

    def _row(self, row: int, columns: _Columns) -> list[_Span]:
        """The cells of a row that begin in the columns."""
        return [span for span in self._spans.get(row, ()) if columns[0] <= span.left <= columns[1]]

    def _cut(self, rows: Sequence[int], columns: _Columns) -> Iterator[Block]:
        """Cuts an area along its empty rows."""
        piece: list[int] = []
        for row in rows:
            if not self._row(row, columns):
                continue
            between = range(piece[-1] + 1, row) if piece else range(0)
            if len(between) > _LINED_MAX or any(empty not in self._lined_rows for empty in between):
                yield from self._piece(piece, columns)
                piece, between = [], range(0)
            piece += [*between, row]
        if piece:
            yield from self._piece(piece, columns)

    def _piece(self, rows: Sequence[int], columns: _Columns) -> Iterator[Block]:
        """A piece without empty rows: tables by their lines where they have them, else by their shape."""
        has_lines = self._has_lines(rows, columns)
        for is_table, group in groupby(rows, lambda row: not has_lines or self._is_lined(row, columns)):
            if is_table:
                yield from self._tables(list(group), columns, has_lines=has_lines)
            else:
                yield from self._words(group, columns)

    def _has_lines(self, rows: Sequence[int], columns: _Columns) -> bool:
        """Whether lines tell what is table: some rows have them, and all that look like a table's."""
        return any(self._is_lined(row, columns) for row in rows) and all(
            self._is_lined(row, columns) or not self._looks_like_table(row, columns) for row in rows
        )

    def _is_lined(self, row: int, columns: _Columns) -> bool:
        spans = self._row(row, columns)
        return not spans or any(span.slot in self._sheet.framed for span in spans)

    def _looks_like_table(self, row: int, columns: _Columns) -> bool:
        spans = self._row(row, columns)
        return len(spans) > 2 and any(self._is_number(span) for span in spans)

    def _is_number(self, span: _Span) -> bool:
        return bool(_NUMBER.fullmatch(self._sheet.texts[span.slot].strip()))

    def _tables(self, rows: Sequence[int], columns: _Columns, *, has_lines: bool) -> Iterator[Block]:
        """A table with the words above it, or several side by side, one after the other."""
        edge = max(span.right for row in rows for span in self._row(row, columns))
        top = 0
        while top < len(rows) and self._is_title(rows[top], columns, edge):
            top += 1
        yield from self._words(rows[:top], columns)
        if not (rows := rows[top:]):
            return
        parts, remarks = self._side_by_side(rows, columns, has_lines=has_lines)
        for remark in remarks:
            yield from self._words(rows[:1], remark)
        if len(parts) > 1:
            for part in parts:
                yield from self._cut(rows, part)
        else:
            yield from self._table(rows, parts[0], has_lines=has_lines)
        for remark in remarks:
            yield from self._words(rows[1:], remark)

    def _table(self, rows: Sequence[int], columns: _Columns, *, has_lines: bool) -> Iterator[Block]:
        widest = max(len(self._row(row, columns)) for row in rows)
        top = 0
        while top < len(rows) and self._stands_apart(rows[top], columns, widest):
            top += 1
        bottom = len(rows)
        while bottom > top and self._is_note(rows[bottom - 1], columns, has_lines=has_lines):
            bottom -= 1
        yield from self._words(rows[:top], columns)
        if top < bottom:
            yield self._grid(rows[top:bottom], columns)
        yield from self._words(rows[bottom:], columns)

    def _is_title(self, row: int, columns: _Columns, edge: int) -> bool:
        """Whether a first row is one cell alone, and not a header cell above the last columns."""
        spans = self._row(row, columns)
        if len(spans) != 1 or spans[0].is_merged_down:
            return False
        return not columns[0] < spans[0].left < spans[0].right == edge

    def _stands_apart(self, row: int, columns: _Columns, widest: int) -> bool:
        """Whether a first row has few words that stand apart, as 部门：… at the left and 单位：… at the right."""
        spans = self._row(row, columns)
        if not spans or 2 * len(spans) > widest or any(span.is_merged_down or self._is_number(span) for span in spans):
            return False
        stand_apart = all(after.left > before.right + 1 for before, after in pairwise(spans))
        return len(spans) <= 3 and stand_apart and any(_LABEL.search(self._sheet.texts[span.slot]) for span in spans)

    def _is_note(self, row: int, columns: _Columns, *, has_lines: bool) -> bool:
        """Whether a last row is words about the table: one cell, marked as a note or too long for a label."""
        spans = self._row(row, columns)
        if len(spans) != 1 or spans[0].is_merged_down:
            return False
        text = self._sheet.texts[spans[0].slot]
        is_wide = not has_lines or spans[0].right > spans[0].left
        return bool(_NOTE.match(text)) or (is_wide and len(text) > _NOTE_LENGTH)

    def _side_by_side(
        self, rows: Sequence[int], columns: _Columns, *, has_lines: bool
    ) -> tuple[list[_Columns], list[_Columns]]:
        """The columns of the tables that stand beside each other, and those of remarks beside them.

        An empty column parts two tables where each has a title of its own, or where lines go around each; else it is
        a space inside one table.
        """
        parts: list[_Columns] = []
        for span in sorted((span for row in rows for span in self._row(row, columns)), key=lambda span: span.left):
            if parts and span.left <= parts[-1][1] + 1:
                parts[-1] = parts[-1][0], max(parts[-1][1], span.right)
            else:
                parts.append((span.left, span.right))
        remarks = [part for part in parts if len(parts) > 1 and self._is_remark(rows, part)]
        parts = [part for part in parts if part not in remarks] or [columns]
        joined = parts[:1]
        for part in parts[1:]:
            gap = range(joined[-1][1] + 1, part[0])
            is_open = has_lines and not any((row, column) in self._sheet.framed for row in rows for column in gap)
            if is_open or (self._has_title(rows, joined[-1]) and self._has_title(rows, part)):
                joined.append(part)
            else:
                joined[-1] = joined[-1][0], part[1]
        return joined, remarks

    def _is_remark(self, rows: Sequence[int], part: _Columns) -> bool:
        """Whether a single column has words in too few rows to be a column of a table."""
        filled = sum(bool(self._row(row, part)) for row in rows)
        return part[0] == part[1] and filled < _REMARK_SHARE * len(rows)

    def _has_title(self, rows: Sequence[int], part: _Columns) -> bool:
        counts = [len(self._row(row, part)) for row in rows]
        counts = [count for count in counts if count]
        return counts[0] == 1 and max(counts) > 1

    def _grid(self, rows: Sequence[int], columns: _Columns) -> Block:
        left = min(span.left for row in rows for span in self._row(row, columns))
        right = max(span.right for row in rows for span in self._row(row, columns))
        height, width = len(rows), right - left + 1
        if height * width > allowed().grid_slots:
            raise beyond("grid_slots", "rows × columns of the table", self._sheet.place(rows[0], left))
        cells: dict[Slot, Cell] = {}
        covered: set[Slot] = set()
        for row in rows:
            for column in range(left, right + 1):
                if (row, column) in covered:
                    continue
                text = " ".join(self._sheet.texts.get((row, column), "").split())
                merge = self._merges.get((row, column))
                bottom, last = (min(merge.bottom, rows[-1]), min(merge.right, right)) if merge else (row, column)
                if merge:
                    covered.update((r, c) for r in range(row, bottom + 1) for c in range(column, last + 1))
                place = self._sheet.place(row, column)
                cells[row - rows[0], column - left] = Cell(text, place, bottom - row + 1, last - column + 1)
        return merged_grid(cells, height, width)

    def _words(self, rows: Iterable[int], columns: _Columns) -> Iterator[Block]:
        """Each line of each cell as a paragraph."""
        for row in rows:
            for span in self._row(row, columns):
                if span.slot[0] == row:
                    place = self._sheet.place(*span.slot)
                    for text in self._sheet.texts[span.slot].splitlines():
                        if text.strip():
                            yield Paragraph((Line(text.strip(), place, ends_paragraph=True),))
