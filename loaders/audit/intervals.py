"""Checks on intervals: does one hold, and what may one figure be so that it does?

A side's value is the sum of its terms, its slack the sum of what rounding leaves open in each. Everything below
writes a check as inequalities that are linear in the figure looked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from loaders.audit.model import MARGIN, SIDES, Cell, Check, Option, Reading, System, Term

Readings = Mapping[str, Reading]
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included; None is without bound."""

    low: Fraction | None
    high: Fraction | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies within."""
        return self.low is not None and self.high is not None and self.low > self.high

    def holds(self, value: Fraction) -> bool:
        """Whether the value lies within."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def meet(self, other: Interval) -> Interval:
        """What lies within both."""
        lows = [bound for bound in (self.low, other.low) if bound is not None]
        highs = [bound for bound in (self.high, other.high) if bound is not None]
        return Interval(max(lows, default=None), min(highs, default=None))


@dataclass(frozen=True, slots=True)
class Row:
    """low ≤ constant + Σ coefficient × value ≤ high: one side of a check as a linear inequality."""

    constant: Fraction
    coefficients: Mapping[str, Fraction]
    low: Fraction | None
    high: Fraction | None


@dataclass(slots=True)
class _Side:
    """Constant, coefficients of the unknown figures, and slack of one side."""

    constant: Fraction
    coefficients: dict[str, Fraction]
    slack: Fraction


def holds(system: System, check: Check, readings: Readings) -> bool:
    """Whether the check holds when the given figures are read otherwise."""
    return any(
        all(
            Interval(row.low, row.high).holds(row.constant)
            for row in option_rows(system, check, option, readings, frozenset())
        )
        for option in check.options
    )


def is_exact(system: System, check: Check, readings: Readings) -> bool:
    """Whether the figures agree as printed, without any help from rounding."""
    for option in check.options:
        lhs, rhs, divisor = (_side(system, option, side, readings, frozenset()) for side in SIDES)
        if check.operator == "ratio":
            if divisor.constant != 0 and abs(lhs.constant - rhs.constant / divisor.constant) <= lhs.slack + MARGIN:
                return True
        elif check.operator != "eq" or lhs.constant == rhs.constant:
            return True
    return False


def bounds(system: System, check: Check, figure_id: str, half: Fraction, others: Readings) -> list[Interval]:
    """What the figure, rounded to within `half`, may be printed as so that the check holds; one for each option.

    `others` are figures that are read otherwise already.
    """
    found = []
    cell = system.cells[figure_id]
    for option in check.options:
        reading = Reading(cell.value, half)
        interval: Interval | None = None
        for _ in range(2):  # in a product the slack depends on the value: the second pass knows it nearly
            readings = {**others, figure_id: reading}
            rows = option_rows(system, check, option, readings, frozenset({figure_id}))
            interval = _solve(rows, figure_id)
            if interval is None or not _has_product(option, figure_id):
                break
            middle = _middle(interval)
            if middle is None:
                break
            reading = Reading(middle, half)
        if interval is not None and not interval.is_empty:
            found.append(interval)
    return found


def option_rows(system: System, check: Check, option: Option, readings: Readings, unknown: frozenset[str]) -> list[Row]:
    """The inequalities of one option of a check, linear in the figures `unknown`."""
    lhs, rhs, divisor = (_side(system, option, side, readings, unknown) for side in SIDES)
    if check.operator != "ratio":
        slack = lhs.slack + rhs.slack
        coefficients = _minus(lhs.coefficients, rhs.coefficients)
        low = None if check.operator == "le" else -slack
        high = None if check.operator == "ge" else slack
        return [Row(lhs.constant - rhs.constant, coefficients, low, high)]
    if lhs.coefficients:
        if rhs.coefficients or divisor.coefficients:
            return []  # the stated rate and what it is made of at once: any rate can be made to agree
        if divisor.constant - divisor.slack <= 0:
            return [Row(Fraction(1), {}, _ZERO, _ZERO)]
        corners = [
            (rhs.constant + upper * rhs.slack) / (divisor.constant + lower * divisor.slack)
            for upper in (-1, 1)
            for lower in (-1, 1)
        ]
        low, high = min(corners) - lhs.slack - MARGIN, max(corners) + lhs.slack + MARGIN
        return [Row(lhs.constant, lhs.coefficients, low, high)]
    rate_low, rate_high = lhs.constant - lhs.slack - MARGIN, lhs.constant + lhs.slack + MARGIN
    rows = []
    for rate, sign in ((rate_low, 1), (rate_high, -1)):
        # numerator ± slack against rate × (divisor ± slack), the most favourable corner
        room = rhs.slack + abs(rate) * divisor.slack
        coefficients = _minus(rhs.coefficients, {key: rate * c for key, c in divisor.coefficients.items()})
        constant = rhs.constant - rate * divisor.constant
        rows.append(Row(constant, coefficients, -room, None) if sign > 0 else Row(constant, coefficients, None, room))
    rows.append(Row(divisor.constant, divisor.coefficients, divisor.slack + MARGIN, None))
    return rows


def _side(system: System, option: Option, side: str, readings: Readings, unknown: frozenset[str]) -> _Side:
    """What is printed was added up once; only the terms of figures that are read otherwise, or unknown, are redone."""
    base = system.sums.get((id(option), side))
    if base is None:
        base = _add_up(system.cells, {}, frozenset(), option.terms.get(side, ()))
        base.constant += option.constants.get(side, _ZERO)
        system.sums[id(option), side] = base
    redone = [
        term
        for term in option.terms.get(side, ())
        if term.figure_id in readings or term.figure_id in unknown or term.times in readings or term.times in unknown
    ]
    if not redone:
        return base
    before = _add_up(system.cells, {}, frozenset(), redone)
    after = _add_up(system.cells, readings, unknown, redone)
    return _Side(
        base.constant - before.constant + after.constant, after.coefficients, base.slack - before.slack + after.slack
    )


def _add_up(cells: Mapping[str, Cell], readings: Readings, unknown: frozenset[str], terms: Sequence[Term]) -> _Side:
    found = _Side(_ZERO, {}, _ZERO)
    for term in terms:
        value, half = _read(cells, readings, term.figure_id)
        if term.times is None:
            found.slack += abs(term.multiplier) * half
            _add(found, term.figure_id, term.multiplier, value, unknown)
            continue
        share, share_half = _read(cells, readings, term.times)
        scale = term.multiplier / 100
        found.slack += abs(scale) * (half * abs(share) + share_half * abs(value) + half * share_half)
        if term.times in unknown:
            _add(found, term.times, scale * value, share, unknown)
        else:
            _add(found, term.figure_id, scale * share, value, unknown)
    return found


def _add(side: _Side, figure_id: str, factor: Fraction, value: Fraction, unknown: frozenset[str]) -> None:
    if figure_id in unknown:
        side.coefficients[figure_id] = side.coefficients.get(figure_id, _ZERO) + factor
    else:
        side.constant += factor * value


def _read(cells: Mapping[str, Cell], readings: Readings, figure_id: str) -> tuple[Fraction, Fraction]:
    reading = readings.get(figure_id) or cells[figure_id]
    return reading.value, reading.half


def _minus(left: Mapping[str, Fraction], right: Mapping[str, Fraction]) -> dict[str, Fraction]:
    keys = [*left, *(key for key in right if key not in left)]
    return {key: left.get(key, _ZERO) - right.get(key, _ZERO) for key in keys}


def _solve(rows: list[Row], figure_id: str) -> Interval | None:
    """None where no value of the figure satisfies the rows."""
    found = Interval(None, None)
    for row in rows:
        factor = row.coefficients.get(figure_id, _ZERO)
        if factor == 0:
            if not Interval(row.low, row.high).holds(row.constant):
                return None
            continue
        low = None if row.low is None else (row.low - row.constant) / factor
        high = None if row.high is None else (row.high - row.constant) / factor
        found = found.meet(Interval(low, high) if factor > 0 else Interval(high, low))
    return None if found.is_empty else found


def _has_product(option: Option, figure_id: str) -> bool:
    return any(
        term.times is not None and figure_id in (term.figure_id, term.times)
        for terms in option.terms.values()
        for term in terms
    )


def _middle(interval: Interval) -> Fraction | None:
    if interval.low is None or interval.high is None:
        return None
    return (interval.low + interval.high) / 2
