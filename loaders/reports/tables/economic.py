"""Basic expenditure by economic class: personnel and public money side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.classes import economic_codes
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    code_and_name,
    in_print_order,
    is_placeholder,
    missing_columns,
    money_figure,
    naming_columns,
    padded,
    printed_twice,
)
from loaders.reports.tables.hierarchy import level_of

_CODE_LENGTHS = (3, 5)


@dataclass(frozen=True, slots=True)
class _Group:
    """Columns side by side: those that name a row, its amount, and the group's printed name as a key.

    `parts` are columns that split the amount into personnel and public money, where the groups are not printed
    side by side but as columns of one list.
    """

    naming: tuple[int, ...]
    amount: int
    name: str | None
    parts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of one group."""

    row_number: int
    group: _Group
    digits: str
    name: str
    cells: tuple[Cell, ...]
    total_labels: str

    @property
    def amount(self) -> str:
        """The amount as printed, for comparing and for telling a blank."""
        return fold(self.cells[self.group.amount].text)

    @property
    def is_total(self) -> bool:
        """Whether the row's name says that it sums others up."""
        return not self.digits and bool(re.search(self.total_labels, fold(self.name)))


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each printed code; the groups' totals have the keys `personnel`, `public` and `total`.

    Where one list has the columns 合计, 人员经费 and 公用经费, a code's amount is the first, and the total row's
    three amounts are the three totals.
    """
    groups = _groups(table, spec)
    seen: dict[str, str] = {}
    figures = []
    for entry in _entries(table, groups):
        key, level, parent = _coordinates(table, spec, entry)
        is_repeat = key in seen
        if seen.setdefault(key, entry.amount) != entry.amount:
            raise printed_twice(table, entry.name, entry.cells[0].place)
        columns = [(entry.group.amount, key, "amount", level, parent)]
        for part, index in entry.group.parts:
            whole = key == "total"
            columns.append((index, part, "amount", 1, "total") if whole else (index, key, part, level, parent))
        for index, row_key, column_key, row_level, parent_row_key in columns:
            figure = money_figure(
                table,
                entry.cells[index],
                row_number=entry.row_number,
                column_number=index + 1,
                row_label=entry.name,
                column_label=table.labels[index],
                row_key=row_key,
                column_key=column_key,
                row_level=row_level,
                parent_row_key=parent_row_key,
            )
            figures.append(replace(figure, is_repeat=is_repeat))
    return in_print_order(resolve(_below_what_is_printed(spec, figures)))


def _below_what_is_printed(spec: dict[str, Any], figures: list[Figure]) -> list[Figure]:
    """Classes without a group, or whose group has no row of its own, are parts of the printed total."""
    printed = {figure.row_key for figure in figures}
    unprinted = set(spec["groups"]) - printed
    if "total" not in printed:
        return figures
    return [replace(f, parent_row_key="total") if f.parent_row_key in unprinted else f for f in figures]


def _groups(table: LogicalTable, spec: dict[str, Any]) -> list[_Group]:
    amounts = _columns(table, spec["columns"]["amount"])
    if not amounts:
        return [_list_group(table, spec)]
    starts = [0, *[index + 1 for index in amounts]]
    return [
        _Group(tuple(naming_columns(table, start, amount)), amount, _printed_group(table, spec, amount))
        for start, amount in zip(starts, amounts, strict=False)
    ]


def _list_group(table: LogicalTable, spec: dict[str, Any]) -> _Group:
    """The one group of a list with the columns total, personnel and public."""
    total = _columns(table, table.words["total_labels"])
    parts = {key: _columns(table, pattern) for key, pattern in spec["groups"].items()}
    if len(total) != 1 or any(len(columns) != 1 for columns in parts.values()):
        raise missing_columns(table, list(spec["columns"]), table.place)
    first = min(total[0], *[columns[0] for columns in parts.values()])
    return _Group(
        tuple(naming_columns(table, 0, first)),
        total[0],
        None,
        tuple((key, columns[0]) for key, columns in parts.items()),
    )


def _columns(table: LogicalTable, pattern: str) -> list[int]:
    return [index for index, path in enumerate(table.paths) if path and re.fullmatch(pattern, path[-1])]


def _entries(table: LogicalTable, groups: list[_Group]) -> list[_Entry]:
    """The rows of all groups that hold something; a name that a page break cut is whole again."""
    last: dict[_Group, int] = {}
    entries: list[_Entry] = []
    for number, raw in enumerate(table.rows, start=1):
        cells = padded(raw, len(table.paths))
        if is_placeholder(table, cells):
            continue
        parts = []
        for group in groups:
            above = entries[last[group]].digits if group in last else ""
            naming = (cells[index] for index in group.naming)
            digits, name = code_and_name(table, naming, economic_codes(), above)
            parts.append(_Entry(number, group, digits, name, cells, table.words["total_labels"]))
        for entry in _spanning(parts):
            cut = not entry.digits and not entry.amount and not entry.is_total
            if cut and entry.name and entry.group in last:
                before = entries[last[entry.group]]
                entries[last[entry.group]] = replace(before, name=before.name + entry.name)
            elif not cut or entry.name:
                last[entry.group] = len(entries)
                entries.append(entry)
    return entries


def _spanning(row: list[_Entry]) -> list[_Entry]:
    """The row with a total's label beside its amount, where the label's cell spans the groups between them."""
    result = list(row)
    for index, entry in enumerate(row):
        if not entry.is_total or entry.amount:
            continue
        for later in range(index + 1, len(row)):
            if row[later].digits or row[later].name:
                break
            if row[later].amount:
                result[index] = replace(entry, name="")
                result[later] = replace(row[later], name=entry.name)
                break
    return result


def _printed_group(table: LogicalTable, spec: dict[str, Any], column: int) -> str | None:
    words = table.paths[column][:-1]
    groups: dict[str, str] = spec["groups"]
    return next((key for key, p in groups.items() if any(re.fullmatch(p, word) for word in words)), None)


def _coordinates(table: LogicalTable, spec: dict[str, Any], entry: _Entry) -> tuple[str, int, str | None]:
    """Key, level and parent of one row: total 0, group 1, 类 2, 款 3."""
    digits, name = entry.digits, entry.name
    if len(digits) in _CODE_LENGTHS:
        level = level_of(digits)
        if level == 2:
            return digits, 3, digits[:3]
        of_rest = "public" if spec["groups"] else "total"
        by_class = next((key for key, codes in spec["group_classes"].items() if digits in codes), of_rest)
        return digits, 2, entry.group.name or by_class
    folded = fold(name)
    total_label = table.words["total_labels"]
    for key, pattern in spec["groups"].items():
        if not digits and re.fullmatch(f"(?:{pattern})(?:{total_label})?", folded):
            return key, 1, "total"
    if not digits and re.fullmatch(total_label, folded):
        return "total", 0, None
    raise UnreadableError(
        "row_without_code",
        f"table {table.title}: the row {name or digits!r} has no economic code of 3 or 5 digits",
        place=entry.cells[0].place,
        expected="a code, or a total's label",
        advice="check the row in the source",
    )
