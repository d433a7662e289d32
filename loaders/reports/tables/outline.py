"""Tables whose names stand in several columns, the further right the deeper: 一般公共预算 | 小计; 货物 | 品目."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    column_keys,
    in_print_order,
    is_placeholder,
    missing_columns,
    money_figure,
    naming_columns,
    padded,
    unplaced_figures,
)

_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\))")
# The kinds of numbers, from the outside in.
_NUMBERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"\([一二三四五六七八九十]{1,3}\)",
        r"\d{1,2}[.、]",
        r"\(\d{1,2}\)",
    )
)
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the names that lead to it from the outside in, and its place in the outline."""

    number: int
    label: str
    key: str
    level: int
    parent: str | None
    cells: tuple[Cell, ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each row and amount column; keys are numbered within the group they stand in (goods.2.1).

    Where the layout says so, names that stand in one column are told apart by their numbers: 一、 before (一) before 1.
    """
    keys = column_keys(table, spec["columns"], range(len(table.paths)))
    levels = _levels(table, spec, min(keys, default=0))
    if not keys or not levels:
        raise missing_columns(table, list(spec["columns"]), table.place)
    known = {*keys, *(index for columns in levels for index in columns)}
    words = {index for index, path in enumerate(table.paths) if path and _is_word(table, spec, index)}
    unknown = [index for index in range(len(table.paths)) if index not in known | words]
    figures = []
    for row in _rows(table, spec, levels):
        for index, key in sorted(keys.items()):
            figures.append(
                money_figure(
                    table,
                    row.cells[index],
                    row_number=row.number,
                    column_number=index + 1,
                    row_label=row.label,
                    column_label=table.labels[index],
                    row_key=row.key,
                    column_key=key,
                    row_level=row.level,
                    parent_row_key=row.parent,
                )
            )
        figures.extend(unplaced_figures(table, row.cells, unknown, row_number=row.number, row_label=row.label))
    printed = {figure.row_key for figure in figures}
    return in_print_order(resolve([replace(f, parent_row_key=_nearest(f.parent_row_key, printed)) for f in figures]))


def _nearest(parent: str | None, printed: set[str | None]) -> str | None:
    """The row that contains another, or the next above it that is printed: groups need no row of their own."""
    while parent is not None and parent not in printed:
        above, _, last = parent.rpartition(".")
        parent = None if parent == TOTAL else above if above and last.isdigit() and above != "group" else TOTAL
    return parent


def _levels(table: LogicalTable, spec: dict[str, Any], first_amount: int) -> list[tuple[int, ...]]:
    """The columns of each level: by their titles where the layout tells them, else each column before the amounts.

    Columns of one level name a row together (a project and its economic class).
    """
    if "levels" not in spec:
        return [(index,) for index in naming_columns(table, 0, first_amount)]
    found = [
        tuple(index for index, path in enumerate(table.paths) if path and any(re.fullmatch(p, path[-1]) for p in level))
        for level in spec["levels"]
    ]
    return [columns for columns in found if columns]


def _is_word(table: LogicalTable, spec: dict[str, Any], index: int) -> bool:
    return any(re.fullmatch(pattern, table.paths[index][-1]) for pattern in spec.get("words", ()))


def _rows(table: LogicalTable, spec: dict[str, Any], levels: list[tuple[int, ...]]) -> list[_Row]:
    """The rows with their keys. What a row leaves empty above its own level is as in the row before."""
    total_label = re.compile(spec.get("total_labels", table.words["total_labels"]))
    subtotal = re.compile(spec.get("subtotal_labels", r"(?!)"))
    rows: list[_Row] = []
    path: list[tuple[str, str]] = []  # the names and keys that lead to the current row
    counts: dict[str, int] = {}
    depths = _depths(table, levels) if spec.get("numbered") and len(levels) == 1 else {}
    for number, raw in enumerate(table.rows, start=1):
        cells = padded(raw, len(table.paths))
        if is_placeholder(table, cells):
            continue
        names = ["".join(fold(cells[index].text) for index in columns) for columns in levels]
        names = [""] * depths.get(names[0], 0) + names
        if total_label.fullmatch("".join(names)):
            rows.append(_Row(number, "".join(names), TOTAL, 0, None, cells))
            continue
        deepest = max((level for level, name in enumerate(names) if name), default=None)
        if deepest is None:
            raise UnreadableError(
                "row_without_label",
                f"table {table.title}: an amount stands in a row without a name",
                place=cells[0].place,
                expected="the row's name",
                advice="check the row in the source",
            )
        is_subtotal = deepest > 0 and bool(subtotal.fullmatch(names[deepest]))
        depth = deepest - 1 if is_subtotal else deepest
        for level in range(depth + 1):
            if names[level] or level == depth:
                path += [path[-1] if path else ("", TOTAL)] * (level - len(path))  # a level left out
                above = path[level - 1][1] if level else ""
                if level < len(path) and names[level] == path[level][0] and level < depth:
                    continue
                path[level:] = [(names[level], _key(spec, level, names[level], above, counts))]
        label = path[depth][0] if is_subtotal else names[deepest]
        key = path[depth][1]
        parent: str | None = path[depth - 1][1] if depth else TOTAL
        if names[deepest].startswith("其中"):
            parent = None  # one of its parts, not all: nothing adds up to it
        rows.append(_Row(number, label, key, depth + 1, parent, cells))
    return rows


def _depths(table: LogicalTable, levels: list[tuple[int, ...]]) -> dict[str, int]:
    """How deep each name of the one column stands by its number; a name without one stands below the last that has."""
    names = ["".join(fold(row[index].text) for index in levels[0] if index < len(row)) for row in table.rows]
    kinds = {name: next((kind for kind, p in enumerate(_NUMBERS) if p.match(name)), None) for name in names}
    ranks = {kind: rank for rank, kind in enumerate(sorted({kind for kind in kinds.values() if kind is not None}))}
    found: dict[str, int] = {}
    below = 0
    for name in names:
        kind = kinds[name]
        below = below if kind is None else ranks[kind] + 1
        found[name] = below if kind is None else ranks[kind]
    return found


def _key(spec: dict[str, Any], level: int, name: str, above: str, counts: dict[str, int]) -> str:
    """A known name's key on the first level, else the row's number within its group."""
    bare = _NUMBERING.sub("", name)
    if level == 0:
        for key, pattern in spec.get("keys", {}).items():
            if re.fullmatch(pattern, bare):
                return str(key)
    prefix = f"{above}." if above else "group."
    counts[prefix] = counts.get(prefix, 0) + 1
    return f"{prefix}{counts[prefix]}"
