"""Several figures at a time: the smallest sets whose change makes everything hold.

A hitting set: each check that fails must contain a figure of the set. Whether a set can do it is decided on the
inequalities of the checks it touches; where it cannot, the checks that rule it out say which other figures one of
must be in the set, and the search (scipy's mixed-integer solver, HiGHS) goes on. This is Benders' decomposition by
logic: no constant stands for "large", so that yuan and percent do not drown each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from loaders.audit.intervals import Row, option_rows
from loaders.audit.model import Check, Reading, System

_ROUNDS = 400
_SOLUTIONS = 24
_LARGEST = 6
_TOLERANCE = 1e-7


def smallest_sets(system: System, violated: list[Check]) -> list[tuple[str, ...]]:
    """All smallest sets of figures (up to a limit) that can make the checks hold; empty where there is none."""
    found: list[tuple[str, ...]] = []
    master = _Master(system, violated)
    for _ in range(_ROUNDS):
        chosen = master.solve()
        if chosen is None or (found and len(chosen) > len(found[0])) or len(chosen) > _LARGEST:
            break
        conflict = _conflict(system, violated, frozenset(chosen))
        if conflict is None:
            found.append(chosen)
            master.forbid(chosen)
            if len(found) == _SOLUTIONS:
                break
        else:
            missing = {figure_id for check in conflict for figure_id in check.movable} - set(chosen)
            if not master.require(missing):
                break
    return found


class _Master:
    """Which figures to change, by the cuts known so far."""

    def __init__(self, system: System, violated: list[Check]) -> None:
        self._closed = system.closed
        self._index: dict[str, int] = {}
        self._rows: list[tuple[dict[int, float], float]] = []
        self._possible = all(self.require(set(check.movable)) for check in violated)

    def require(self, figures: set[str]) -> bool:
        """One of the figures must change; False where none of them may."""
        usable = sorted(figures & self._closed)
        if not usable:
            return False
        self._rows.append(({self._number(figure_id): 1.0 for figure_id in usable}, 1.0))
        return True

    def forbid(self, figures: tuple[str, ...]) -> None:
        """This set, and those that contain it, are known."""
        self._rows.append(({self._number(figure_id): -1.0 for figure_id in figures}, 1.0 - len(figures)))

    def solve(self) -> tuple[str, ...] | None:
        """A smallest set that satisfies the cuts."""
        if not self._possible:
            return None
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import coo_array

        entries = [(i, j, v) for i, (row, _) in enumerate(self._rows) for j, v in row.items()]
        rows, columns, values = zip(*entries, strict=True)
        size = len(self._index)
        matrix = coo_array((values, (rows, columns)), shape=(len(self._rows), size)).tocsr()
        lower = np.array([bound for _, bound in self._rows])
        # A little more for later figures, so that the same system always gives the same set.
        cost = 1.0 + np.arange(size) * (0.01 / max(size, 1) ** 2)
        result = milp(
            cost, constraints=LinearConstraint(matrix, lower, np.inf), integrality=np.ones(size), bounds=Bounds(0, 1)
        )
        if result.x is None:
            return None
        names = list(self._index)
        return tuple(sorted(names[i] for i in range(size) if result.x[i] > 0.5))

    def _number(self, figure_id: str) -> int:
        return self._index.setdefault(figure_id, len(self._index))


def solution(system: System, checks: list[Check], free: frozenset[str]) -> dict[str, Reading] | None:
    """Values for the free figures that make the checks hold, each as near to the middle as can be; None if none do."""
    rows = [row for check in checks for row in _rows(system, check, free)]
    values = _feasible(system, rows, sorted(free))
    if values is None:
        return None
    found = {}
    for figure_id, value in values.items():
        cell = system.cells[figure_id]
        step = cell.step or Fraction(1)
        found[figure_id] = Reading(round(Fraction(value) / step) * step, cell.half)
    return found


def _conflict(system: System, violated: list[Check], chosen: frozenset[str]) -> list[Check] | None:
    """A small set of checks that the chosen figures cannot make hold; None where they can."""
    checks = {check.check_id: check for check in [*violated, *system.checks_of(chosen)]}
    remaining = list(checks.values())
    for check in remaining:
        if not check.movable & chosen:
            return [check]
    if _holds(system, remaining, chosen):
        return None
    # Leave out whatever is not needed for the contradiction.
    for check in list(remaining):
        fewer = [other for other in remaining if other is not check]
        if fewer and not _holds(system, fewer, chosen):
            remaining = fewer
    return remaining


def _holds(system: System, checks: list[Check], free: frozenset[str]) -> bool:
    rows = [row for check in checks for row in _rows(system, check, free)]
    used = sorted({figure_id for row in rows for figure_id in row.coefficients})
    return _feasible(system, rows, used) is not None


def _rows(system: System, check: Check, free: frozenset[str]) -> Iterator[Row]:
    """The option shown; another is taken where it needs no change."""
    yield from option_rows(system.cells, check, check.options[0], {}, free)


def _feasible(system: System, rows: list[Row], figures: list[str]) -> dict[str, float] | None:
    """Changes for the figures that satisfy the rows, the smallest in sum, in units of each figure's step."""
    bounded = []
    for row in rows:
        coefficients = {key: factor for key, factor in row.coefficients.items() if factor}
        if not coefficients:
            if (row.low is not None and row.constant < row.low) or (row.high is not None and row.constant > row.high):
                return None
            continue
        bounded.append(Row(row.constant, coefficients, row.low, row.high))
    if not bounded:
        return {figure_id: float(system.cells[figure_id].value) for figure_id in figures}
    return _linear(system, bounded, figures)


def _linear(system: System, rows: list[Row], figures: list[str]) -> dict[str, float] | None:
    import numpy as np
    from scipy.optimize import linprog

    index = {figure_id: i for i, figure_id in enumerate(figures)}
    matrix, limits = [], []
    for row in rows:
        present = row.constant + sum(
            (factor * system.cells[key].value for key, factor in row.coefficients.items()), Fraction(0)
        )
        scale = max(abs(factor) * _step(system, key) for key, factor in row.coefficients.items())
        line = np.zeros(len(figures))
        for key, factor in row.coefficients.items():
            line[index[key]] = float(factor * _step(system, key) / scale)
        if row.high is not None:
            matrix.append(line)
            limits.append(float((row.high - present) / scale))
        if row.low is not None:
            matrix.append(-line)
            limits.append(float((present - row.low) / scale))
    result = linprog(
        np.zeros(len(figures)),
        A_ub=np.array(matrix),
        b_ub=np.array(limits) + _TOLERANCE,
        bounds=[_range(system, figure_id) for figure_id in figures],
        method="highs",
    )
    if result.x is None:
        return None
    return {
        figure_id: float(system.cells[figure_id].value) + float(change) * float(_step(system, figure_id))
        for figure_id, change in zip(figures, result.x, strict=True)
    }


def _range(system: System, figure_id: str) -> tuple[float | None, float | None]:
    """By how many steps a figure may change and still be one of its kind."""
    cell, step = system.cells[figure_id], _step(system, figure_id)
    if cell.value < 0:
        return None, float(-cell.value / step)
    high = float((100 - cell.value) / step) if cell.is_share else None
    return float(-cell.value / step), high


def _step(system: System, figure_id: str) -> Fraction:
    return system.cells[figure_id].step or Fraction(1)
