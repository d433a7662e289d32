"""One report delivered twice: recognised by its content, counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.reports.document import Content, Segment
from loaders.reports.regions import Department

# Two transcriptions of one report differ by slips of the pen, two reports of one kind by most of their figures.
_SAME_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What identifies a report's content: its subject, and how often each figure stands in it.

    `is_annex` says that it came inside another report's file; `sort_key` orders copies for choosing the first.
    """

    document_id: str
    kind: str
    department_id: str
    fiscal_year: int | None
    figures: Counter[str]
    is_annex: bool

    @property
    def subject(self) -> tuple[str, str, int | None]:
        """Only reports of one kind, department and year can be one report."""
        return (self.kind, self.department_id, self.fiscal_year)


def fingerprint(document_id: str, segment: Segment, department: Department, content: Content) -> Fingerprint:
    """The fingerprint of a report that was read."""
    return Fingerprint(
        document_id=document_id,
        kind=segment.kind,
        department_id=department.department_id,
        fiscal_year=segment.fiscal_year,
        figures=Counter(
            f"{figure.table_code} {figure.row_key} {figure.column_key} {figure.printed_text}"
            for figure in content.figures
            if not figure.is_blank
        ),
        is_annex=segment.ordinal > 1,
    )


def duplicates(fingerprints: Sequence[Fingerprint]) -> dict[str, str]:
    """For each further copy of a report, the document it repeats.

    The copy that stands alone comes before one in an annex, then the smaller key decides, so that neither the
    order nor the folder of the files matters.
    """
    originals: list[Fingerprint] = []
    found: dict[str, str] = {}
    for candidate in sorted(fingerprints, key=lambda fingerprint: (fingerprint.is_annex, fingerprint.document_id)):
        original = next((known for known in originals if _same(known, candidate)), None)
        if original is None:
            originals.append(candidate)
        else:
            found[candidate.document_id] = original.document_id
    return found


def _same(one: Fingerprint, other: Fingerprint) -> bool:
    if one.subject != other.subject:
        return False
    total = max(one.figures.total(), other.figures.total())
    return total > 0 and (one.figures & other.figures).total() >= _SAME_SHARE * total
