"""Self-evaluation forms (项目支出绩效自评表): execution of the project's budget, results of its indicators, points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell, Place
from loaders.reports.document import Content, Segment, TableFound
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold, tidy
from loaders.reports.forms.form import Form
from loaders.reports.forms.indicators import IndicatorRow, TotalRow, read_rows
from loaders.reports.forms.target_forms import form_unit, project_name
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.targets.indicator_figures import indicator_figures

EXECUTION, SHEET = "project_execution", "evaluation_sheet"
_PREFIX = re.compile(r"^其中:?")
_NOTHING = {"", "-", "--", "---", "/", "无"}
_POINTS_IN_NAME = re.compile(r"\((\d+(?:\.\d+)?)分?\)$")
_UNITS = {"weight": "分", "score": "分", "rate": "%"}


def read(segment: Segment) -> Content:
    """Amounts, points and indicators of the segment's form.

    Raises UnreadableError for a form without a project's name or unit, or a number that is none.
    """
    form = Form(segment.kind, segment.blocks)
    name = project_name(form)
    rows, total = read_rows(form, name, "self_evaluation")
    execution = list(_execution(form, name))
    points = _points(rows, total, execution, name)
    indicators = tuple(row.indicator for row in rows)
    found = []
    if execution:
        found.append(
            TableFound(EXECUTION, segment.title, form_unit(form), form.place, len({f.row_key for f in execution}))
        )
    if points:
        rows_found = len({figure.row_key for figure in points})
        found.append(TableFound(SHEET, segment.title, "分", form.place, rows_found))
    return Content(
        figures=(*execution, *points, *indicator_figures(indicators, ["self_evaluation"] * len(rows))),
        indicators=indicators,
        tables=tuple(found),
    )


def _execution(form: Form, name: str) -> Iterator[Figure]:
    """The amounts by row (total and its parts) and column, with the points for execution in the total's row."""
    spec = layout("forms")
    rows = {key: re.compile(pattern) for key, pattern in spec["execution_rows"].items()}
    columns: dict[int, tuple[str, str]] = {}
    by_column: dict[str, list[Figure]] = {}
    for row in form.rows:
        header = {
            index: (key, tidy(cell.text))
            for index, cell in enumerate(row)
            for key, pattern in spec["execution_columns"].items()
            if re.fullmatch(pattern, re.sub(r"\([^()]*\)$", "", fold(cell.text)))
        }
        if len({key for key, _ in header.values()} & {"budget", "executed", "initial_budget"}) > 1:
            columns = header
            continue
        labels = [(_PREFIX.sub("", fold(cell.text)).rstrip(":"), cell) for cell in row[: min(columns, default=0)]]
        found = next(((k, label) for label, _ in labels for k, p in rows.items() if p.fullmatch(label)), None)
        if found is None:
            continue
        key, label = found
        for index, (column_key, column_label) in sorted(columns.items()):
            if index < len(row) and fold(row[index].text) not in _NOTHING:
                number = list(rows).index(key) + 1
                unit = _UNITS.get(column_key) or form_unit(form)
                figure = _figure(
                    EXECUTION, row[index], unit, number, index + 1, label, column_label, key, column_key, name
                )
                parent = None if key == "total" else "total"
                figure = replace(figure, row_level=int(key != "total"), parent_row_key=parent)
                by_column.setdefault(column_key, []).append(figure)
    figures = [figure for column in by_column.values() for figure in resolve(column)]
    yield from sorted(figures, key=lambda figure: (figure.row_number, figure.column_number))


@dataclass
class _Sheet:
    """The points of the form, keyed as a scored sheet is: 1 the execution, 2.1.3 an indicator, total."""

    project: str
    figures: list[Figure]
    rows: int = 0

    def group(self, label: str, key: str, level: int, parent: str, place: Place) -> str:
        """A group of indicators, a row only where it prints its weight; what its parts are parts of."""
        weight = _in_name(label, place)
        if weight is None:
            return parent
        self.add(label, key, level, parent, {"weight": weight}, place)
        return key

    def add(
        self, label: str, key: str, level: int, parent: str | None, cells: dict[str, Cell | None], place: Place
    ) -> None:
        """One row's weight and score; a leaf's blank score is a blank figure."""
        self.rows += 1
        for column, (column_key, cell) in enumerate(cells.items(), start=1):
            if cell is None:
                continue
            labels = {"weight": "分值", "score": "得分"}
            figure = _figure(
                SHEET, cell, "分", self.rows, column, label, labels[column_key], key, column_key, self.project
            )
            self.figures.append(replace(figure, row_level=level, parent_row_key=parent))


def _points(rows: list[IndicatorRow], total: TotalRow | None, execution: list[Figure], name: str) -> tuple[Figure, ...]:
    """Weights and scores of the indicators, of their groups where these print theirs, of execution and in all."""
    if not any(row.weight is not None or row.score is not None for row in rows):
        return ()
    sheet = _Sheet(name, [])
    label = str(layout("forms")["execution_label"])
    own = [figure for figure in execution if figure.row_key == "total" and figure.column_key in ("weight", "score")]
    if own:
        sheet.rows += 1
        for column, figure in enumerate(own, start=1):
            sheet.figures.append(
                replace(
                    figure, table_code=SHEET, row_number=1, column_number=column, row_label=label, row_key="1",
                    row_level=1, parent_row_key="total",
                )
            )  # fmt: skip
    first, second, leaf = len(own) and 1, 0, 0
    level_1 = level_2 = None
    parent_1 = parent_2 = "total"
    for row in rows:
        place = row.indicator.place
        if row.level_1 != level_1:
            first, second, level_1, level_2 = first + 1, 0, row.level_1, None
            parent_1 = sheet.group(level_1, str(first), 1, "total", place)
        if row.level_2 != level_2:
            second, leaf, level_2 = second + 1, 0, row.level_2
            parent_2 = sheet.group(level_2, f"{first}.{second}", 2, parent_1, place)
        leaf += 1
        cells = {"weight": row.weight, "score": row.score}
        sheet.add(row.indicator.name or "", f"{first}.{second}.{leaf}", 3, parent_2, cells, place)
    if total is not None:
        sheet.add(total.label, "total", 0, None, {"weight": total.weight, "score": total.score}, total.place)
    by_column: dict[str, list[Figure]] = {}
    for figure in sheet.figures:
        by_column.setdefault(figure.column_key or "", []).append(figure)
    figures = [figure for column in by_column.values() for figure in resolve(column)]
    return tuple(sorted(figures, key=lambda figure: (figure.row_number, figure.column_number)))


def _in_name(label: str, place: Place) -> Cell | None:
    """The weight that a group prints behind its name: 产出指标（50分）."""
    match = _POINTS_IN_NAME.search(fold(label))
    return Cell(match[1], place) if match else None


def _figure(
    table: str, cell: Cell, unit: str, row: int, column: int, label: str, column_label: str, key: str, column_key: str,
    project: str,
) -> Figure:  # fmt: skip
    text = cell.text.strip()
    figure = Figure(
        table_code=table,
        row_number=row,
        column_number=column,
        row_label=label,
        column_label=column_label,
        place=cell.place,
        printed_text=text,
        unit=unit,
        row_key=key,
        column_key=column_key,
        project_name=project,
    )
    bare = fold(text).removesuffix("分").removesuffix("%")
    if bare in _NOTHING:
        return replace(figure, value=Decimal(0), is_blank=True)
    try:
        found = measure(parse_number(bare), unit)
    except NumberError as error:
        raise UnreadableError(
            "bad_number",
            f"the form of {project}, row {label!r}, column {column_label!r}: {error}",
            place=cell.place,
            expected="a number, or an empty cell",
            advice="compare with the published form and correct the source",
        ) from error
    return replace(
        figure, unit=found.unit, amount_cny=found.amount_cny, step_cny=found.step_cny, value=found.value,
        step=found.step, resolution=found.resolution,
    )  # fmt: skip
