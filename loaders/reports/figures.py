"""The figure: one printed number, in a table or in prose, with its place, its coordinates and its rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.readers.model import Place
from loaders.reports.fold import fold
from loaders.reports.numbers import MONEY_UNITS, MULTIPLIERS, Number

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure (or one blank cell of a table that is present).

    Coordinates: `table_code` names the table or passage, `row_key` and `column_key` the canonical row and column
    (None where the report's own words in `row_label` and `column_label` are all there is), `row_level` the depth
    below the table's total (total 0, 类 1, 款 2, 项 3; None where the row is in no hierarchy) and
    `parent_row_key` the row that contains this one. `row_number` and `column_number` order the figures as printed;
    in prose a row is one statement (a subject with its amount, change, rate …).

    Measures: money has `amount_cny` and `step_cny` in yuan; all else has `value` and `step` in `unit`, a word
    without 万 or 亿 ("157.83万宗" is 1578300 宗, step 100). `step` is the worth of the last printed digit.
    `resolution` (yuan for money, else in `unit`) is the rounding unit for judging: the same as the step, but a
    column that drops trailing zeros (1260000 beside 8488.95) is as exact as its finest figure, see `resolve`.
    A blank cell has `is_blank`, a value of 0 and its column's resolution.
    `qualifier` keeps words that make a figure inexact: "more_than" (超, 余, 多, 突破), "about" (约, 近), "at_least"
    (不少于, 以上), "at_most" (不超过, 以内), "expected" (预计), and "not_comparable" for a rate printed as "--"
    (基数为0，不可比), which has neither amount nor value. `is_repeat` marks a row printed twice around a page break.
    `read_by` says how a number in a picture was read, see `loaders.reports.readings`; None where text is text.
    """

    table_code: str
    row_number: int
    column_number: int
    row_label: str
    column_label: str
    place: Place
    printed_text: str
    unit: str
    row_key: str | None = None
    column_key: str | None = None
    row_level: int | None = None
    parent_row_key: str | None = None
    amount_cny: Decimal | None = None
    step_cny: Decimal | None = None
    value: Decimal | None = None
    step: Decimal | None = None
    resolution: Decimal | None = None
    qualifier: str | None = None
    project_name: str | None = None
    is_blank: bool = False
    is_repeat: bool = False
    read_by: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether the figure is an amount of money."""
        return self.amount_cny is not None

    @property
    def parent_column_key(self) -> str | None:
        """The column that contains this one: of an economic class the class above it, of a 类 the row's total."""
        key = self.column_key or ""
        return {5: key[:3], 3: "total"}.get(len(key)) if key.isdigit() else None

    @property
    def magnitude(self) -> Decimal:
        """The amount in yuan, or the value of what is not money."""
        result = self.amount_cny if self.amount_cny is not None else self.value
        assert result is not None
        return result


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit resolved: what `Figure` needs of it."""

    unit: str
    amount_cny: Decimal | None
    step_cny: Decimal | None
    value: Decimal | None
    step: Decimal | None
    resolution: Decimal


def measure(number: Number, unit: str) -> Measure:
    """Resolves a printed unit word: 万元 → yuan; 万宗 → 宗 × 10,000; % and counting words as they are."""
    if unit in MONEY_UNITS and unit not in MULTIPLIERS:
        worth = MONEY_UNITS[unit]
        step = max(number.step * worth, _CENT)
        return Measure("元", (number.value * worth).quantize(_CENT), step.quantize(_CENT), None, None, step)
    factor = Decimal(1)
    if len(unit) > 1 and unit[0] in MULTIPLIERS:
        factor, unit = MULTIPLIERS[unit[0]], unit[1:]
    return Measure(unit, None, None, number.value * factor, number.step * factor, number.step * factor)


def resolve(figures: Sequence[Figure]) -> list[Figure]:
    """Sets each figure's resolution from the column it stands in (`figures` are one column, or cells alike).

    Where the column never prints a trailing zero after its decimal point but prints different numbers of
    decimals, its figures drop trailing zeros, and each is as exact as the finest. A bare "0" among decimals is
    exact as well, and a blank stands for a zero of the same kind.
    """
    if len({figure.is_money for figure in figures}) > 1:
        # Shares beside amounts are as exact as they are printed.
        money = iter(resolve([figure for figure in figures if figure.is_money]))
        return [next(money) if figure.is_money else figure for figure in figures]
    printed = [figure for figure in figures if not figure.is_blank]
    steps = [_step(figure) for figure in printed]
    if not steps:
        return [replace(figure, resolution=Decimal(1)) for figure in figures]
    finest = min(steps)
    drops_zeros = not any(_ends_in_decimal_zero(figure) for figure in printed)
    result = []
    for figure in figures:
        exact = figure.is_blank or figure.magnitude == 0 or drops_zeros
        result.append(replace(figure, resolution=finest if exact else _step(figure)))
    return result


def _ends_in_decimal_zero(figure: Figure) -> bool:
    text = fold(figure.printed_text).rstrip("%")
    return "." in text and text.endswith("0")


def _step(figure: Figure) -> Decimal:
    step = figure.step_cny if figure.is_money else figure.step
    assert step is not None
    return step
