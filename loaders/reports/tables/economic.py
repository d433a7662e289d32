"""Basic expenditure by economic class: personnel and public money side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell, Place
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    code_and_name,
    in_print_order,
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
    """Columns side by side: those that name a row, its amount, and the group's printed name as a key."""

    naming: tuple[int, ...]
    amount: int
    name: str | None


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of one group."""

    row_number: int
    group: _Group
    digits: str
    name: str
    cells: tuple[Cell, ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each printed code; the groups' totals have the keys `personnel`, `public` and `total`.

    A column total beside the groups' columns (合计 | 人员经费 | 公用经费 for each code) is read as the code's amount.
    """
    groups = _groups(table, spec)
    seen: dict[str, str] = {}
    figures = []
    for entry in _entries(table, groups):
        place = entry.cells[0].place
        key, level, parent = _coordinates(table, spec, entry, place)
        cell = entry.cells[entry.group.amount]
        is_repeat = key in seen
        if seen.setdefault(key, fold(cell.text)) != fold(cell.text):
            raise printed_twice(table, entry.name, place)
        figure = money_figure(
            table,
            cell,
            row_number=entry.row_number,
            column_number=entry.group.amount + 1,
            row_label=entry.name,
            column_label=table.labels[entry.group.amount],
            row_key=key,
            column_key="amount",
            row_level=level,
            parent_row_key=parent,
        )
        figures.append(replace(figure, is_repeat=is_repeat))
    return in_print_order(resolve(figures))


def _groups(table: LogicalTable, spec: dict[str, Any]) -> list[_Group]:
    pattern = spec["columns"]["amount"]
    amounts = [index for index, path in enumerate(table.paths) if path and re.fullmatch(pattern, path[-1])]
    if not amounts:
        raise missing_columns(table, list(spec["columns"]), table.place)
    starts = [0, *[index + 1 for index in amounts]]
    return [
        _Group(tuple(naming_columns(table, start, amount)), amount, _printed_group(table, spec, amount))
        for start, amount in zip(starts, amounts, strict=False)
    ]


def _entries(table: LogicalTable, groups: list[_Group]) -> list[_Entry]:
    """The rows of all groups that hold something.

    A label spanning groups (公用经费合计 with its amount at the row's far end) goes with that amount; a name that the
    page break cut goes on without code or amount.
    """
    last: dict[_Group, int] = {}
    entries: list[_Entry] = []
    for number, raw in enumerate(table.rows, start=1):
        cells = padded(raw, len(table.paths))
        spanning = ""
        for group in groups:
            digits, name = code_and_name(cells[index] for index in group.naming)
            has_amount = bool(cells[group.amount].text.strip())
            if not digits and not name and has_amount:
                name, spanning = spanning, ""
            elif not digits and not has_amount and re.search(layout("final_accounts")["total_labels"], fold(name)):
                spanning = name
                if group is not groups[-1]:
                    continue
            if not digits and not has_amount and name and not spanning and group in last:
                cut = entries[last[group]]
                entries[last[group]] = replace(cut, name=cut.name + name)
            elif digits or name or has_amount:
                last[group] = len(entries)
                entries.append(_Entry(number, group, digits, name, cells))
    return entries


def _printed_group(table: LogicalTable, spec: dict[str, Any], column: int) -> str | None:
    words = table.paths[column][:-1]
    groups: dict[str, str] = spec["groups"]
    return next((key for key, p in groups.items() if any(re.fullmatch(p, word) for word in words)), None)


def _coordinates(
    table: LogicalTable, spec: dict[str, Any], entry: _Entry, place: Place
) -> tuple[str, int, str | None]:
    """Key, level and parent of one row: total 0, group 1, 类 2, 款 3."""
    digits, name = entry.digits, entry.name
    if len(digits) in _CODE_LENGTHS:
        level = level_of(digits)
        if level == 2:
            return digits, 3, digits[:3]
        by_class = next((key for key, codes in spec["group_classes"].items() if digits in codes), "public")
        return digits, 2, entry.group.name or by_class
    folded = fold(name)
    total_label = layout("final_accounts")["total_labels"]
    for key, pattern in spec["groups"].items():
        if not digits and re.fullmatch(f"(?:{pattern})(?:{total_label})?", folded):
            return key, 1, "total"
    if not digits and re.fullmatch(total_label, folded):
        return "total", 0, None
    raise UnreadableError(
        "row_without_code",
        f"table {table.title}: the row {name or digits!r} has no economic code of 3 or 5 digits",
        place=place,
        expected="a code, or a total's label",
        advice="check the row in the source",
    )
