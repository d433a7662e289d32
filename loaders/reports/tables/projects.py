"""Tables of projects: below functional codes, below the bodies or types they belong to, or one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.classes import functional_codes
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold, tidy
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    code_and_name,
    column_keys,
    in_print_order,
    is_placeholder,
    missing_columns,
    money_figure,
    padded,
    parts_told_apart,
    unplaced_figures,
)
from loaders.reports.tables.hierarchy import LEVELS

TOTAL = "total"
_GROUPS = ("body", "type")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: a total, a group, a code, or a project (then with its name); `parent` is None for the total."""

    key: str
    label: str
    level: int
    parent: str | None
    project: str | None
    cells: tuple[Cell, ...]


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each row and amount column.

    Rows are the total, groups (项目类别, 预算单位) as `group.2`, functional codes, and projects, numbered below the
    code they are for: `2010302.1`, or `project.1` where none is printed. What a row repeats of the rows it belongs to,
    or leaves empty below a merged cell, is the same as there. Raises UnreadableError for an amount without a name.
    """
    roles = _roles(table)
    first = min((index for index in range(len(table.paths)) if index not in roles), default=0)
    keys = column_keys(table, spec["columns"], range(first, len(table.paths)))
    optional = set(spec.get("optional", ()))
    missing = [key for key in spec["columns"] if key not in keys.values() and key not in optional]
    if missing or not {"name", "project"} & set(roles.values()):
        raise missing_columns(table, missing or ["项目名称"], table.place)
    keys = parts_told_apart(spec, keys)
    unknown = [index for index in range(first, len(table.paths)) if index not in keys and index not in roles]
    figures: list[Figure] = []
    for number, row in enumerate(_Outline(table, roles, first).rows(), start=1):
        for index, key in sorted(keys.items()):
            figure = money_figure(
                table,
                row.cells[index],
                row_number=number,
                column_number=index + 1,
                row_label=row.label,
                column_label=table.labels[index],
                row_key=row.key,
                column_key=key,
                row_level=row.level,
                parent_row_key=row.parent,
            )
            figures.append(replace(figure, project_name=row.project))
        figures.extend(unplaced_figures(table, row.cells, unknown, row_number=number, row_label=row.label))
    return in_print_order(resolve(figures))


def _roles(table: LogicalTable) -> dict[int, str]:
    """What each column that names a row says: a code, a name, a project, a body, a type, or nothing of use.

    A column that has no words of its own goes on with its left neighbour: a code in three cells.
    """
    patterns: dict[str, str] = table.words["project_naming"]
    found: dict[int, str] = {}
    for index, path in enumerate(table.paths):
        role = next((role for role, pattern in patterns.items() if path and re.fullmatch(pattern, path[-1])), None)
        if index - 1 in found and table.paths[index - 1][: len(path)] == path:
            role = found[index - 1]
        if role is not None:
            found[index] = role
    return found


@dataclass
class _Outline:
    """Reads the rows from the top down; what leads to the current row is the last group and the last code."""

    table: LogicalTable
    roles: Mapping[int, str]
    first_amount: int
    _counts: Counter[str] = field(default_factory=Counter)
    _found: list[_Row] = field(default_factory=list)
    _group: _Row | None = None
    _codes: list[_Row] = field(default_factory=list)
    _digits: str = ""
    _project: str = ""

    def rows(self) -> list[_Row]:
        """All rows that hold something, in print order."""
        for raw in self.table.rows:
            cells = padded(raw, len(self.table.paths))
            if not is_placeholder(self.table, cells):
                self._take(cells)
        if any(row.key == TOTAL for row in self._found):
            return self._found
        return [replace(row, parent=None) if row.parent == TOTAL else row for row in self._found]

    def _take(self, cells: tuple[Cell, ...]) -> None:
        naming = [cells[index] for index, role in self.roles.items() if role in ("code", "name")]
        digits, name = code_and_name(self.table, naming, functional_codes(), self._digits)
        project = self._said(cells, "project")
        groups = [text for role in _GROUPS if (text := self._said(cells, role))]
        said = [text for text in (name, project, *groups) if text]
        if said and re.fullmatch(self.table.words["total_labels"], fold(said[0])) and not digits:
            self._found.append(_Row(TOTAL, said[0], 0, None, None, cells))
        elif not any(cell.text.strip() for cell in self._amounts(cells)) and not digits:
            self._goes_on(name or project, groups, cells)
        elif groups and not digits and re.fullmatch(self.table.words["sums_of_class"], fold(name or project)):
            self._add_group(groups[0], cells)
        elif self._is_project(digits, name, project, cells):
            self._add_project(digits, project or name or self._project, cells)
        elif digits:
            self._add_code(digits, name, cells)
        elif groups:
            self._add_group(groups[0], cells)
        else:
            raise UnreadableError(
                "row_without_label",
                f"table {self.table.title}: an amount stands in a row without a name",
                place=cells[0].place,
                expected="a code, a project's name, or 合计",
                advice="check the row in the source",
            )

    def _amounts(self, cells: tuple[Cell, ...]) -> list[Cell]:
        return [cell for index, cell in enumerate(cells) if index >= self.first_amount and index not in self.roles]

    def _said(self, cells: tuple[Cell, ...], role: str) -> str:
        return "".join(tidy(cells[index].text) for index, known in self.roles.items() if known == role)

    def _is_project(self, digits: str, name: str, project: str, cells: tuple[Cell, ...]) -> bool:
        """Whether the row is a project's: named in a column of its own, below a code, or by a cell merged over it."""
        if "project" not in self.roles.values():
            return bool(name) and not digits
        covered = any(cells[index].is_covered for index, role in self.roles.items() if role == "project")
        return bool(project) or (covered and bool(self._project))

    def _goes_on(self, name: str, groups: list[str], cells: tuple[Cell, ...]) -> None:
        """A row of words alone: a group above its projects, or the rest of a name that a page break cut."""
        if groups and not name:
            self._add_group(groups[0], cells)
        elif self._found and name:
            last = self._found[-1]
            whole = None if last.project is None else last.project + name
            self._found[-1] = replace(last, label=last.label + name, project=whole)
            self._project = whole or self._project

    def _add_group(self, name: str, cells: tuple[Cell, ...]) -> None:
        self._counts["group"] += 1
        self._group = _Row(f"group.{self._counts['group']}", name, 1, TOTAL, None, cells)
        self._codes, self._digits = [], ""
        self._found.append(self._group)

    def _add_code(self, digits: str, name: str, cells: tuple[Cell, ...]) -> None:
        if len(digits) not in LEVELS:
            raise UnreadableError(
                "row_without_code",
                f"table {self.table.title}: {digits!r} in the row {name!r} is no code of 3, 5 or 7 digits",
                place=cells[0].place,
                expected="a functional code",
                advice="check the row in the source",
            )
        self._codes = [row for row in self._codes if digits.startswith(_code_of(row)) and digits != _code_of(row)]
        above = self._codes[-1] if self._codes else self._group
        key = f"{self._group.key}.{digits}" if self._group else digits
        row = _Row(key, name, (above.level if above else 0) + 1, above.key if above else TOTAL, None, cells)
        self._codes.append(row)
        self._digits = digits
        self._found.append(row)

    def _add_project(self, digits: str, name: str, cells: tuple[Cell, ...]) -> None:
        """A project; its parent is the printed row of its code, else its group, else the total."""
        self._digits = digits or self._digits
        above = next((row for row in reversed(self._codes) if self._digits.startswith(_code_of(row))), None)
        above = above or self._group
        prefix = self._digits or "project"
        self._counts[prefix] += 1
        self._project = name
        level = (above.level if above else 0) + 1
        key = f"{prefix}.{self._counts[prefix]}"
        self._found.append(_Row(key, name, level, above.key if above else TOTAL, name, cells))


def _code_of(row: _Row) -> str:
    return row.key.rpartition(".")[2]
