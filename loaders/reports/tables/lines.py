"""The two summary tables: revenue lines on the left, expenditure lines on the right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from loaders.layouts import layout
from loaders.readers.model import Cell
from loaders.reports.classes import class_code
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import column_of, missing_columns, money_figure, padded

_NUMBERING = re.compile(r"^(?:其中[:：]?)?(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、])?")
_LABEL_HEADER = re.compile(r"项目(\(按功能分类\))?|功能分类|支出功能分类|收入项目|支出项目")


@dataclass(frozen=True, slots=True)
class _Half:
    side: str
    label: int
    amounts: tuple[tuple[int, str], ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each printed line and amount column of both halves."""
    width = len(table.paths)
    rows = [padded(row, width) for row in table.rows]
    figures = []
    for half in _halves(table, spec):
        figures.extend(_half_figures(table, half, rows))
    figures.sort(key=lambda figure: (figure.row_number, figure.column_number))
    return resolve(figures)


def _halves(table: LogicalTable, spec: dict[str, Any]) -> list[_Half]:
    """The halves by their label columns; each half's amounts are the columns up to the next label column."""
    labels = [index for index, path in enumerate(table.paths) if path and _LABEL_HEADER.fullmatch(path[-1])]
    if len(labels) != len(spec["sides"]):
        raise missing_columns(table, ["项目"], table.place)
    halves = []
    found: set[str] = set()
    for side, start, end in zip(spec["sides"], labels, [*labels[1:], len(table.paths)], strict=True):
        amounts = []
        for index in range(start + 1, end):
            key = column_of(table, spec["columns"], index)
            if key is not None:
                amounts.append((index, key))
                found.add(key)
        if not amounts:
            raise missing_columns(table, list(spec["columns"]), table.place)
        halves.append(_Half(side, start, tuple(amounts)))
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
    opening_seen = False
    for number, cells in enumerate(rows, start=1):
        label = cells[half.label].text
        if not fold(label):
            continue  # a numbered line without a name holds nothing
        key = _line_key(half.side, label, number)
        in_opening = opening_seen and key in data["fund_lines"]
        opening_seen = (opening_seen or key == data["opening_line"]) and key != total_key
        parent: str | None = parents.get(key, parents["default"])
        if in_opening:
            key, parent = f"opening.{key}", data["opening_line"]
        if key == total_key:
            parent = None
        for index, column_key in half.amounts:
            figures.append(
                money_figure(
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
            )
    return figures


def _line_key(side: str, label: str, number: int) -> str:
    """The line's canonical key: a named line, a class's code, or its place where the layout knows neither."""
    bare = _NUMBERING.sub("", fold(label))
    names: dict[str, str] = layout("final_accounts")["lines"][side]
    for key, pattern in names.items():
        if re.fullmatch(pattern, bare):
            return key
    if side == "expenditure" and (code := class_code(bare)) is not None:
        return code
    return f"line.{side}.{number}"


def _level(key: str, parent: str | None, total_key: str) -> int | None:
    """Depth below the total: 0 the total, 1 the year's sum and the balances, 2 lines; None for an unknown line."""
    if key.startswith("line."):
        return None
    if parent is None:
        return 0
    return 1 if parent == total_key else 2
