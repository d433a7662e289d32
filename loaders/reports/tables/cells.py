"""Cells to figures: numbers, blanks and what to say of a cell that is neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell, Place
from loaders.reports.figures import Figure, measure
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.readings.codes import code_read
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.header import is_number

_SHARE = re.compile(r"[%率]|比例|比重|百分")
_YEAR = re.compile(r"20\d\d(?=年)")
_CODE_WITH_NAME = re.compile(r"^\[?([1-9](?:\d{6}|\d{4}|\d{2}))\]?\D")


def naming_columns(table: LogicalTable, start: int, end: int) -> list[int]:
    """The columns from `start` up to `end` that name a row: all but those that only number the lines (行次)."""
    ignored = table.words["ignored_columns"]
    return [
        index
        for index in range(start, end)
        if not (table.paths[index] and re.fullmatch(ignored, table.paths[index][-1]))
    ]


def column_keys(table: LogicalTable, spec: dict[str, str], columns: Iterable[int]) -> dict[int, str]:
    """The canonical keys of columns, by all their header's words or, where these are not listed, by the lowest.

    Where several columns end in the same word (小计 of the opening balance and of the expenditure), the one of this
    year's expenditure has the key; where they are of several years, the one of the last.
    """
    found: dict[int, str] = {}
    candidates = [index for index in columns if table.paths[index]]
    for key, pattern in spec.items():
        exact = [index for index in candidates if re.fullmatch(pattern, "/".join(table.paths[index]))]
        by_last = [i for i in candidates if i not in found and re.fullmatch(pattern, table.paths[i][-1])]
        of_year = [index for index in by_last if any("本年支出" in word for word in table.paths[index])]
        chosen = exact or (by_last if len(by_last) == 1 else of_year or of_last_year(table, by_last))
        if chosen:
            found[chosen[0]] = key
    return found


def parts_told_apart(spec: Mapping[str, Any], keys: dict[int, str]) -> dict[int, str]:
    """The keys with those of columns that split another printed column told apart: they are parts of its amount."""
    parts = {part for whole, names in spec.get("of_which", {}).items() if whole in keys.values() for part in names}
    return {index: f"of_which.{key}" if key in parts else key for index, key in keys.items()}


def of_last_year(table: LogicalTable, columns: Sequence[int]) -> list[int]:
    """Of columns that all state a year in their header (2023年预算数, 2024年预算数) those of the last; else none."""
    years = [max((int(year) for word in table.paths[i] for year in _YEAR.findall(word)), default=0) for i in columns]
    if not years or min(years) == 0 or min(years) == max(years):
        return []
    return [index for index, year in zip(columns, years, strict=True) if year == max(years)]


def is_placeholder(table: LogicalTable, cells: Iterable[Cell]) -> bool:
    """Whether a row holds nothing, or only marks that more may follow (…)."""
    pattern = re.compile(table.words["placeholder_row"])
    return all(not cell.text.strip() or pattern.fullmatch(fold(cell.text)) for cell in cells)


def code_and_name(
    table: LogicalTable, cells: Iterable[Cell], listed: Mapping[str, frozenset[str]], above: str = ""
) -> tuple[str, str]:
    """The digits of a row's code and the words beside it.

    The code stands in one cell (2010106), in one with the name (2010106 行政运行), or in one for each level, whole
    (201 | 20101 | 2010106), in parts (201 | 01 | 06) or with what `above`, the code of the row above, says left
    out (empty | empty | 06). One that was recognised in a picture and is not `listed` is that of the row's name.
    """
    digits = ""
    name = ""
    empty = 0
    is_recognised = False
    for cell in cells:
        is_recognised |= cell.place.reading is not None
        text = fold(cell.text)
        if text in table.words["code_level_words"]:
            continue
        if text.isdigit():
            digits = text if digits and text.startswith(digits) else digits + text
        elif not digits and not name and (match := _CODE_WITH_NAME.match(text)):
            digits = match[1]
            # In print its digits and brackets may be full width, with spaces between them.
            before = re.compile(rf"^\s*[\[［]?\s*(?:\d\s*){{{len(digits)}}}[\]］]?")
            name = tidy(before.sub("", cell.text, count=1))
        else:
            empty += not digits and not text
            name += tidy(cell.text)
    if len(digits) in (2, 4) and empty:
        digits = above[: 2 * empty + 1] + digits
    return (code_read(digits, name, listed, above) if is_recognised and digits else digits), name


def unplaced_figures(
    table: LogicalTable, cells: Sequence[Cell], columns: Iterable[int], *, row_number: int, row_label: str
) -> list[Figure]:
    """The numbers of a row in columns that the layout does not know: kept with the report's own words.

    They are amounts, but for those of a column whose title says that it holds shares (增减%, 完成率).
    """
    return [
        _unplaced(table, cells[index], index, row_number, row_label)
        for index in columns
        if is_number(cells[index].text)
    ]


def _unplaced(table: LogicalTable, cell: Cell, index: int, row_number: int, row_label: str) -> Figure:
    figure = money_figure(
        table,
        cell,
        row_number=row_number,
        column_number=index + 1,
        row_label=row_label,
        column_label=table.labels[index],
        row_key=None,
        column_key=None,
        row_level=None,
        parent_row_key=None,
    )
    if not any(_SHARE.search(word) for word in table.paths[index]):
        return figure
    found = measure(parse_number(cell.text), "%")
    return replace(
        figure, unit=found.unit, amount_cny=None, step_cny=None, value=found.value, step=found.step,
        resolution=found.resolution,
    )  # fmt: skip


def in_print_order(figures: Iterable[Figure]) -> list[Figure]:
    """The figures of a table by row and column."""
    return sorted(figures, key=lambda figure: (figure.row_number, figure.column_number))


def printed_twice(table: LogicalTable, row_label: str, place: Place) -> UnreadableError:
    """What to say of a row that stands twice with different amounts: two tables of one kind run together."""
    return UnreadableError(
        "ambiguous",
        f"table {table.title}: the row {tidy(row_label)!r} stands twice with different amounts",
        place=place,
        expected="each row once",
        advice="load the reports of several bodies as files of their own",
    )


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
    if not printed or fold(printed) in table.words["nil_marks"]:
        return replace(figure, is_blank=True, amount_cny=Decimal("0.00"))
    assert table.unit is not None  # `accounts.read` refuses tables without a unit
    try:
        found = measure(parse_number(printed), table.unit)
    except NumberError as error:
        raise bad_number(table, cell, row_label, column_label) from error
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
