"""All violations to findings, one for each cause, and notes for what is improbable."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

from loaders.audit import words
from loaders.audit.causes import Cause, causes, components
from loaders.audit.model import Cell, Check, Reading, System
from loaders.audit.notes import improbable

_SEVERITIES = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. Values are in `unit`; `suspected_figure_id` is None where no figure can be preferred."""

    finding_id: str
    identity_id: str
    severity: str
    document_id: str
    message: str
    message_zh: str
    stated_value: Fraction
    expected_value: Fraction
    unit: str
    page: int | None
    line: int | None
    suspected_figure_id: str | None
    suggested_value: Fraction | None
    identity_ids: tuple[str, ...]
    hypothesis: str | None
    alternatives: tuple[str, ...]
    expected_low: Fraction | None
    expected_high: Fraction | None
    check_ids: tuple[str, ...]
    figure: Cell | None


def explain(system: System) -> list[Finding]:
    """The findings in the order of document, line and key. A copy of a report repeats none of its original's."""
    violated = system.violated
    keys = {(check.document_id, check.key) for check in violated}
    found: list[Finding] = []
    corrected: dict[str, Reading] = {}
    for component in components(violated):
        if all((system.copies.get(check.document_id, ""), check.key) in keys for check in component):
            continue
        for cause in causes(system, component):
            if not cause.is_ambiguous:
                corrected.update({one.figure_id: one.reading for one in cause.suspects})
            if not all((system.copies.get(check.document_id, ""), check.key) in keys for check in cause.checks):
                found.append(_finding(system, cause))
    found.extend(_notes(system, corrected))
    return sorted(_distinct(found), key=lambda one: (one.document_id, one.line or 0, one.finding_id))


def _finding(system: System, cause: Cause) -> Finding:
    primary = min(cause.checks, key=lambda check: _rank(check, cause))
    certain = bool(cause.suspects) and not cause.is_ambiguous
    first = cause.suspects[0] if cause.suspects else None
    cell = system.cells[first.figure_id] if first is not None and certain else None
    message, message_zh = words.message(cause, primary, system.cells)
    severity = min((check.severity for check in cause.checks), key=lambda name: _SEVERITIES[name])
    others = [*cause.suspects[1:], *cause.alternatives] if certain else [*cause.suspects[:1], *cause.alternatives]
    return Finding(
        finding_id=primary.check_id,
        identity_id=primary.identity_id,
        severity=severity,
        document_id=cell.document_id if cell is not None else primary.document_id,
        message=message,
        message_zh=message_zh,
        stated_value=cell.value if cell is not None else primary.lhs,
        expected_value=first.reading.value if cell is not None and first is not None else primary.rhs,
        unit=cell.unit if cell is not None else primary.unit,
        page=cell.page if cell is not None else primary.page,
        line=cell.line if cell is not None else primary.line,
        suspected_figure_id=cell.figure_id if cell is not None else None,
        suggested_value=first.reading.value if cell is not None and first is not None else None,
        identity_ids=tuple(sorted({check.identity_id for check in cause.checks})),
        hypothesis=cause.hypothesis,
        alternatives=tuple(f"{one.figure_id}={_plain(one.reading.value)}" for one in others),
        expected_low=first.low if cell is not None and first is not None else None,
        expected_high=first.high if cell is not None and first is not None else None,
        check_ids=tuple(sorted(check.check_id for check in cause.checks)),
        figure=cell,
    )


def _rank(check: Check, cause: Cause) -> tuple[bool, int, str, str]:
    """The most telling check first: the suspect is what it judges, and few other figures are involved."""
    left = {term.figure_id for term in check.options[0].terms.get("lhs", ())}
    suspects = {one.figure_id for one in cause.suspects[:1]}
    return not suspects & left, len(check.movable), check.identity_id, check.check_id


def _notes(system: System, corrected: dict[str, Reading]) -> list[Finding]:
    """One for each figure and rule: a figure printed in several places is compared in each, and noted once."""
    found: dict[tuple[str, frozenset[str]], Finding] = {}
    for check in (check for _, check in sorted(system.checks.items())):
        if check.document_id in system.copies or not improbable(system, check, corrected):
            continue
        right = frozenset(term.figure_id for term in check.options[0].terms.get("rhs", ()))
        message, message_zh = words.note(check)
        known = found.get((check.identity_id, right))
        if known is not None:
            found[check.identity_id, right] = replace(known, check_ids=(*known.check_ids, check.check_id))
            continue
        found[check.identity_id, right] = Finding(
            finding_id=check.check_id,
            identity_id=check.identity_id,
            severity="note",
            document_id=check.document_id,
            message=message,
            message_zh=message_zh,
            stated_value=check.lhs,
            expected_value=check.rhs,
            unit=check.unit,
            page=check.page,
            line=check.line,
            suspected_figure_id=None,
            suggested_value=None,
            identity_ids=(check.identity_id,),
            hypothesis=None,
            alternatives=(),
            expected_low=check.rhs - check.allowed,
            expected_high=check.rhs + check.allowed,
            check_ids=(check.check_id,),
            figure=None,
        )
    return list(found.values())


def _distinct(findings: list[Finding]) -> list[Finding]:
    """Findings of one primary check get their figure's key behind it."""
    counts = Counter(finding.finding_id for finding in findings)
    return [
        replace(finding, finding_id=f"{finding.finding_id}~{finding.suspected_figure_id}")
        if counts[finding.finding_id] > 1
        else finding
        for finding in findings
    ]


def _plain(value: Fraction) -> str:
    return words.number(value).replace(",", "")
