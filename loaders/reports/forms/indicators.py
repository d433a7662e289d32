"""The rows of indicators of a form: levels, target, result, weight and score."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.layouts import layout
from loaders.readers.model import Cell, Place
from loaders.reports.document import Indicator
from loaders.reports.evaluation.indicator_tables import shorten
from loaders.reports.fold import fold, tidy
from loaders.reports.forms.form import Form, indicator_header
from loaders.reports.targets.indicator_text import unit_of
from loaders.reports.targets.target_text import parse

_LEVELS = ("level_1", "level_2")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row: the indicator, and its weight and score as printed (cells, None where there is no such column)."""

    indicator: Indicator
    level_1: str
    level_2: str
    weight: Cell | None
    score: Cell | None


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The row with the points in all."""

    label: str
    weight: Cell | None
    score: Cell | None
    place: Place


@dataclass(frozen=True, slots=True)
class _Header:
    """The columns of the indicators by key, and the row that names them."""

    columns: dict[str, int]
    row: tuple[Cell, ...]

    def cells(self, row: Sequence[Cell]) -> dict[str, Cell]:
        """A row's cells by key. On a further page columns that none of its cells divides are one."""
        columns = self.columns
        starts = [index for index, cell in enumerate(self.row) if cell.column_span or not _continues(self.row, index)]
        if len(row) != len(self.row) and len(row) == len(starts):
            columns = {key: starts.index(index) for key, index in columns.items()}
        return {key: row[index] for key, index in columns.items() if index < len(row)}


def _continues(row: Sequence[Cell], index: int) -> bool:
    """Whether the slot is covered by a cell of its own row."""
    left = next((at for at in range(index - 1, -1, -1) if row[at].column_span), None)
    return left is not None and left + row[left].column_span > index


def read_rows(form: Form, project_name: str, indicator_set: str) -> tuple[list[IndicatorRow], TotalRow | None]:
    """The form's indicators in order; a level printed once holds for the rows below it.

    A row without a name, right behind a page break, goes on with the row before it.
    """
    header: _Header | None = None
    carried: dict[str, str] = {}
    found: list[tuple[dict[str, str], dict[str, Cell]]] = []
    total: TotalRow | None = None
    for row in form.rows:
        if (columns := indicator_header(row)) is not None:
            header = _Header(columns, row)
            continue
        if header is None:
            continue
        cells = header.cells(row)
        texts = {key: tidy(cell.text) for key, cell in cells.items()}
        label = next((cell.text for cell in row if cell.text.strip()), "")
        if re.fullmatch(layout("forms")["total_labels"], fold(label)):
            total = TotalRow(tidy(label), cells.get("weight"), cells.get("score"), row[0].place)
            continue
        for depth, key in enumerate(_LEVELS):
            if texts.get(key):
                carried = {upper: carried.get(upper, "") for upper in _LEVELS[:depth]} | {key: texts[key]}
        if not texts.get("name"):
            if found and texts.get("target"):
                found[-1][0]["target"] += texts["target"]
            continue
        found.append((texts | {key: carried.get(key, "") for key in _LEVELS}, cells))
    rows = [
        IndicatorRow(
            _indicator(number, texts, cells, project_name, indicator_set),
            texts["level_1"],
            texts["level_2"],
            cells.get("weight"),
            cells.get("score"),
        )
        for number, (texts, cells) in enumerate(found, start=1)
    ]
    return rows, total


def _indicator(
    number: int, texts: dict[str, str], cells: dict[str, Cell], project_name: str, indicator_set: str
) -> Indicator:
    name = texts["name"]
    hint = unit_of(name)
    period = texts.get("period_target")
    return Indicator(
        project_name=project_name,
        indicator_set=indicator_set,
        number=number,
        level_1=texts["level_1"] or None,
        level_1_code=None,
        level_2=texts["level_2"] or None,
        level_2_code=None,
        name=name,
        period_target=parse(period, hint) if period else None,
        year_target=parse(texts.get("target", ""), hint),
        actual_text=shorten(texts["actual"]) or None if texts.get("actual") else None,
        place=cells["name"].place,
    )


def printed(cells: Sequence[Cell]) -> list[tuple[int, Cell]]:
    """The cells that hold something, with their columns."""
    return [(index, cell) for index, cell in enumerate(cells) if cell.text.strip()]
