"""Target forms (项目支出绩效目标填报表): each project's amounts, for life and for the year, and its indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.document import Content, TableFound
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold, tidy
from loaders.reports.forms.form import Form, indicator_header
from loaders.reports.forms.indicators import printed, read_rows
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.tables.header import is_number
from loaders.reports.targets.indicator_figures import indicator_figures

TABLE_CODE = "project_target"
_PREFIX = re.compile(r"^其中:?")
_LIFE = "life."


@dataclass(frozen=True, slots=True)
class _Amount:
    key: str
    label: str
    cell: Cell


def read(forms: Sequence[Form]) -> Content:
    """The amounts and indicators of all forms; rows have the level of projects, with no total above them.

    Raises UnreadableError for a form without a project's name, unit or amounts, or an amount that is no number.
    """
    content = Content()
    columns: dict[str, list[Figure]] = {}
    first_row = 1
    for ordinal, form in enumerate(forms, start=1):
        name = project_name(form)
        unit = form_unit(form)
        amounts = _of_the_year(list(_amounts(form)))
        if not any(amount.key == "total" for amount in amounts):
            raise UnreadableError(
                "column_missing",
                f"the form of {name} states no amount of the year",
                place=form.place,
                expected="年度资金总额 with its amount",
                advice="if it has another name here, add it to loaders/layouts/forms.yml",
            )
        for column, amount in enumerate(amounts, start=2):
            columns.setdefault(amount.key, []).append(_figure(name, ordinal, column, amount, unit))
        rows, _ = read_rows(form, name, "target_form")
        indicators = tuple(row.indicator for row in rows)
        content += Content(
            figures=tuple(indicator_figures(indicators, [f"target_form.project.{ordinal}"] * len(rows), first_row)),
            indicators=indicators,
        )
        first_row += len(rows)
    figures = sorted(
        (figure for column in columns.values() for figure in resolve(column)),
        key=lambda figure: (figure.row_number, figure.column_number),
    )
    first = forms[0]
    table = TableFound(TABLE_CODE, first.title or project_name(first), form_unit(first), first.place, len(forms))
    return Content(figures=tuple(figures), tables=(table,)) + content


def project_name(form: Form) -> str:
    """The project's name; raises UnreadableError where the form has none."""
    name = form.value("project")
    if name is None:
        raise UnreadableError(
            "unreadable_row",
            "a form without a project's name",
            place=form.place,
            expected="项目名称 with the name beside it",
            advice="check the form in the source",
        )
    return name


def form_unit(form: Form) -> str:
    """The unit of the form's amounts; raises UnreadableError where it states none."""
    pattern = re.compile(layout("forms")["unit"])
    for row in form.rows:
        for cell in row:
            text = fold(cell.text)
            is_label = text.endswith(")") or "单位" in text or bool(pattern.fullmatch(text))
            if is_label and (match := pattern.search(text)):
                return match[1]
    raise UnreadableError(
        "unit_missing",
        "the form does not say the unit of its amounts",
        place=form.place,
        expected="项目资金（元） or 项目资金（万元）",
        advice="amounts cannot be loaded without their unit",
    )


def _amounts(form: Form) -> Iterator[_Amount]:
    """The amounts with their keys; below two totals side by side, a label belongs to the one it stands under."""
    patterns = {key: re.compile(pattern) for key, pattern in layout("forms")["target_amounts"].items()}
    year_column: int | None = None
    seen: set[str] = set()
    for row in form.rows:
        if indicator_header(row) is not None:
            return
        found = printed(row)
        labels = [(i, column, key) for i, (column, cell) in enumerate(found) if (key := _key(cell, patterns))]
        keys = {key for _, _, key in labels}
        if f"{_LIFE}total" in keys and "total" in keys:
            year_column = next(column for _, column, key in labels if key == "total")
        for index, column, key in labels:
            if year_column is not None and column < year_column and not key.startswith(_LIFE):
                key = _LIFE + key
            cell = _value(found, index)
            if cell is not None and key not in seen:
                seen.add(key)
                yield _Amount(key, _PREFIX.sub("", fold(found[index][1].text)).partition(":")[0], cell)


def _of_the_year(amounts: list[_Amount]) -> list[_Amount]:
    """A form with one total says it for the year, whatever it calls it."""
    if any(amount.key == "total" for amount in amounts):
        return amounts
    return [replace(amount, key=amount.key.removeprefix(_LIFE)) for amount in amounts]


def _key(cell: Cell, patterns: dict[str, re.Pattern[str]]) -> str | None:
    label = _PREFIX.sub("", fold(cell.text)).partition(":")[0]
    label = re.sub(r"\([^()]*元\)$", "", label)
    return next((key for key, pattern in patterns.items() if pattern.fullmatch(label)), None)


def _value(found: list[tuple[int, Cell]], index: int) -> Cell | None:
    """The number in the label's own cell behind a colon, or in the next cell; None where there is none."""
    own = fold(found[index][1].text).partition(":")[2]
    if is_number(own):
        return replace(found[index][1], text=own)
    following = found[index + 1][1] if index + 1 < len(found) else None
    if following is None or not re.match(r"[-+]?\d", fold(following.text)):
        return None
    return following


def _figure(name: str, ordinal: int, column: int, amount: _Amount, unit: str) -> Figure:
    text = amount.cell.text.strip()
    try:
        found = measure(parse_number(text), unit)
    except NumberError as error:
        raise UnreadableError(
            "bad_number",
            f"an amount of the form of {name}: {error}",
            place=amount.cell.place,
            expected="an amount such as 1,234.56",
            advice="compare with the published form and correct the source",
        ) from error
    figure = Figure(
        table_code=TABLE_CODE,
        row_number=ordinal,
        column_number=column,
        row_label=name,
        column_label=tidy(amount.label),
        place=amount.cell.place,
        printed_text=text,
        unit="元",
        row_key=f"project.{ordinal}",
        column_key=amount.key,
        row_level=2,
        project_name=name,
        amount_cny=Decimal(0),
    )
    return replace(figure, amount_cny=found.amount_cny, step_cny=found.step_cny, resolution=found.resolution)
