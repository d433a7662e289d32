"""Tables with a code in each row: by functional code, or by economic class with a column for each fund."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.classes import economic_codes, functional_codes
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.readings.wording import mended_cells
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    code_and_name,
    column_keys,
    in_print_order,
    is_placeholder,
    missing_columns,
    money_figure,
    naming_columns,
    padded,
    parts_told_apart,
    printed_twice,
    unplaced_figures,
)
from loaders.reports.tables.economic_columns import economic_keys
from loaders.reports.tables.hierarchy import level_of, parent_of

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes of a table's rows: what they are, their list, their lengths, the level of the shortest (类)."""

    words: str
    listed: Callable[[], Mapping[str, frozenset[str]]]
    lengths: tuple[int, ...]
    top_level: int

    def level(self, code: str) -> int:
        """Depth of a row; economic classes keep the level they have below personnel and public money."""
        return 0 if code == TOTAL else level_of(code) - 1 + self.top_level


_CODES = {
    "functional": _Codes("functional code of 3, 5 or 7 digits", functional_codes, (3, 5, 7), top_level=1),
    "economic_list": _Codes("economic code of 3 or 5 digits", economic_codes, (3, 5), top_level=2),
}
"""By the shape of a table."""


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    name: str
    cells: tuple[Cell, ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each row and amount column; the row's key is its code, `total` for the grand total.

    Where the rows are bodies (部门代码, 部门名称) only the total is read: theirs belong to no code, and stay unplaced.
    Where the layout says so, every column behind the total is an economic class, and its key the class's code.
    """
    width = len(table.paths)
    keys = column_keys(table, spec["columns"], range(width))
    if spec.get("economic_columns") and keys:
        keys |= economic_keys(table, range(max(keys) + 1, width))
    amounts = sorted(keys)
    optional = set(spec.get("optional", ()))
    missing = [key for key in spec["columns"] if key not in keys.values() and key not in optional]
    if missing or not amounts:
        raise missing_columns(table, missing or list(spec["columns"]), table.place)
    keys = parts_told_apart(spec, keys)
    codes = _CODES[spec["shape"]]
    first = _first_amount(table, amounts)
    rows = _rows(table, codes, first, width)
    unknown = [index for index in naming_columns(table, first, width) if index not in keys]
    printed = {row.code for row in rows}
    figures = []
    seen: dict[str, tuple[str, ...]] = {}
    for number, row in enumerate(rows, start=1):
        values = tuple(fold(row.cells[index].text) for index in amounts)
        is_repeat = row.code in seen
        if seen.setdefault(row.code, values) != values:
            raise printed_twice(table, row.name, row.cells[0].place)
        for index in amounts:
            figure = money_figure(
                table,
                row.cells[index],
                row_number=number,
                column_number=index + 1,
                row_label=row.name,
                column_label=table.labels[index],
                row_key=row.code,
                column_key=keys[index],
                row_level=codes.level(row.code),
                parent_row_key=None if row.code == TOTAL else parent_of(row.code, printed, TOTAL),
            )
            figures.append(replace(figure, is_repeat=is_repeat))
        figures.extend(unplaced_figures(table, row.cells, unknown, row_number=number, row_label=row.name))
    return in_print_order(resolve(figures))


def _first_amount(table: LogicalTable, amounts: list[int]) -> int:
    """The first column that names no row: an amount, or one that is not read (last year's)."""
    pattern = re.compile(table.words["amount_headers"])
    others = (i for i in range(amounts[0]) if any(pattern.fullmatch(word) for word in table.paths[i]))
    return next(others, amounts[0])


def _named(table: LogicalTable, cells: list[Cell]) -> list[Cell]:
    """The cells that name a row; a row without a code, misread in a picture, is a total's if it can only be that."""
    if any(char.isdigit() for cell in cells for char in cell.text):
        return cells
    return mended_cells(cells, table.words.total_wording, table.mended)


def _rows(table: LogicalTable, codes: _Codes, first_amount: int, width: int) -> list[_Row]:
    total_label = re.compile(table.words["total_labels"])
    naming = naming_columns(table, 0, first_amount)
    bodies = re.compile(table.words["body_headers"])
    is_by_body = any(table.paths[index] and bodies.fullmatch(table.paths[index][-1]) for index in naming)
    rows: list[_Row] = []
    for raw in table.rows:
        cells = padded(raw, width)
        if is_placeholder(table, cells):
            continue
        above = rows[-1].code if rows else ""
        names = _named(table, [cells[index] for index in naming])
        digits, name = code_and_name(table, names, codes.listed(), above)
        empty = not any(cell.text.strip() for cell in cells[first_amount:])
        if (total_label.fullmatch(fold(name)) or not naming) and not digits:
            rows.append(_Row(TOTAL, name, cells))
        elif is_by_body:
            continue
        elif len(digits) in codes.lengths:
            rows.append(_Row(digits, name, cells))
        elif not digits and empty and rows:
            # A name cut by the page break goes on without code or amounts.
            last = rows[-1]
            rows[-1] = replace(last, name=last.name + name)
        else:
            raise UnreadableError(
                "row_without_code",
                f"table {table.title}: the row {name or digits!r} has no {codes.words}",
                place=cells[0].place,
                expected="a code, or 合计",
                advice="check the row in the source",
            )
    return rows
