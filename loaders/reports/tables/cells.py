"""Cells to figures: numbers, blanks and what to say of a cell that is neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell, Place
from loaders.reports.figures import Figure, measure
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.tables.assemble import LogicalTable


def naming_columns(table: LogicalTable, start: int, end: int) -> list[int]:
    """The columns from `start` up to `end` that name a row: all but those that only number the lines (行次)."""
    ignored = layout("final_accounts")["ignored_columns"]
    return [
        index
        for index in range(start, end)
        if not (table.paths[index] and re.fullmatch(ignored, table.paths[index][-1]))
    ]


def column_of(table: LogicalTable, spec: dict[str, str], index: int) -> str | None:
    """The canonical column at `index`, by its header's words (all of them, or the lowest alone)."""
    path = table.paths[index]
    for key, pattern in spec.items():
        if re.fullmatch(pattern, "/".join(path)) or (path and re.fullmatch(pattern, path[-1])):
            return key
    return None


def code_and_name(cells: Iterable[Cell]) -> tuple[str, str]:
    """The digits of a row's code, in one cell or several (2010106, or 201 | 01 | 06), and the words beside it."""
    digits = ""
    name = ""
    for cell in cells:
        if (text := fold(cell.text)).isdigit():
            digits += text
        else:
            name += tidy(cell.text)
    return digits, name


def money_figure(
    table: LogicalTable,
    cell: Cell,
    *,
    row_number: int,
    column_number: int,
    row_label: str,
    column_label: str,
    row_key: str | None,
    column_key: str | None,
    row_level: int | None,
    parent_row_key: str | None,
) -> Figure:
    """One amount cell of the table; raises UnreadableError where it holds what is no number."""
    printed = cell.text.strip()
    figure = Figure(
        table_code=table.code,
        row_number=row_number,
        column_number=column_number,
        row_label=tidy(row_label),
        column_label=tidy(column_label),
        place=cell.place,
        printed_text=printed,
        unit="元",
        row_key=row_key,
        column_key=column_key,
        row_level=row_level,
        parent_row_key=parent_row_key,
    )
    nil_marks = layout("final_accounts")["nil_marks"]
    if not printed or fold(printed) in nil_marks:
        return replace(figure, is_blank=True, amount_cny=Decimal("0.00"))
    try:
        number = parse_number(printed)
    except NumberError as error:
        raise bad_number(table, cell, row_label, column_label) from error
    assert table.unit is not None  # `accounts.read` refuses tables without a unit
    found = measure(number, table.unit)
    return replace(figure, amount_cny=found.amount_cny, step_cny=found.step_cny, resolution=found.resolution)


def bad_number(table: LogicalTable, cell: Cell, row_label: str, column_label: str) -> UnreadableError:
    """What to say of a cell that holds no number where one must stand."""
    return UnreadableError(
        "bad_number",
        f"table {table.title}, row {tidy(row_label)!r}, column {tidy(column_label)!r}: "
        f"{cell.text.strip()!r} is not a number",
        place=cell.place,
        expected="an amount such as 1,234.56, 0.00 or an empty cell",
        advice="correct the cell in the source and load again",
    )


def missing_columns(table: LogicalTable, missing: list[str], place: Place) -> UnreadableError:
    """What to say of a table that lacks columns its layout requires."""
    printed = "、".join(label for label in table.labels if label)
    return UnreadableError(
        "column_missing",
        f"table {table.title}: no column for {', '.join(missing)} (printed columns: {printed})",
        place=place,
        expected="the columns of this table as listed in docs/coverage.md",
        advice="if the report names a column differently, add its title to the layout",
    )


def padded(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """The row with empty cells up to the header's width; raises where figures stand beyond the last column."""
    if len(row) > width and any(cell.text.strip() for cell in row[width:]):
        raise UnreadableError(
            "row_too_wide",
            f"the row has {len(row)} cells, its table's header {width}",
            place=row[width].place,
            expected=f"at most {width} cells",
            advice="a cell was split or a column has no title",
        )
    return row[:width] + tuple(Cell("", row[0].place) for _ in range(width - len(row)))
