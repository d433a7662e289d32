"""From checks that fail together to causes: one figure, two figures in each other's place, or the smallest set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from loaders.audit.edits import PRIORS
from loaders.audit.intervals import holds
from loaders.audit.model import Check, Reading, System
from loaders.audit.repairs import Repair, repairs
from loaders.audit.rows import family, row_hypothesis
from loaders.audit.suspects import Suspect, suspect

# Two explanations can be told apart where one is three times as likely as the other.
TOLD_APART = 3
_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """Figures to change together (the first is where it began), and the checks that fail because of them.

    `alternatives` are other figures that explain the same about as well; with `is_ambiguous` none can be preferred.
    Without suspects nothing explains the checks, or a whole row does (`row_label` names it if it is printed twice).
    """

    checks: tuple[Check, ...]
    suspects: tuple[Suspect, ...]
    hypothesis: str | None
    alternatives: tuple[Suspect, ...]
    is_ambiguous: bool
    row_label: str = ""


@dataclass(frozen=True, slots=True)
class _Explanation:
    suspects: tuple[Suspect, ...]
    hypothesis: str | None
    weight: Fraction


def components(checks: Iterable[Check]) -> list[list[Check]]:
    """Checks that share figures, directly or through others, or compare the columns of one row."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while parents.setdefault(name, name) != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    found = list(checks)
    for check in found:
        links = ["figure " + figure_id for figure_id in check.movable]
        if (same := family(check)) is not None:
            links.append("family " + " ".join(same))
        for link in links:
            parents[root(link)] = root("check " + check.check_id)
    groups: dict[str, list[Check]] = {}
    for check in found:
        groups.setdefault(root("check " + check.check_id), []).append(check)
    return list(groups.values())


def causes(system: System, violated: list[Check]) -> list[Cause]:
    """One for each cause of a component's violations."""
    whole_row = row_hypothesis(system, violated)
    if whole_row is not None:
        hypothesis, cell = whole_row
        return [Cause(tuple(violated), (), hypothesis, (), False, row_label=cell.row_label if cell else "")]
    found = [*_single(system, violated), *_exchanged(system, violated)]
    if found:
        found.sort(key=_order)
        return [_cause(violated, found)]
    return _several(system, violated)


def _order(explanation: _Explanation) -> tuple[Fraction, tuple[str, ...]]:
    return -explanation.weight, tuple(one.figure_id for one in explanation.suspects)


def _single(system: System, violated: list[Check]) -> list[_Explanation]:
    shared = frozenset.intersection(*(check.movable for check in violated)) & system.closed
    found = (suspect(system, figure_id, {}) for figure_id in sorted(shared))
    return [_Explanation((one,), one.hypothesis, one.weight) for one in found if one is not None]


def _exchanged(system: System, violated: list[Check]) -> list[_Explanation]:
    """Two figures of one row or statement (or of one column, budget and final) that stand in each other's place."""
    touched = {figure_id for check in violated for figure_id in check.movable}
    pairs = set()
    for first in touched & system.closed:
        for other in system.beside(system.cells[first]):
            second = other.figure_id
            if second in system.closed and first != second and _may_exchange(system, first, second):
                pairs.add((min(first, second), max(first, second)))
    found = []
    for first, second in sorted(pairs):
        one, two = system.cells[first], system.cells[second]
        readings = {first: Reading(two.value, two.half), second: Reading(one.value, one.half)}
        around = {check.check_id: check for check in [*violated, *system.checks_of(readings)]}
        if all(holds(system, check, readings) for check in around.values()):
            suspects = tuple(
                Suspect(key, readings[key], "roles_exchanged", Fraction(0), readings[key].value, readings[key].value)
                for key in _in_order(system, readings, violated)
            )
            found.append(_Explanation(suspects, "roles_exchanged", PRIORS["roles_exchanged"] / len(pairs)))
    return found


def _may_exchange(system: System, first: str, second: str) -> bool:
    one, two = system.cells[first], system.cells[second]
    if (one.document_id, one.table_code, one.unit) != (two.document_id, two.table_code, two.unit):
        return False
    if one.value == two.value:
        return False
    stages = {one.row_key, two.row_key} == {"budget", "final"} and one.column_key == two.column_key
    return one.row_number == two.row_number or stages


def _in_order(system: System, readings: Mapping[str, Reading], violated: list[Check]) -> list[str]:
    """The figure that stands in more of the failing checks first."""
    return sorted(
        readings,
        key=lambda key: (-sum(key in check.movable for check in violated), system.cells[key].line or 0, key),
    )


def _cause(violated: list[Check], explanations: list[_Explanation]) -> Cause:
    best = explanations[0]
    near = [other for other in explanations[1:] if other.weight * TOLD_APART > best.weight]
    alternatives = tuple(other.suspects[0] for other in near[: _ALTERNATIVES - 1])
    kinds = {other.hypothesis for other in [best, *near]}
    hypothesis = best.hypothesis if len(kinds) == 1 else None
    return Cause(tuple(violated), best.suspects, hypothesis, alternatives, bool(near))


def _several(system: System, violated: list[Check]) -> list[Cause]:
    """The most plausible set of changes; its figures that hang together are one cause."""
    explained = [found for repair in repairs(system, violated) if (found := _judged(system, repair)) is not None]
    if not explained:
        return [Cause(tuple(violated), (), None, (), True)]
    explained.sort(key=_order)
    best = explained[0]
    near = [other for other in explained[1:] if other.weight * TOLD_APART > best.weight]
    changed = {one.figure_id for one in best.suspects}
    others = {one.figure_id: one for other in near for one in other.suspects if one.figure_id not in changed}
    taken: set[str] = set()
    result = []
    for group in _linked(system, best.suspects):
        keys = {one.figure_id for one in group}
        own = [check for check in violated if check.movable & keys and check.check_id not in taken]
        own = own or [check for check in violated if check.movable & keys]
        taken |= {check.check_id for check in own}
        touched = {figure_id for check in system.checks_of(keys) for figure_id in check.movable}
        instead = tuple(one for key, one in sorted(others.items()) if key in touched)[: _ALTERNATIVES - 1]
        result.append(Cause(tuple(own) or tuple(violated), tuple(group), group[0].hypothesis, instead, bool(instead)))
    return result


def _judged(system: System, repair: Repair) -> _Explanation | None:
    """Each figure of the set by itself, the others read as the set needs them."""
    readings = dict(repair.readings)
    found = []
    for figure_id in repair.readings:
        one = suspect(system, figure_id, {key: other for key, other in readings.items() if key != figure_id})
        if one is None:
            return None
        found.append(one)
        readings[figure_id] = one.reading
    return _Explanation(tuple(found), None, repair.weight)


def _linked(system: System, suspects: tuple[Suspect, ...]) -> list[list[Suspect]]:
    """Figures of which one was computed from the other: a check holds as printed and with both changed, not with one.

    Or one fact printed wrong in several places. Where it began comes first: what no other figure is computed from.
    """
    readings = {one.figure_id: one.reading for one in suspects}
    groups = {one.figure_id: {one.figure_id} for one in suspects}
    derived: set[str] = set()
    for first, second in combinations(readings, 2):
        joint = [
            check
            for check in system.checks_of([first])
            if second in check.movable
            and not check.is_violated
            and not _each_alone(system, check, readings, first, second)
        ]
        for check in joint:
            derived |= {term.figure_id for term in check.options[0].terms.get("lhs", ())}
        if joint or _same_fact(system, first, second):
            merged = groups[first] | groups[second]
            for key in merged:
                groups[key] = merged
    by_key = {one.figure_id: one for one in suspects}
    result, seen = [], set()
    for key in readings:
        if key not in seen:
            seen |= groups[key]
            result.append([by_key[name] for name in sorted(groups[key], key=lambda name: (name in derived, name))])
    return result


def _each_alone(system: System, check: Check, readings: Mapping[str, Reading], first: str, second: str) -> bool:
    rest = {key: reading for key, reading in readings.items() if key not in (first, second)}
    without_first = {**rest, second: readings[second]}
    without_second = {**rest, first: readings[first]}
    return holds(system, check, without_first) and holds(system, check, without_second)


def _same_fact(system: System, first: str, second: str) -> bool:
    one, two = system.cells[first], system.cells[second]
    return bool(one.row_key) and (one.document_id, one.row_key, one.column_key, one.value, one.unit) == (
        two.document_id,
        two.row_key,
        two.column_key,
        two.value,
        two.unit,
    )
