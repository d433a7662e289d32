"""项目支出绩效目标表 (project target table): amounts and indicators of each project, from cells or from broken text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Grid, Line, Paragraph, Place
from loaders.reports.document import Content, Indicator, Segment, TableFound
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold, tidy
from loaders.reports.forms import target_forms
from loaders.reports.forms.form import take_forms
from loaders.reports.numbers import MONEY_UNITS
from loaders.reports.targets import broken_text, target_grid
from loaders.reports.targets.indicator_figures import indicator_figures
from loaders.reports.targets.indicator_text import read_indicators
from loaders.reports.targets.rows import TargetRow

TABLE_CODE = "project_target"
_UNIT = re.compile(r"单位[:：]\s*(?P<unit>[百千万亿]*元)|[(（](?P<bracketed>[百千万亿]*元)[)）]")

# The unit stands above the table or in its header; further down it would be an indicator's.
_HEAD_TEXTS = 20


def read(segment: Segment) -> Content:
    """The table's figures, indicators and place; of forms of single projects, those of all forms.

    Rows: the total (level 0), units (level 1, their projects follow them), projects (level 2). A project printed a
    second time right after itself, with the same amounts and indicators, is a repeat and keeps its row key.
    Raises UnreadableError where a column, an amount, the unit or a name cannot be read.
    """
    forms, _ = take_forms(segment.blocks)
    if forms:
        return target_forms.read(forms)
    columns, printed_rows = _printed_rows(segment)
    unit = _unit(segment)
    rows = _keyed(printed_rows)
    figures: list[Figure] = []
    for column_number, (key, label) in enumerate(columns.items(), start=2):
        column = [_figure(row, key, label, column_number, unit) for row in rows]
        figures.extend(resolve(column))
    figures.sort(key=lambda figure: (figure.row_number, figure.column_number))
    indicators = [indicator for row in rows for indicator in row.indicators]
    prefixes = [f"target_form.{row.key}" for row in rows for _ in row.indicators]
    table = TableFound(TABLE_CODE, segment.title, unit, rows[0].printed.place, len(rows))
    return Content(
        figures=(*figures, *indicator_figures(indicators, prefixes)),
        tables=(table,),
        indicators=tuple(indicators),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its place in the hierarchy."""

    printed: TargetRow
    number: int
    level: int
    key: str
    parent_key: str | None
    indicators: tuple[Indicator, ...]
    is_repeat: bool = False


def _printed_rows(segment: Segment) -> tuple[dict[str, str], list[TargetRow]]:
    grids = [block for block in segment.blocks if isinstance(block, Grid)]
    if any(target_grid.is_target_grid(grid) for grid in grids):
        return target_grid.read_grids(grids)
    lines: list[Line] = [
        line for block in segment.blocks if isinstance(block, Paragraph) for line in block.lines if line.text.strip()
    ]
    return broken_text.read_lines(lines)


def _unit(segment: Segment) -> str:
    """The unit of the amounts, said above the table or in its header."""
    for text in islice(_texts(segment), _HEAD_TEXTS):
        if (match := _UNIT.search(fold(text))) and (unit := match["unit"] or match["bracketed"]) in MONEY_UNITS:
            return unit
    raise UnreadableError(
        "unit_missing",
        "the target table does not say its unit",
        place=segment.place,
        expected="单位：万元 or 单位：元",
        advice="amounts cannot be loaded without their unit",
    )


def _texts(segment: Segment) -> Iterator[str]:
    for block in segment.blocks:
        if isinstance(block, Paragraph):
            yield from (line.text for line in block.lines)
        else:
            yield from (cell.text for row in block.rows for cell in row)


def _keyed(printed_rows: Sequence[TargetRow]) -> list[_Row]:
    totals = {fold(label) for label in layout("targets")["table"]["total_labels"]}
    rows: list[_Row] = []
    units = projects = 0
    parent: str | None = None
    for number, printed in enumerate(printed_rows, start=1):
        if fold(printed.name) in totals:
            rows.append(_Row(printed, number, 0, "total", None, ()))
            parent = "total"
        elif not printed.indicators and not printed.goal.strip():
            units += 1
            rows.append(_Row(printed, number, 1, f"unit.{units}", _total_key(rows), ()))
            parent = f"unit.{units}"
        else:
            row = _project(printed, number, projects + 1, parent)
            if rows and _is_repeat(rows[-1], row):
                row = replace(
                    row,
                    key=rows[-1].key,
                    is_repeat=True,
                    indicators=tuple(replace(indicator, is_repeat=True) for indicator in row.indicators),
                )
            else:
                projects += 1
            rows.append(row)
    for unit, following in pairwise([*rows, None]):
        if unit is not None and unit.level == 1 and (following is None or following.level < 2):
            raise UnreadableError(
                "unreadable_row",
                f"{unit.printed.name} has neither goal nor indicators, nor projects below it",
                place=unit.printed.place,
                expected="a unit with its projects, or a project with its indicators",
                advice="the table may be cut here: fetch it again",
            )
    return rows


def _total_key(rows: Sequence[_Row]) -> str | None:
    return next((row.key for row in rows if row.level == 0), None)


def _project(printed: TargetRow, number: int, ordinal: int, parent: str | None) -> _Row:
    indicators = read_indicators(printed.indicators, printed.name) if printed.indicators else ()
    return _Row(printed, number, 2, f"project.{ordinal}", parent, indicators)


def _is_repeat(previous: _Row, row: _Row) -> bool:
    """Whether the same project is printed again: same name, amounts and indicators, with nothing in between."""

    def content(entry: _Row) -> tuple[object, ...]:
        place = Place()
        return (
            fold(entry.printed.name),
            {key: amount.number and amount.number.value for key, amount in entry.printed.amounts.items()},
            [replace(indicator, place=place, is_repeat=False) for indicator in entry.indicators],
        )

    return previous.level == 2 and content(previous) == content(row)


def _figure(row: _Row, column_key: str, label: str, column_number: int, unit: str) -> Figure:
    amount = row.printed.amounts[column_key]
    figure = Figure(
        table_code=TABLE_CODE,
        row_number=row.number,
        column_number=column_number,
        row_label=row.printed.name,
        column_label=tidy(label),
        place=amount.place,
        printed_text=amount.printed,
        unit="元",
        row_key=row.key,
        column_key=column_key,
        row_level=row.level,
        parent_row_key=row.parent_key,
        project_name=row.printed.name if row.level == 2 else None,
        is_repeat=row.is_repeat,
    )
    if amount.number is None:
        return replace(figure, amount_cny=Decimal("0.00"), is_blank=True)
    measured = measure(amount.number, unit)
    return replace(figure, amount_cny=measured.amount_cny, step_cny=measured.step_cny, resolution=measured.resolution)
