"""From documents with their truth and verdicts to the numbers that are reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.audit.cases import Case
from benchmarks.audit.rivals import JUESUAN, RIVALS, Verdicts
from loaders.samples.made import errors


@dataclass
class Tally:
    """Counts of one kind of error."""

    made: int = 0
    detectable: int = 0
    found: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RIVALS, 0))
    found_detectable: dict[str, int] = field(default_factory=lambda: dict.fromkeys(RIVALS, 0))


class Score:
    """Everything counted over a run."""

    def __init__(self) -> None:
        self.kinds: dict[str, Tally] = {kind: Tally() for kind in (*errors.KINDS, *errors.HARMLESS)}
        self.table, self.prose = Tally(), Tally()
        self.clean_reports = self.clean_checks = self.checks = 0
        self.false_reports = dict.fromkeys(RIVALS, 0)
        self.false_alarms = dict.fromkeys(RIVALS, 0)
        self.disagreements: list[str] = []
        self.missed: list[dict[str, Any]] = []
        self._of_clean: dict[int, dict[str, set[str]]] = {}

    @property
    def made(self) -> int:
        """Documents counted so far."""
        return self.clean_reports + sum(tally.made for tally in self.kinds.values())

    def add(self, cases: Iterable[Case], verdicts: Verdicts) -> None:
        """Counts one warehouse's documents; a clean report must come before the reports with errors made of it."""
        for case in cases:
            self._compare(case, verdicts)
            if case.kind:
                self._error(case, verdicts)
            else:
                self._clean(case, verdicts)

    def _compare(self, case: Case, verdicts: Verdicts) -> None:
        """The warehouse against the exact evaluation: the same checks judged, the same found violated."""
        judged, applied = verdicts.checks.get(case.document_id, 0), case.checks
        self.checks += judged
        if judged != applied:
            self.disagreements.append(f"{case.document_id}: {judged} checks in the warehouse, {applied} expected")
        for check in sorted(verdicts.of(JUESUAN, case.document_id) ^ case.contradictions):
            self.disagreements.append(f"{case.document_id}: {check}")

    def _clean(self, case: Case, verdicts: Verdicts) -> None:
        self.clean_reports += 1
        self.clean_checks += verdicts.checks.get(case.document_id, 0)
        alarms = {rival: verdicts.of(rival, case.document_id) for rival in RIVALS}
        self._of_clean[case.order.number] = alarms
        for rival, found in alarms.items():
            self.false_reports[rival] += bool(found)
            self.false_alarms[rival] += len(found)

    def _error(self, case: Case, verdicts: Verdicts) -> None:
        assert case.slip
        side = self.prose if case.slip.is_prose else self.table
        tallies = [self.kinds[case.kind]] + ([side] if case.kind in errors.KINDS else [])
        for tally in tallies:
            tally.made += 1
            tally.detectable += case.is_detectable
            for rival in RIVALS:
                before = self._of_clean[case.order.number][rival]
                found = bool(verdicts.of(rival, case.document_id) - before)
                tally.found[rival] += found
                tally.found_detectable[rival] += found and case.is_detectable
        if case.is_detectable and not verdicts.of(JUESUAN, case.document_id):
            self.missed.append({"kind": case.kind, "document_id": case.document_id, "old": case.slip.old})

    def result(self) -> dict[str, Any]:
        """The counts as they are written to the results."""
        return {
            "clean": {
                "reports": self.clean_reports,
                "checks": self.clean_checks,
                "reports_with_false_alarms": self.false_reports,
                "false_alarms": self.false_alarms,
            },
            "errors": {kind: vars(tally) for kind, tally in self.kinds.items()},
            "errors_in_tables": vars(self.table),
            "errors_in_prose": vars(self.prose),
            "missed": self.missed,
            "checks_compared_with_exact_evaluation": self.checks,
            "disagreements": self.disagreements[:20],
            "disagreement_count": len(self.disagreements),
        }
