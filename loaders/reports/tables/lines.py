"""The summary tables: lines of revenue, of expenditure by class and by use, in sides that stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.classes import class_code, class_names
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.readings.wording import Wording, mended_cells
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    column_keys,
    in_print_order,
    missing_columns,
    money_figure,
    naming_columns,
    padded,
    printed_twice,
    unplaced_figures,
)
from loaders.reports.tables.words import Words

_NUMBERING = re.compile(
    r"^(?:其中[:：]?)?(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\))?"
)
_UNKNOWN = "line."


@dataclass(frozen=True, slots=True)
class _Side:
    """One side: its label column, the column behind its last, its amounts and the columns no layout knows."""

    name: str
    label: int
    end: int
    amounts: tuple[tuple[int, str], ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of one side; `amounts` are the cells by column, which a total's label may share with the next side."""

    number: int
    label: str
    cells: tuple[Cell, ...]
    amounts: tuple[tuple[int, str], ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each printed line and amount column of all sides."""
    width = len(table.paths)
    rows = [padded(row, width) for row in table.rows]
    sides = _sides(table, spec)
    for side in sides:
        labels = [row[side.label] for row in rows]
        meant = mended_cells(labels, _wording(table.words, side.name), table.mended, _NUMBERING)
        rows = [(*row[: side.label], cell, *row[side.label + 1 :]) for row, cell in zip(rows, meant, strict=True)]
    lines: dict[str, list[_Line]] = {side.name: [] for side in sides}
    for number, cells in enumerate(rows, start=1):
        for side, line in _lines(table, sides, number, cells):
            lines[side.name].append(line)
    figures: list[Figure] = []
    for side in sides:
        known = {(figure.row_key, figure.column_key): figure for figure in figures}
        for figure in _figures(table, side, _whole(table, side, lines[side.name])):
            # Expenditure by its nature or use ends with the totals of that by class: the same rows a second time.
            twin = known.get((figure.row_key, figure.column_key))
            is_repeat = figure.is_repeat or (twin is not None and twin.amount_cny == figure.amount_cny)
            figures.append(replace(figure, is_repeat=is_repeat))
    return in_print_order(resolve(figures))


@cache
def _wording(words: Words, side: str) -> Wording:
    """What the lines of a side may be called."""
    names = class_names() if side == "expenditure" else frozenset()
    return Wording(tuple(words["lines"][side].values()), names=names)


def _sides(table: LogicalTable, spec: dict[str, Any]) -> list[_Side]:
    """The sides by their label columns; a side's amounts are the columns up to the next label column."""
    label_header = re.compile(table.words["line_label_headers"])
    labels = [index for index, path in enumerate(table.paths) if path and label_header.fullmatch(path[-1])]
    names = _names(table, spec, labels)
    if names is None:
        raise missing_columns(table, ["项目"], table.place)
    sides = []
    found: set[str] = set()
    for name, start, end in zip(names, labels, [*labels[1:], len(table.paths)], strict=True):
        keys = column_keys(table, spec["columns"], range(start + 1, end))
        if not keys:
            raise missing_columns(table, list(spec["columns"]), table.place)
        found.update(keys.values())
        unknown = [index for index in naming_columns(table, start + 1, end) if index not in keys]
        sides.append(_Side(name, start, end, tuple(sorted(keys.items())), tuple(unknown)))
    optional = set(spec.get("optional", ()))
    missing = [key for key in spec["columns"] if key not in found and key not in optional]
    if missing:
        raise missing_columns(table, missing, table.place)
    return sides


def _names(table: LogicalTable, spec: dict[str, Any], labels: list[int]) -> list[str] | None:
    """Which side each label column begins: by the lowest word that says so, else by their order; None if unknown."""
    headers: dict[str, str] = table.words["side_headers"]
    said = [
        next((side for word in reversed(table.paths[index]) for side, p in headers.items() if re.search(p, word)), None)
        for index in labels
    ]
    names = [name for name in said if name is not None]
    if len(names) == len(labels) and len(set(names)) == len(names) and labels:
        return names
    sides: list[str] = spec["sides"]
    return sides if len(labels) == len(sides) else None


def _lines(
    table: LogicalTable, sides: list[_Side], number: int, cells: tuple[Cell, ...]
) -> Iterator[tuple[_Side, _Line]]:
    """The row's line on each side.

    A total's label may span the sides of one half of the table (支出), with its amount in the last of them.
    """
    owner: _Side | None = None
    for side in sides:
        label = cells[side.label].text
        if fold(label):
            owner = side
            yield side, _Line(number, label, cells, side.amounts)
        elif not any(cells[index].text.strip() for index, _ in side.amounts):
            continue  # a numbered line without a name holds nothing
        elif (
            owner is not None
            and table.paths[owner.label][0] == table.paths[side.label][0]
            and not any(cells[index].text.strip() for index, _ in owner.amounts)
        ):
            yield owner, _Line(number, cells[owner.label].text, cells, side.amounts)
        else:
            raise UnreadableError(
                "row_without_label",
                "an amount stands in a line without a name",
                place=cells[side.label].place,
                expected="the line's name",
                advice="check the row in the source",
            )


def _whole(table: LogicalTable, side: _Side, lines: list[_Line]) -> list[_Line]:
    """A side's lines: a label that a page break cut is whole again, and a total that spans sides stands once."""
    result: list[_Line] = []
    for line in lines:
        before = result[-1] if result else None
        if before is not None and before.number == line.number:
            result[-1] = line
        elif (
            before is not None
            and not any(cell.text.strip() for cell in line.cells[side.label + 1 : side.end])
            and not _is_known(table, side.name, line.label)
            and _is_known(table, side.name, before.label + line.label)
        ):
            result[-1] = replace(before, label=before.label + line.label)
        else:
            result.append(line)
    return result


def _figures(table: LogicalTable, side: _Side, lines: list[_Line]) -> list[Figure]:
    keyed = list(_keyed(table, side, lines))
    printed = {key for _, key, _ in keyed}
    figures = []
    seen: dict[str, tuple[str, ...]] = {}
    for line, key, in_opening in keyed:
        parent = table.words["opening_line"] if in_opening else _parent(table, side.name, key, printed)
        values = tuple(fold(line.cells[index].text) for index, _ in line.amounts)
        is_repeat = key in seen
        if seen.setdefault(key, values) != values:
            raise printed_twice(table, line.label, line.cells[side.label].place)
        for index, column_key in line.amounts:
            figure = money_figure(
                table,
                line.cells[index],
                row_number=line.number,
                column_number=index + 1,
                row_label=line.label,
                column_label=table.labels[index],
                row_key=key,
                column_key=column_key,
                row_level=_level(table, side.name, key, parent),
                parent_row_key=parent,
            )
            figures.append(replace(figure, is_repeat=is_repeat))
        figures.extend(unplaced_figures(table, line.cells, side.unknown, row_number=line.number, row_label=line.label))
    return figures


def _keyed(table: LogicalTable, side: _Side, lines: list[_Line]) -> Iterator[tuple[_Line, str, bool]]:
    """Each line with its key, and whether it is a fund's part of the opening balance printed above it."""
    opening_seen = False
    for line in lines:
        key = _line_key(table, side.name, line.label, line.number)
        in_opening = opening_seen and key in table.words["fund_lines"]
        opening_seen = (opening_seen or key == table.words["opening_line"]) and not _is_total(table, key)
        yield line, f"opening.{key}" if in_opening else key, in_opening


def _parent(table: LogicalTable, side: str, key: str, printed: set[str]) -> str | None:
    """The nearest line that contains this one: the first of its possible parents that is printed, else the last."""
    if _is_total(table, key):
        return None
    parents: dict[str, list[str]] = table.words["line_parents"][side]
    chain = parents.get(key, parents["default"])
    return next((parent for parent in chain if parent in printed), chain[-1])


def _is_total(table: LogicalTable, key: str) -> bool:
    return bool(table.words["line_levels"].get(key) == 0)


def _level(table: LogicalTable, side: str, key: str, parent: str | None) -> int | None:
    """Depth below the total: 0 the total, 1 the year's sum and the balances, 2 lines, 3 their parts.

    It is the line's nature, whether or not the lines above it are printed; None for an unknown line.
    """
    if key.startswith(_UNKNOWN):
        return None
    levels: dict[str, int] = table.words["line_levels"]
    known = levels.get(key, 2)
    return known + 1 if known == 2 and parent is not None and levels.get(parent, 2) == 2 else known


def _is_known(table: LogicalTable, side: str, label: str) -> bool:
    return not _line_key(table, side, label, 0).startswith(_UNKNOWN)


def _line_key(table: LogicalTable, side: str, label: str, number: int) -> str:
    """The line's canonical key: a named line, a class's code, or its place where the layout knows neither."""
    bare = _NUMBERING.sub("", fold(label))
    names: dict[str, str] = table.words["lines"][side]
    for key, pattern in names.items():
        if re.fullmatch(pattern, bare):
            return key
    if side == "expenditure" and (code := class_code(bare)) is not None:
        return code
    return f"{_UNKNOWN}{side}.{number}"
