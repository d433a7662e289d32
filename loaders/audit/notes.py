"""Possible but improbable: what rounding explains, but only just."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from loaders.audit.intervals import is_exact
from loaders.audit.model import Check, Reading, System

# Each figure's rounding is as likely to be anywhere within half a unit: its variance is a third of that half squared.
# Five standard deviations: once in two million checks of a clean report (three and a half would be once in a report of
# a large department's size, and a note that is often wrong is not read).
_DEVIATIONS_SQUARED = Fraction(25)
_PAIR = 2


def improbable(system: System, check: Check, readings: Mapping[str, Reading]) -> bool:
    """Whether a check that holds within rounding is worth a note.

    Two printings of one amount that differ by a last digit can both be right only where the amount lies exactly
    between; where one of them is a sum of printed parts (as totals in prose are), that is the explanation.
    """
    if check.verdict != "within_rounding" or check.operator != "eq" or len(check.options) != 1:
        return False
    halves = _halves(system, check)
    if halves is None:
        return False
    distance = abs(check.lhs - check.rhs)
    if len(halves) == _PAIR:
        stated = [term.figure_id for term in check.options[0].terms["lhs"]]
        touching = distance == sum(halves) and halves[0] == halves[1]
        return touching and not any(_is_sum_of_parts(system, figure_id, readings) for figure_id in stated)
    return distance**2 > _DEVIATIONS_SQUARED * sum((half**2 for half in halves), Fraction(0)) / 3


def _halves(system: System, check: Check) -> list[Fraction] | None:
    found = []
    for terms in check.options[0].terms.values():
        for term in terms:
            if term.times is not None:
                return None
            half = abs(term.multiplier) * system.cells[term.figure_id].half
            if half:
                found.append(half)
    return found


def _is_sum_of_parts(system: System, figure_id: str, readings: Mapping[str, Reading]) -> bool:
    """Whether the figure is exactly what its printed parts add up to, once what is wrong has been put right.

    A report may state it in several places and its parts in one.
    """
    cell = system.cells[figure_id]
    same = {
        other.figure_id
        for other in system.twins(cell)
        if (other.table_code, other.row_key, other.value) == (cell.table_code, cell.row_key, cell.value)
    }
    for check in system.checks_of(same):
        if check.operator != "eq" or len(check.movable) <= _PAIR:
            continue
        on_left = any(term.figure_id in same for term in check.options[0].terms.get("lhs", ()))
        if on_left and is_exact(system, check, readings):
            return True
    return False
