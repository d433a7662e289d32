"""What the guards found; needs no Great Expectations, so that every process can read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

EXAMPLES = 3
"""How many offending rows a failure shows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that does not hold: which rule, where, on how many rows, and the first of them."""

    suite: str
    column: str
    rule_zh: str
    rule_en: str
    count: int
    examples: tuple[str, ...]

    @property
    def words(self) -> str:
        """The failure as a person reads it, with its examples below it."""
        column = f" [{self.column}]" if self.column else ""
        rows = f"{self.count} 行 rows" if self.count else "整表 whole table"
        head = f"{self.suite}{column}: {self.rule_zh} · {self.rule_en} ({rows})"
        return "\n    ".join([head, *self.examples])


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """One suite on one table: how many expectations were evaluated, and those that failed."""

    suite: str
    rows: int
    evaluated: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class GuardReport:
    """All suites of one border (`seeds` or `marts`)."""

    border: str
    suites: tuple[SuiteResult, ...]

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Everything that failed, in the order of the suites."""
        return tuple(failure for suite in self.suites for failure in suite.failures)

    def as_json(self) -> dict[str, Any]:
        """The report for build_report.json and guards.json."""
        return {
            "border": self.border,
            "succeeded": not self.failures,
            "expectations": sum(suite.evaluated for suite in self.suites),
            "suites": [asdict(suite) for suite in self.suites],
        }


def report(border: str, suites: Iterable[SuiteResult]) -> GuardReport:
    """The report of one border."""
    return GuardReport(border, tuple(suites))
