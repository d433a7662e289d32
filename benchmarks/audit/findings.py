"""What is published of a document: its findings, and whether they name the figure that was changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.audit.cases import Case
from loaders.samples.made import errors

_ALARMING = ("error", "warning")


@dataclass(frozen=True)
class Finding:
    """A finding as published: what it says is wrong."""

    severity: str
    suspected_figure_id: str | None

    @property
    def is_alarm(self) -> bool:
        """Whether it says that something is wrong (a note does not)."""
        return self.severity in _ALARMING


@dataclass
class Located:
    """Counts of one kind of error. `told_apart` are errors in one figure that no other single figure explains."""

    made: int = 0
    detectable: int = 0
    with_finding: int = 0
    findings: int = 0
    told_apart: int = 0
    first_guess_right: int = 0
    no_guess: int = 0


def read(warehouse: Path) -> dict[str, list[Finding]]:
    """The findings by document, in the order in which they are published."""
    found: dict[str, list[Finding]] = defaultdict(list)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select document_id, severity, suspected_figure_id from marts.fct_finding order by finding_id"
        ).fetchall()
    for document_id, severity, suspected in rows:
        found[document_id].append(Finding(severity, suspected))
    return dict(found)


def count(cases: Iterable[Case], findings: dict[str, list[Finding]]) -> dict[str, Any]:
    """The counts by kind of error, and what is said of clean reports."""
    kinds = {kind: Located() for kind in ("", *errors.KINDS, *errors.HARMLESS)}
    wrong = []
    for case in cases:
        tally = kinds[case.kind]
        alarms = [finding for finding in findings.get(case.document_id, ()) if finding.is_alarm]
        tally.made += 1
        tally.detectable += case.is_detectable
        tally.with_finding += bool(alarms)
        tally.findings += len(alarms)
        if not case.is_told_apart:
            continue
        tally.told_apart += 1
        guesses = [finding.suspected_figure_id for finding in alarms if finding.suspected_figure_id]
        tally.no_guess += not guesses
        right = bool(guesses) and guesses[0] in case.changed
        tally.first_guess_right += right
        if not right:
            assert case.slip
            wrong.append(
                {"kind": case.kind, "number": case.order.number, "changed": sorted(case.changed), "guesses": guesses}
                | {"old": case.slip.old, "new": case.slip.new}
            )
    clean = kinds.pop("")
    return {
        "clean_reports": clean.made,
        "clean_reports_with_finding": clean.with_finding,
        "errors": {kind: vars(tally) for kind, tally in kinds.items()},
        "wrong_guesses": wrong,
    }
