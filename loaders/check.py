"""Documents to their findings, in one run of the models for all of them and without leaving anything behind."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import duckdb

from loaders import evidence, messages, paths, pipeline
from loaders.evidence import Evidence
from loaders.progress import Progress
from loaders.reports.coverage import Coverage
from loaders.warehouse.trial import trial_warehouse
from loaders.workspace import workspace

NO_EVIDENCE = Evidence({}, (), ())
_NEEDED = ("fct_finding", "fct_identity_check")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; values are in `unit`, page and line as far as the document's format tells them."""

    finding_id: str
    identity_id: str
    severity: str
    document_id: str
    message: str
    message_zh: str
    stated_value: Decimal | None
    expected_value: Decimal | None
    unit: str | None
    page: int | None
    line: int | None
    suspected_figure_id: str | None
    suggested_value: Decimal | None


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """One document, what became of it and of the numbers on its pages, and its findings in the order of its lines."""

    document_id: str
    file_name: str
    document_kind: str
    title: str
    fiscal_year: int | None
    status: str
    reason: str
    detail: str
    page: int | None
    line: int | None
    findings: tuple[Finding, ...]
    numbers: Coverage | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All documents of one check, the number of figures read, the checks counted by verdict, and, if it was asked for,
    what the findings rest on."""

    documents: tuple[CheckedDocument, ...]
    figures: int
    verdicts: dict[str, int]
    evidence: Evidence = field(default_factory=lambda: NO_EVIDENCE)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Those of all documents."""
        return tuple(finding for document in self.documents for finding in document.findings)

    def count(self, status: str) -> int:
        """How many documents have that status."""
        return sum(document.status == status for document in self.documents)


def check(
    documents: tuple[Path, ...], progress: Progress, project: Path = paths.ROOT, *, with_evidence: bool = False
) -> CheckResult:
    """Loads the documents and evaluates every identity on them.

    Raises UnreadableError where a path names nothing to read, SaidError where the models cannot be run. Documents
    that cannot be read are in the result, quarantined.
    """
    loaded = pipeline.load(documents, progress=progress.file, apart=True)
    if not loaded.count(pipeline.LOADED):
        return CheckResult(_documents(loaded, {}), 0, {})
    progress.step(messages.CHECKING)
    needed = (*_NEEDED, *evidence.MODELS) if with_evidence else _NEEDED
    with (
        workspace(Path(tempfile.gettempdir()), "juesuan-check-") as folder,
        trial_warehouse(loaded, folder, needed, project) as connection,
    ):
        findings = _findings(connection)
        verdicts = Counter(
            verdict for (verdict,) in connection.execute("select verdict from marts.fct_identity_check").fetchall()
        )
        rests_on = evidence.gather(connection) if with_evidence else NO_EVIDENCE
    figures = sum(len(document.content.figures) for document in loaded.documents if document.status == pipeline.LOADED)
    return CheckResult(_documents(loaded, findings), figures, dict(sorted(verdicts.items())), rests_on)


def _findings(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Finding]]:
    columns = ", ".join(Finding.__dataclass_fields__)
    rows = connection.execute(
        f"select {columns} from marts.fct_finding order by document_id, page, line, finding_id"
    ).fetchall()
    found: dict[str, list[Finding]] = {}
    for row in rows:
        finding = Finding(*row)
        found.setdefault(finding.document_id, []).append(finding)
    return found


def _documents(loaded: pipeline.LoadResult, findings: dict[str, list[Finding]]) -> tuple[CheckedDocument, ...]:
    return tuple(
        CheckedDocument(
            document_id=document.document_id,
            file_name=document.file_name,
            document_kind=document.segment.kind if document.segment else "unknown",
            title=document.segment.title if document.segment else "",
            fiscal_year=document.segment.fiscal_year if document.segment else None,
            status=document.status,
            reason=document.reason,
            detail=document.detail,
            page=document.place.page,
            line=document.place.line,
            findings=tuple(findings.get(document.document_id, ())),
            numbers=document.coverage,
        )
        for document in loaded.documents
    )
