"""What the guards found; needs no Great Expectations, so that every process can read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

EXAMPLES = 3
"""How many offending rows a failure shows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that does not hold: which rule, where, on how many rows, and the first of them.

    `documents`: the keys of the documents whose rows they are; none where a row belongs to no document.
    """

    suite: str
    column: str
    rule_zh: str
    rule_en: str
    count: int
    examples: tuple[str, ...]
    documents: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The failure as a person reads it, with its examples below it."""
        rows = f"{self.count} 行 rows" if self.count else "整表 whole table"
        return "\n    ".join([f"{self._rule} ({rows})", *self.examples])

    def words_for(self, document: str) -> str:
        """The failure in one line, as far as it concerns that document."""
        example = next((each for each in self.examples if f"document_id={document}" in each), "")
        return f"{self._rule} ({example})" if example else self._rule

    @property
    def _rule(self) -> str:
        column = f" [{self.column}]" if self.column else ""
        return f"{self.suite}{column}: {self.rule_zh} · {self.rule_en}"


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

    def blamed(self) -> dict[str, str]:
        """The documents whose rows are all that is wrong, each with what; none where anything else is."""
        found: dict[str, str] = {}
        for failure in self.failures:
            if not failure.documents:
                return {}
            found |= {document: failure.words_for(document) for document in failure.documents if document not in found}
        return found

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
