"""Lists of named items, money beside counts: procurement, and the sheet of an organ's operation (机构运行信息)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from loaders.readers.model import Cell
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    bad_number,
    column_keys,
    in_print_order,
    is_placeholder,
    missing_columns,
    money_figure,
    padded,
    printed_twice,
    unplaced_figures,
)

# 一、 · (一) · 1. · (1) · 其中：
_NUMBERING = re.compile(
    r"^(?:其中[:：]?|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\)[.、]?)+"
)
_COUNTED = re.compile(r"\(([^()]{1,6})\)$")


@dataclass(frozen=True, slots=True)
class _Item:
    """One row of one list: what it is (None where the layout does not know), and what it is counted in."""

    number: int
    label: str
    key: str | None
    counted_in: str | None
    cells: tuple[Cell, ...]
    columns: tuple[tuple[int, str], ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each row and column of all lists side by side.

    Keys are those of the layout; an item that it does not know keeps its label alone, and so does a column. A row is
    of the section that the nearest heading above it opens. What is counted (车辆数合计（辆）) is a value in its unit,
    all else money. Raises UnreadableError where no column or no row is one of the layout's.
    """
    lists = _lists(table, spec)
    if not lists:
        raise missing_columns(table, list(spec["columns"]), table.place)
    items = [item for label, columns in lists for item in _items(table, spec, label, columns)]
    if not any(item.key for item in items):
        raise missing_columns(table, list(spec["rows"]), table.place)
    parents: dict[str, str] = spec.get("parents", {})
    printed = {item.key for item in items}
    known = {index for _, columns in lists for index, _ in columns} | {label for label, _ in lists}
    unknown = [index for index, path in enumerate(table.paths) if path and index not in known | _numbers(table)]
    money: list[Figure] = []
    counts: list[Figure] = []
    seen: dict[str, tuple[str, ...]] = {}
    for item in items:
        values = tuple(fold(item.cells[index].text) for index, _ in item.columns)
        if item.key is not None and seen.setdefault(item.key, values) != values:
            raise printed_twice(table, item.label, item.cells[0].place)
        parent = parents.get(item.key or "")
        for index, column_key in item.columns:
            figure = _figure(table, item, index, column_key, parent if parent in printed else None)
            if figure is not None:
                (counts if item.counted_in else money).append(figure)
    for number, row in enumerate(table.rows, start=1):
        label = row[lists[0][0]].text if lists[0][0] < len(row) else ""
        money.extend(
            unplaced_figures(table, padded(row, len(table.paths)), unknown, row_number=number, row_label=label)
        )
    return in_print_order([*resolve(money), *counts])


def _figure(table: LogicalTable, item: _Item, index: int, column_key: str, parent: str | None) -> Figure | None:
    """The cell's figure; None where it states nothing: only an item's own amount may be a blank."""
    cell = item.cells[index]
    text = fold(cell.text)
    is_nil = not text or text in table.words["nil_marks"]
    if is_nil and (item.key is None or item.counted_in or column_key != "amount"):
        return None
    figure = money_figure(
        table,
        cell if item.counted_in is None else replace(cell, text=""),
        row_number=item.number,
        column_number=index + 1,
        row_label=item.label,
        column_label=table.labels[index],
        row_key=item.key,
        column_key=column_key if item.key else None,
        row_level=None,
        parent_row_key=parent,
    )
    if item.counted_in is None:
        return figure
    try:
        number = parse_number(cell.text)
    except NumberError as error:
        raise bad_number(table, cell, item.label, table.labels[index]) from error
    return replace(
        figure, printed_text=cell.text.strip(), unit=item.counted_in, is_blank=False, amount_cny=None,
        value=number.value, step=number.step, resolution=number.step,
        column_key="count" if item.key and column_key == "amount" else figure.column_key,
    )  # fmt: skip


def _lists(table: LogicalTable, spec: dict[str, Any]) -> list[tuple[int, list[tuple[int, str]]]]:
    """The lists side by side: the column that names the rows, and those of amounts up to the next that names rows."""
    names = [i for i, path in enumerate(table.paths) if path and re.fullmatch(spec["item_headers"], path[-1])]
    found = []
    for start, end in zip(names, [*names[1:], len(table.paths)], strict=True):
        keys = column_keys(table, spec["columns"], range(start + 1, end))
        if "amount" in keys.values():
            found.append((start, sorted(keys.items())))
    return found


def _numbers(table: LogicalTable) -> set[int]:
    """The columns that number the lines."""
    ignored = table.words["ignored_columns"]
    return {index for index, path in enumerate(table.paths) if path and re.fullmatch(ignored, path[-1])}


def _items(
    table: LogicalTable, spec: dict[str, Any], label_column: int, columns: list[tuple[int, str]]
) -> Iterator[_Item]:
    """The rows of one list, from the top down."""
    counted: dict[str, str] = spec.get("counted", {})
    section = ""
    for number, label, cells in _lines(table, spec, label_column, columns):
        name = _name(spec, label, section)
        section = name.opens or section
        key = name.key
        if name.opens and all(fold(cells[index].text) in ("", *table.words["nil_marks"]) for index, _ in columns):
            key = None  # a heading, whose items follow
        of_key = next((unit for begin, unit in counted.items() if f"{key}.".startswith(f"{begin}.")), None)
        yield _Item(number, label, key, of_key if key else name.counted_in, cells, tuple(columns))


def _lines(
    table: LogicalTable, spec: dict[str, Any], label_column: int, columns: list[tuple[int, str]]
) -> list[tuple[int, str, tuple[Cell, ...]]]:
    """Number, label and cells of each row; a label that a page break cut is whole again."""
    found: list[tuple[int, str, tuple[Cell, ...]]] = []
    for number, raw in enumerate(table.rows, start=1):
        cells = padded(raw, len(table.paths))
        label = tidy(cells[label_column].text)
        if not label or is_placeholder(table, cells):
            continue
        if found and not any(cells[index].text.strip() for index, _ in columns):
            first, before, own = found[-1]
            if not _name(spec, label).is_known and _name(spec, before + label).is_known:
                found[-1] = (first, before + label, own)
                continue
        found.append((number, label, cells))
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    """What a label says: the item's key, the section it opens, and what its brackets say it is counted in."""

    key: str | None
    opens: str | None
    counted_in: str | None

    @property
    def is_known(self) -> bool:
        """Whether the layout knows it."""
        return self.key is not None or self.opens is not None


def _name(spec: dict[str, Any], label: str, section: str | None = None) -> _Name:
    """What a label says in that section; without one, in any."""
    folded = fold(label)
    brackets = _COUNTED.search(folded)
    units: dict[str, str] = spec.get("counted_in", {})
    unit = next((u for u, pattern in units.items() if brackets and re.fullmatch(pattern, brackets[1])), None)
    bare = _NUMBERING.sub("", folded)
    name = _COUNTED.sub("", bare) if unit else bare
    opens = next((key for key, pattern in spec.get("sections", {}).items() if re.fullmatch(pattern, name)), None)
    here = opens or section
    in_section: dict[str, dict[str, str]] = spec.get("in_section", {})
    rows = [pair for key, own in in_section.items() if section is None or key == here for pair in own.items()]
    key = next((key for key, pattern in [*rows, *spec["rows"].items()] if re.fullmatch(pattern, name)), None)
    return _Name(key, opens, unit)
