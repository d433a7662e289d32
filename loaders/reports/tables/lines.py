"""The two summary tables: revenue lines on the left, expenditure lines on the right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.classes import class_code
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
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

_NUMBERING = re.compile(r"^(?:其中[:：]?)?(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、])?")


_UNKNOWN = "line."


@dataclass(frozen=True, slots=True)
class _Half:
    """One half: its label column, the column behind its last, its amounts and the columns no layout knows."""

    side: str
    label: int
    end: int
    amounts: tuple[tuple[int, str], ...]
    unknown: tuple[int, ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each printed line and amount column of both halves."""
    width = len(table.paths)
    rows = [padded(row, width) for row in table.rows]
    figures = []
    for half in _halves(table, spec):
        figures.extend(_half_figures(table, half, rows))
    return in_print_order(resolve(figures))


def _halves(table: LogicalTable, spec: dict[str, Any]) -> list[_Half]:
    """The halves by their label columns; each half's amounts are the columns up to the next label column."""
    label_header = re.compile(layout("final_accounts")["line_label_headers"])
    labels = [index for index, path in enumerate(table.paths) if path and label_header.fullmatch(path[-1])]
    if len(labels) != len(spec["sides"]):
        raise missing_columns(table, ["项目"], table.place)
    halves = []
    found: set[str] = set()
    for side, start, end in zip(spec["sides"], labels, [*labels[1:], len(table.paths)], strict=True):
        keys = column_keys(table, spec["columns"], range(start + 1, end))
        if not keys:
            raise missing_columns(table, list(spec["columns"]), table.place)
        found.update(keys.values())
        unknown = [index for index in naming_columns(table, start + 1, end) if index not in keys]
        halves.append(_Half(side, start, end, tuple(sorted(keys.items())), tuple(unknown)))
    optional = set(spec.get("optional", ()))
    missing = [key for key in spec["columns"] if key not in found and key not in optional]
    if missing:
        raise missing_columns(table, missing, table.place)
    return halves


def _half_figures(table: LogicalTable, half: _Half, rows: list[tuple[Cell, ...]]) -> list[Figure]:
    data = layout("final_accounts")
    parents: dict[str, str] = data["line_parents"][half.side]
    total_key = f"total_{half.side}"
    figures = []
    seen: dict[str, tuple[str, ...]] = {}
    opening_seen = False
    for number, label, cells in _labelled(half, rows):
        key = _line_key(half.side, label, number)
        in_opening = opening_seen and key in data["fund_lines"]
        opening_seen = (opening_seen or key == data["opening_line"]) and key != total_key
        parent: str | None = parents.get(key, parents["default"])
        if in_opening:
            key, parent = f"opening.{key}", data["opening_line"]
        if key == total_key:
            parent = None
        values = tuple(fold(cells[index].text) for index, _ in half.amounts)
        is_repeat = key in seen
        if seen.setdefault(key, values) != values:
            raise printed_twice(table, label, cells[half.label].place)
        for index, column_key in half.amounts:
            figure = money_figure(
                table,
                cells[index],
                row_number=number,
                column_number=index + 1,
                row_label=label,
                column_label=table.labels[index],
                row_key=key,
                column_key=column_key,
                row_level=_level(key, parent, total_key),
                parent_row_key=parent,
            )
            figures.append(replace(figure, is_repeat=is_repeat))
        figures.extend(unplaced_figures(table, cells, half.unknown, row_number=number, row_label=label))
    return figures


def _labelled(half: _Half, rows: list[tuple[Cell, ...]]) -> Iterator[tuple[int, str, tuple[Cell, ...]]]:
    """The half's rows with their number and label; a label that a page break cut is whole again."""
    pending: tuple[int, str, tuple[Cell, ...]] | None = None
    for number, cells in enumerate(rows, start=1):
        label = cells[half.label].text
        alone = not any(cell.text.strip() for cell in cells[half.label + 1 : half.end])
        if not fold(label):
            if not alone and any(cells[index].text.strip() for index, _ in half.amounts):
                raise UnreadableError(
                    "row_without_label",
                    "an amount stands in a line without a name",
                    place=cells[half.label].place,
                    expected="the line's name",
                    advice="check the row in the source",
                )
            continue  # a numbered line without a name holds nothing
        if (
            pending is not None
            and alone
            and not _is_known(half.side, label)
            and _is_known(half.side, pending[1] + label)
        ):
            pending = (pending[0], pending[1] + label, pending[2])
            continue
        if pending is not None:
            yield pending
        pending = (number, label, cells)
    if pending is not None:
        yield pending


def _is_known(side: str, label: str) -> bool:
    return not _line_key(side, label, 0).startswith(_UNKNOWN)


def _line_key(side: str, label: str, number: int) -> str:
    """The line's canonical key: a named line, a class's code, or its place where the layout knows neither."""
    bare = _NUMBERING.sub("", fold(label))
    names: dict[str, str] = layout("final_accounts")["lines"][side]
    for key, pattern in names.items():
        if re.fullmatch(pattern, bare):
            return key
    if side == "expenditure" and (code := class_code(bare)) is not None:
        return code
    return f"{_UNKNOWN}{side}.{number}"


def _level(key: str, parent: str | None, total_key: str) -> int | None:
    """Depth below the total: 0 the total, 1 the year's sum and the balances, 2 lines; None for an unknown line."""
    if key.startswith(_UNKNOWN):
        return None
    if parent is None:
        return 0
    return 1 if parent == total_key else 2
