"""One report delivered more than once: copies are counted once, and a corrected edition takes the former's place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from loaders.layouts import layout
from loaders.reports.document import Content

# Two transcriptions of one report differ by slips of the pen, two reports of one kind by most of their figures.
_COPY_SHARE = 0.9
# A corrected edition may print many figures anew, but not most of them; zeros are alike in any two reports.
_EDITION_SHARE = 0.5
DUPLICATE, SUPERSEDED = "duplicate", "superseded"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that was read, with what decides which of several editions counts.

    Only reports of one kind, department and year can be one report. `is_annex` says that it came inside another
    report's file; `arrival` is the number of the load that brought it, `is_corrected` what its title or file says.
    """

    document_id: str
    kind: str
    department_id: str
    fiscal_year: int | None
    is_annex: bool
    arrival: int = 0
    is_corrected: bool = False

    @property
    def subject(self) -> tuple[str, str, int | None]:
        """What it is a report of."""
        return self.kind, self.department_id, self.fiscal_year

    @property
    def age(self) -> tuple[int, bool]:
        """Of two editions the one of greater age is the later. Documents of one load are of one age, unless one says
        that it corrects."""
        return self.arrival, self.is_corrected


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two reports print the same. `figures`: of the longer one, without blanks; `alike`: of these, at the same
    coordinates in the same print. `amounts`, `amounts_alike`: the same of values other than zero, however printed."""

    figures: int
    alike: int
    amounts: int
    amounts_alike: int

    @property
    def is_same(self) -> bool:
        """All figures agree."""
        return 0 < self.figures == self.alike

    @property
    def is_copy(self) -> bool:
        """They differ as two transcriptions do."""
        return self.figures > 0 and self.alike >= _COPY_SHARE * self.figures

    @property
    def is_edition(self) -> bool:
        """They differ as two editions do."""
        return self.is_copy or (self.amounts > 0 and self.amounts_alike >= _EDITION_SHARE * self.amounts)


@dataclass(frozen=True, slots=True)
class Fate:
    """Why a report does not count: it is a `duplicate` of another, or `superseded` by it."""

    status: str
    other: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How often each figure stands in a report, in print and by its value."""

    printed: Counter[str]
    amounts: Counter[str]

    def likeness(self, other: Fingerprint) -> Likeness:
        """How far another report agrees."""
        return Likeness(
            figures=max(self.printed.total(), other.printed.total()),
            alike=(self.printed & other.printed).total(),
            amounts=max(self.amounts.total(), other.amounts.total()),
            amounts_alike=(self.amounts & other.amounts).total(),
        )


def fingerprint(content: Content) -> Fingerprint:
    """The fingerprint of a report that was read."""
    printed: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for figure in content.figures:
        if not figure.is_blank:
            place = f"{figure.table_code} {figure.row_key} {figure.column_key}"
            printed[f"{place} {figure.printed_text}"] += 1
            measure = figure.amount_cny if figure.amount_cny is not None else figure.value
            if measure:
                amounts[f"{place} {measure.normalize()}"] += 1
    return Fingerprint(printed, amounts)


def is_corrected(title: str, file_name: str) -> bool:
    """Whether a report says of itself that it takes a former one's place."""
    return any(_corrections().search(text) is not None for text in (title, file_name))


def fates(candidates: Iterable[Candidate], likeness: Callable[[str, str], Likeness]) -> dict[str, Fate]:
    """The reports that do not count, each with why. `likeness` compares two of one subject by their keys.

    The first stays the one that counts as long as others only repeat it; the later edition takes its place where it
    differs and is known to be later. The report that stands alone comes before one in an annex, then the smaller key
    decides, so that neither the order nor the folder of the files matters.
    """
    subjects: Mapping[tuple[str, str, int | None], list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        subjects[candidate.subject].append(candidate)
    found: dict[str, Fate] = {}
    for several in subjects.values():
        if len(several) > 1:
            found |= _fates_of_subject(several, likeness)
    return found


def _fates_of_subject(candidates: list[Candidate], likeness: Callable[[str, str], Likeness]) -> dict[str, Fate]:
    counted: list[Candidate] = []
    found: dict[str, Fate] = {}
    for candidate in sorted(candidates, key=lambda each: (each.is_annex, each.age, each.document_id)):
        for index, known in enumerate(counted):
            alike = likeness(known.document_id, candidate.document_id)
            is_later = candidate.age > known.age and not candidate.is_annex
            if is_later and alike.is_edition and not alike.is_same:
                fate = Fate(SUPERSEDED, candidate.document_id)
                # What repeats the former edition goes with it.
                found |= {key: fate for key, former in found.items() if former.other == known.document_id}
                found[known.document_id] = fate
                counted[index] = candidate
                break
            if alike.is_copy:
                found[candidate.document_id] = Fate(DUPLICATE, known.document_id)
                break
        else:
            counted.append(candidate)
    return found


@cache
def _corrections() -> re.Pattern[str]:
    return re.compile(layout("kinds")["corrections"])
