"""Basic expenditure by economic class: personnel and public money side by side."""

from __future__ import annotations

import re
from typing import Any

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    code_and_name,
    column_of,
    missing_columns,
    money_figure,
    naming_columns,
    padded,
)
from loaders.reports.tables.hierarchy import level_of

_CODE_LENGTHS = (3, 5)


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each printed code; the groups' totals have the keys `personnel`, `public` and `total`."""
    width = len(table.paths)
    amounts = [index for index in range(width) if column_of(table, spec["columns"], index)]
    if not amounts:
        raise missing_columns(table, list(spec["columns"]), table.place)
    figures = []
    for start, amount in zip([0, *[index + 1 for index in amounts]], amounts, strict=False):
        group = _printed_group(table, spec, amount)
        naming = naming_columns(table, start, amount)
        for number, raw in enumerate(table.rows, start=1):
            cells = padded(raw, width)
            digits, name = code_and_name(cells[index] for index in naming)
            if not digits and not name and not cells[amount].text.strip():
                continue
            key, level, parent = _coordinates(table, spec, group, digits, name, cells[start].place)
            figures.append(
                money_figure(
                    table,
                    cells[amount],
                    row_number=number,
                    column_number=amount + 1,
                    row_label=name,
                    column_label=table.labels[amount],
                    row_key=key,
                    column_key=column_of(table, spec["columns"], amount),
                    row_level=level,
                    parent_row_key=parent,
                )
            )
    figures.sort(key=lambda figure: (figure.row_number, figure.column_number))
    return resolve(figures)


def _printed_group(table: LogicalTable, spec: dict[str, Any], column: int) -> str | None:
    words = table.paths[column][:-1]
    groups: dict[str, str] = spec["groups"]
    return next((key for key, p in groups.items() if any(re.fullmatch(p, word) for word in words)), None)


def _coordinates(
    table: LogicalTable, spec: dict[str, Any], group: str | None, digits: str, name: str, place: Any
) -> tuple[str, int, str | None]:
    """Key, level and parent of one row: total 0, group 1, 类 2, 款 3."""
    if len(digits) in _CODE_LENGTHS:
        level = level_of(digits)
        if level == 2:
            return digits, 3, digits[:3]
        by_class = next((key for key, codes in spec["group_classes"].items() if digits in codes), "public")
        return digits, 2, group or by_class
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
