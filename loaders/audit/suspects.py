"""One figure at a time: the values that make all its checks hold, and how plausible a slip leads back to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from loaders.audit.edits import PRIORS, Slip, digits_of, slips
from loaders.audit.intervals import Interval, bounds, holds, is_exact
from loaders.audit.model import Cell, Check, Reading, System

_UNBOUNDED = 10**6
# A figure that agreed exactly with others, and would do so no more, is less likely to be the wrong one.
_SPOILED = Fraction(3, 10)
# A figure printed alike in another place is less likely to be wrong; one that would then agree with it is more.
_CONFIRMED, _CONTRADICTED = Fraction(1, 10), Fraction(3)
_SHORTEST_LABEL = 3
_DOTTED = re.compile(r"[0-9]+[.][0-9]")

_EXACT_OPERATORS = frozenset({"eq", "ratio"})


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure, what it should read, why it may have been misprinted, and the printable values that would do."""

    figure_id: str
    reading: Reading
    hypothesis: str | None
    weight: Fraction
    low: Fraction | None
    high: Fraction | None


def suspect(system: System, figure_id: str, others: Mapping[str, Reading]) -> Suspect | None:
    """How one figure can make all its checks hold, `others` being read otherwise already; None if it cannot."""
    cell = system.cells[figure_id]
    checks = system.checks_of([figure_id])
    wide = _all(system, checks, figure_id, cell.half, others)
    exact = _all(system, checks, figure_id, Fraction(0), others)
    allowed = [interval for interval in (plausible(cell, found) for found in wide) if interval is not None]
    # What is only bounded from one side would hold with almost any slip: none explains it.
    possible = slips(cell) if any(check.operator in _EXACT_OPERATORS for check in checks) else ()
    fitting = [slip for slip in possible if _fits(system, cell, slip, allowed, exact, checks, others)]
    if not allowed and not fitting:
        return None
    target = _nominal(cell, allowed, exact)
    by_kind = _closest(system, cell, fitting, checks, others)
    weights = {
        kind: sum((slip.chance / _possible(cell, slip, allowed, exact) for slip in found), Fraction(0))
        for kind, found in by_kind.items()
    }
    copied = _copied(system, cell) if target is not None else {}
    weights.update(copied)
    if target is not None:
        # Two figures of which nothing is alike: the longer the number, the less a free change explains.
        digits = max(digits_of(cell), _digits(cell, target.value))
        weights["free"] = PRIORS["free"] / Fraction(10) ** digits
    if not weights:
        return None
    reading = _suggested(fitting, by_kind, weights, target)
    if not all(holds(system, check, {**others, figure_id: reading}) for check in checks):
        return None
    interval = _around(cell, allowed, exact, reading)
    weight = sum(weights.values(), Fraction(0)) * _trust(system, cell, reading, checks, others)
    hypothesis = _name(cell, by_kind, copied)
    return Suspect(figure_id, reading, hypothesis, weight, interval.low, interval.high)


def _all(
    system: System, checks: Collection[Check], figure_id: str, half: Fraction, others: Mapping[str, Reading]
) -> list[Interval]:
    """What the checks leave open together; several intervals where a check has several options."""
    found = [Interval(None, None)]
    for check in checks:
        if figure_id not in check.movable:
            if not holds(system, check, others):
                return []
            continue
        possible = bounds(system, check, figure_id, half, others)
        found = [met for one in found for other in possible if not (met := one.meet(other)).is_empty]
        if not found:
            return []
    return [interval for interval in found if (interval.low, interval.high) != (None, None)]


def plausible(cell: Cell, interval: Interval) -> Interval | None:
    """Without values such a figure does not have: shares beyond 100 %, amounts of the other sign, other fractions."""
    low = None if cell.value < 0 else Fraction(0)
    high = Fraction(100) if cell.is_share else Fraction(0) if cell.value < 0 else None
    met = interval.meet(Interval(low, high))
    if met.is_empty:
        return None
    step = cell.step or Fraction(1)
    if met.low is not None:
        met = replace(met, low=ceil(met.low / step) * step)
    if met.high is not None:
        met = replace(met, high=floor(met.high / step) * step)
    return None if met.is_empty else met


def _fits(
    system: System,
    cell: Cell,
    slip: Slip,
    allowed: list[Interval],
    exact: list[Interval],
    checks: Collection[Check],
    others: Mapping[str, Reading],
) -> bool:
    reading = slip.reading
    if cell.is_share and not 0 <= reading.value <= 100:
        return False
    if reading.half == cell.half:
        if slip.kind != "sign":
            return any(interval.holds(reading.value) for interval in allowed)
    elif exact and not any(
        Interval(
            None if interval.low is None else interval.low - reading.half,
            None if interval.high is None else interval.high + reading.half,
        ).holds(reading.value)
        for interval in exact
    ):
        return False
    return all(holds(system, check, {**others, cell.figure_id: reading}) for check in checks)


def _nominal(cell: Cell, allowed: list[Interval], exact: list[Interval]) -> Reading | None:
    """The printable value in the middle of what the checks leave open."""
    for interval in allowed:
        inner = next((met for one in exact if not (met := one.meet(interval)).is_empty), interval)
        value = middle_of(cell, inner)
        value = value if interval.low is None else max(value, interval.low)
        return Reading(value if interval.high is None else min(value, interval.high), cell.half)
    return None


def middle_of(cell: Cell, interval: Interval) -> Fraction:
    """The printable value in the middle; of an interval without end, its end."""
    low = interval.low if interval.low is not None else interval.high
    high = interval.high if interval.high is not None else interval.low
    if low is None or high is None:
        return cell.value
    step = cell.step or Fraction(1)
    return round((low + high) / 2 / step) * step


def _possible(cell: Cell, slip: Slip, allowed: list[Interval], exact: list[Interval]) -> int:
    """How many values the figure could have had before the slip, for all that the checks say."""
    if slip.reading.half == cell.half:
        return sum(_printable(cell, interval) for interval in allowed) or 1
    step = 2 * slip.reading.half
    widths = [one.high - one.low for one in exact if one.low is not None and one.high is not None]
    return int(sum(widths, Fraction(0)) / step) + 1 if step and widths else _UNBOUNDED


def _printable(cell: Cell, interval: Interval) -> int:
    if interval.low is None or interval.high is None:
        return _UNBOUNDED
    return int((interval.high - interval.low) / (cell.step or 1)) + 1


def _digits(cell: Cell, value: Fraction) -> int:
    return len(str(abs(int(value / (cell.step or 1)))))


def _copied(system: System, cell: Cell) -> dict[str, Fraction]:
    """Whether another figure was printed in this one's place: a neighbour's, last year's, another scope's."""
    if cell.value == 0 or digits_of(cell) <= 2:
        return {}
    same = [other for other in system.near(cell) if _is_near(cell, other)]
    found = {}
    beside = [o for o in same if o.table_code == cell.table_code and o.column_key != cell.column_key]
    if any(other.value == cell.value for other in beside):
        found["neighbour_column"] = PRIORS["neighbour_column"] / len(beside)
    elsewhere = [o for o in same if o.table_code != cell.table_code]
    if any(other.value == cell.value for other in elsewhere):
        found["other_scope"] = PRIORS["other_scope"] / len(elsewhere)
    amounts = {other.column_key: other.value for other in beside}
    if cell.column_key == "amount" and amounts.get("last_year") == cell.value:
        found = {"last_year": PRIORS["last_year"]}
    return found


def _is_near(cell: Cell, other: Cell) -> bool:
    """In the same row or statement, or at the same coordinates of a sister table."""
    if other.document_id != cell.document_id or other.figure_id == cell.figure_id or other.unit != cell.unit:
        return False
    if other.table_code == cell.table_code:
        return other.row_number == cell.row_number
    return bool(cell.row_key) and (other.row_key, other.column_key) == (cell.row_key, cell.column_key)


def _suggested(
    fitting: list[Slip], by_kind: Mapping[str, list[Slip]], weights: Mapping[str, Fraction], target: Reading | None
) -> Reading:
    best = max(weights, key=lambda kind: (weights[kind], kind))
    if target is None:
        best = max(by_kind, key=lambda kind: (weights[kind], kind))
    found = by_kind.get(best)
    if not found:
        assert target is not None
        return target
    middle = target.value if target is not None else found[0].reading.value
    return min(found, key=lambda slip: (abs(slip.reading.value - middle), slip.reading.value)).reading


def _around(cell: Cell, allowed: list[Interval], exact: list[Interval], reading: Reading) -> Interval:
    """The printable values the suggested one stands among."""
    for interval in allowed:
        if interval.holds(reading.value):
            return interval
    for interval in exact:
        low = None if interval.low is None else interval.low - reading.half
        high = None if interval.high is None else interval.high + reading.half
        if Interval(low, high).holds(reading.value):
            return Interval(low, high)
    return Interval(reading.value, reading.value)


def _trust(
    system: System, cell: Cell, reading: Reading, checks: Collection[Check], others: Mapping[str, Reading]
) -> Fraction:
    """How far what surrounds the figure speaks for it as printed."""
    trust = Fraction(1)
    for check in checks:
        was_exact = check.verdict == "exact" and check.operator in ("eq", "ratio")
        if was_exact and not is_exact(system, check, {**others, cell.figure_id: reading}):
            trust *= _SPOILED
    return trust * agreement(system, cell, reading)


def agreement(system: System, cell: Cell, reading: Reading) -> Fraction:
    """How far figures named alike in other tables speak for the reading, or for the figure as printed."""
    trust = Fraction(1)
    for other in system.twins(cell):
        if _is_twin(cell, other):
            if other.value == cell.value:
                trust *= _CONFIRMED
            elif other.value == reading.value:
                trust *= _CONTRADICTED
    return trust


def _is_twin(cell: Cell, other: Cell) -> bool:
    """Named alike in another table of the document (综合评价 in the sheet, 项目效益绩效情况综合评价 in prose)."""
    if (other.document_id, other.column_key) != (cell.document_id, cell.column_key):
        return False
    if other.table_code == cell.table_code or min(len(cell.row_label), len(other.row_label)) <= _SHORTEST_LABEL:
        return False
    numbered = _DOTTED.match(cell.row_key) and _DOTTED.match(other.row_key)
    if numbered and cell.row_key.split(".")[:2] != other.row_key.split(".")[:2]:
        return False  # what is under 3.2 in prose is under 3.2 in the sheet too
    return cell.row_label.endswith(other.row_label) or other.row_label.endswith(cell.row_label)


def _name(cell: Cell, slips_by_kind: Mapping[str, list[Slip]], copied: Collection[str]) -> str | None:
    """The hypothesis, where one alone makes everything hold: of the slips, those that need the least help of rounding.

    `slips_by_kind` has only these.
    """
    if cell.column_key == "formula_factor":
        return "wrong_factor"
    if cell.is_count:
        return "count_wrong"
    kinds = [*slips_by_kind, *copied]
    if not kinds:
        return "share_or_rate_misprinted" if cell.is_rate else None
    return kinds[0] if len(kinds) == 1 else None


def _closest(
    system: System, cell: Cell, fitting: list[Slip], checks: Collection[Check], others: Mapping[str, Reading]
) -> dict[str, list[Slip]]:
    """The slips after which most checks agree as printed, by kind; of two kinds that lead to one value the likelier."""
    exact = {
        index: sum(is_exact(system, check, {**others, cell.figure_id: slip.reading}) for check in checks)
        for index, slip in enumerate(fitting)
    }
    most = max(exact.values(), default=0)
    likeliest: dict[Fraction, Slip] = {}
    for index, slip in enumerate(fitting):
        if exact[index] == most:
            known = likeliest.get(slip.reading.value)
            if known is None or slip.chance > known.chance:
                likeliest[slip.reading.value] = slip
    by_kind: dict[str, list[Slip]] = {}
    for slip in likeliest.values():
        by_kind.setdefault(slip.kind, []).append(slip)
    return by_kind
