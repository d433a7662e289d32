"""Figures of indicators: each number that a target or a result prints, in its own column."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.reports.document import Indicator, Target
from loaders.reports.figures import Figure, measure
from loaders.reports.targets.indicator_text import unit_of
from loaders.reports.targets.target_text import read_target

TABLE_CODE = "project_indicator"
_COLUMNS = ("period_target", "year_target", "actual")
_LABELS = {"period_target": "实施周期指标值", "year_target": "年度指标值", "actual": "完成情况"}


def indicator_figures(indicators: Sequence[Indicator], prefixes: Sequence[str], first_row: int = 1) -> list[Figure]:
    """The numbers of `indicators`; `prefixes` give the row key before each indicator's number.

    A range gives two figures, the upper end in column `year_target_high`. Rows count from `first_row`.
    """
    figures: list[Figure] = []
    for row, (indicator, prefix) in enumerate(zip(indicators, prefixes, strict=True), start=first_row):
        texts = {
            "period_target": _text(indicator.period_target),
            "year_target": _text(indicator.year_target),
            "actual": indicator.actual_text,
        }
        for column, key in enumerate(_COLUMNS):
            figures.extend(_figures(indicator, f"{prefix}.{indicator.number}", row, 2 * column + 1, key, texts[key]))
    return figures


def _text(target: Target | None) -> str | None:
    return target.text if target else None


def _figures(indicator: Indicator, row_key: str, row: int, column: int, key: str, text: str | None) -> list[Figure]:
    reading = read_target(text or "", unit_of(indicator.name))
    figures = []
    for offset, number in enumerate(reading.numbers):
        measured = measure(number, reading.printed_unit)
        per = (reading.target.unit or "").partition("/")[2]
        figures.append(
            Figure(
                table_code=TABLE_CODE,
                row_number=row,
                column_number=column + offset,
                row_label=indicator.name or indicator.level_2 or indicator.level_1 or "",
                column_label=_LABELS[key],
                place=indicator.place,
                printed_text=number.printed,
                unit=measured.unit + (f"/{per}" if per else ""),
                row_key=row_key,
                column_key=key + ("_high" if offset else ""),
                amount_cny=measured.amount_cny,
                step_cny=measured.step_cny,
                value=measured.value,
                step=measured.step,
                resolution=measured.resolution,
                qualifier=_QUALIFIERS.get(reading.target.comparator or "", "about" if reading.is_about else None),
                project_name=indicator.project_name,
                is_repeat=indicator.is_repeat,
            )
        )
    return figures


_QUALIFIERS = {"ge": "at_least", "le": "at_most", "gt": "more_than"}
