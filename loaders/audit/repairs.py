"""Several figures at a time: what was changed, and what was then computed from it.

A best-first search for the most plausible set of changes after which every check holds. Each step takes the failing
check that leaves the fewest figures to choose from, and changes one of them so that it holds. A check that held as
printed and fails because of a change tells of a figure computed from the wrong one: to follow there costs little; to
find another slip costs what that slip is worth. (An integer program for the smallest set was measured and left:
docs/decisions/0010-which-cell.md.)
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from loaders.audit.edits import PRIORS, digits_of, slips
from loaders.audit.intervals import Interval, bounds, holds
from loaders.audit.model import Cell, Check, Reading, System
from loaders.audit.suspects import agreement, middle_of, plausible

_FOLLOWED = Fraction(1, 5)
_LONGEST = 6
_STEPS = 150
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Repair:
    """Figures and what they should read; `weight` compares repairs of the same checks."""

    readings: Mapping[str, Reading]
    weight: Fraction


def repairs(system: System, violated: list[Check]) -> list[Repair]:
    """The most plausible sets of changes, and those nearly as plausible; empty where none was found in time."""
    failing = frozenset(check.check_id for check in violated)
    queue: list[tuple[Fraction, int, dict[str, Reading], frozenset[str]]] = [(Fraction(-1), 0, {}, failing)]
    seen: set[frozenset[str]] = set()
    found: list[Repair] = []
    pushed = 0
    for _ in range(_STEPS):
        if not queue:
            break
        negative, _, readings, failing = heapq.heappop(queue)
        if found and -negative * _NEAR < found[0].weight:
            break
        if not failing:
            found.append(Repair(readings, -negative))
            continue
        if len(readings) == _LONGEST:
            continue
        for figure_id, reading, factor in _steps(system, failing, readings):
            changed = {**readings, figure_id: reading}
            key = frozenset(changed)
            if key in seen:
                continue
            seen.add(key)
            pushed += 1
            heapq.heappush(queue, (negative * factor, pushed, changed, _failing(system, failing, figure_id, changed)))
    return found


def _steps(
    system: System, failing: frozenset[str], readings: Mapping[str, Reading]
) -> list[tuple[str, Reading, Fraction]]:
    """The changes that make one failing check hold: figure, reading, and how plausible the change is."""
    choices = {
        check_id: sorted((system.checks[check_id].movable & system.closed) - set(readings)) for check_id in failing
    }
    chosen = min(choices, key=lambda check_id: (len(choices[check_id]), check_id))
    check = system.checks[chosen]
    follows = not check.is_violated
    result = []
    for figure_id in choices[chosen]:
        cell = system.cells[figure_id]
        interval = _interval(system, check, failing, figure_id, readings)
        ways = [] if follows else _scaled(system, check, cell, readings)
        if interval is not None:
            ways.append(_reading(system, cell, interval, follows))
        if ways:
            result.append((figure_id, *max(ways, key=lambda way: way[1])))
    return result


def _interval(
    system: System, check: Check, failing: frozenset[str], figure_id: str, readings: Mapping[str, Reading]
) -> Interval | None:
    """What makes the check hold, and of the figure's other checks as many as can be, the failing ones first."""
    cell = system.cells[figure_id]
    others = [other for other in system.checks_of([figure_id]) if other is not check]
    others.sort(key=lambda other: (other.check_id not in failing, other.check_id))
    best: Interval | None = None
    for candidate in bounds(system, check, figure_id, cell.half, readings):
        best = plausible(cell, candidate)
        if best is not None:
            break
    if best is None:
        return None
    for other in others:
        for interval in bounds(system, other, figure_id, cell.half, readings):
            met = plausible(cell, best.meet(interval))
            if met is not None and not (met.low is None and met.high is None):
                best = met
                break
    return best if not best.holds(cell.value) else None


def _reading(system: System, cell: Cell, interval: Interval, follows: bool) -> tuple[Reading, Fraction]:
    middle = Reading(middle_of(cell, interval), cell.half)
    if follows:
        return middle, _FOLLOWED * agreement(system, cell, middle)
    fitting = [s for s in slips(cell) if s.reading.half == cell.half and interval.holds(s.reading.value)]
    if fitting:
        best = max(fitting, key=lambda slip: (slip.chance, -abs(slip.reading.value - middle.value)))
        return best.reading, best.chance * agreement(system, cell, best.reading)
    return middle, PRIORS["free"] / 10 ** digits_of(cell) * agreement(system, cell, middle)


def _scaled(
    system: System, check: Check, cell: Cell, readings: Mapping[str, Reading]
) -> list[tuple[Reading, Fraction]]:
    """Slips that change the rounding unit with the value, as 元 for 万元."""
    return [
        (slip.reading, slip.chance * agreement(system, cell, slip.reading))
        for slip in slips(cell)
        if slip.kind == "unit_slip" and holds(system, check, {**readings, cell.figure_id: slip.reading})
    ]


def _failing(
    system: System, failing: frozenset[str], figure_id: str, readings: Mapping[str, Reading]
) -> frozenset[str]:
    own = system.by_figure.get(figure_id, ())
    still = {check_id for check_id in own if not holds(system, system.checks[check_id], readings)}
    return (failing - set(own)) | still
