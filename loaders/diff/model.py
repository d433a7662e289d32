"""What two sides are compared by, and what a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as one side has it; `status` is its load_status."""

    document_id: str
    file_name: str
    kind: str
    title: str | None
    department: str | None
    fiscal_year: int | None
    status: str
    fingerprint: str

    @property
    def facts(self) -> dict[str, str | int | None]:
        """What is said of the document beside its figures, and compared by name."""
        return {
            "title": self.title,
            "kind": self.kind,
            "department": self.department,
            "fiscal_year": self.fiscal_year,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: `amount` is in yuan or in `unit`, and None where there is none; page and line where known."""

    table: str
    project: str | None
    row_key: str | None
    row_label: str
    column_key: str | None
    column_label: str
    printed: str
    amount: Decimal | None
    unit: str | None
    page: int | None
    line: int | None

    @property
    def content(self) -> tuple[object, ...]:
        """What makes it the same figure: the words and the value, wherever they stand."""
        return self.printed, self.amount, self.unit


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `key` is its key without its document's."""

    key: str
    identity_id: str
    severity: str
    identity_ids: str
    hypothesis: str | None
    stated: Decimal | None
    expected: Decimal | None
    suggested: Decimal | None
    unit: str | None
    message: str
    message_zh: str
    page: int | None
    line: int | None

    @property
    def content(self) -> tuple[object, ...]:
        """What makes it the same finding, wherever it stands; its messages name lines."""
        return (
            self.identity_ids, self.severity, self.hypothesis, self.stated, self.expected, self.suggested, self.unit,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change(Generic[Thing]):
    """Something that one side has otherwise than the other: added without an old one, removed without a new one."""

    old: Thing | None
    new: Thing | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many checks of a rule went from one verdict to another; None where one side had no such check."""

    identity_id: str
    old: str | None
    new: str | None
    count: int


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """One document and what changed in it; on one side only, all its figures are added or removed."""

    document: Change[Document]
    facts: tuple[str, ...]
    figures: tuple[Change[Figure], ...]
    findings: tuple[Change[Finding], ...]

    @property
    def differs(self) -> bool:
        """Whether anything did."""
        return bool(self.document.kind != "changed" or self.facts or self.figures or self.findings)


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs; `compared` is the number of documents that both sides have."""

    compared: int
    documents: tuple[DocumentDiff, ...]
    rules: tuple[Change[dict[str, str]], ...]
    verdicts: tuple[Verdicts, ...]

    @property
    def differs(self) -> bool:
        """Whether anything does."""
        return bool(self.documents or self.rules or self.verdicts)
