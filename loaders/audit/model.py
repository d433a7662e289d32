"""Figures as variables, checks as constraints on their intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

SIDES = ("lhs", "rhs", "divisor")
# A quotient is stored with six decimals: what differs by less cannot be told apart (fct_identity_check).
MARGIN = Fraction(2, 1_000_000)


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed figure: `value` (yuan, or its own unit) stands for anything within `half` of it.

    `step` is the worth of the last printed digit, `worth` what a printed 1 is worth in the unit of `value`
    (10,000 for a figure in 万元; negative where words give the sign), None where the text is no number.
    """

    figure_id: str
    document_id: str
    table_code: str
    row_number: int
    column_number: int
    row_label: str
    column_label: str
    row_key: str
    column_key: str
    printed_text: str
    unit: str
    value: Fraction
    half: Fraction
    step: Fraction
    worth: Fraction | None
    page: int | None
    line: int | None
    is_blank: bool = False

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "%"

    @property
    def is_count(self) -> bool:
        """Whether it says how many there are, or is part of a formula: neither money, nor a rate, nor points."""
        return self.column_key.startswith("count")

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, which cannot exceed 100 %."""
        return self.is_rate and ("share" in self.column_key or self.column_key == "score_rate")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell would be if it were printed otherwise."""

    value: Fraction
    half: Fraction


@dataclass(frozen=True, slots=True)
class Term:
    """A figure times a multiplier on one side; `times` is the figure, in percent, that multiplies it further."""

    figure_id: str
    multiplier: Fraction
    times: str | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One of the right sides that would do: terms by side; `constants` is what counting rows adds to a side."""

    name: str
    terms: Mapping[str, tuple[Term, ...]]
    constants: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule in one group of one document. It holds if any of its options does; the first is the one shown."""

    check_id: str
    identity_id: str
    document_id: str
    group_row: str
    group_column: str
    operator: str
    verdict: str
    severity: str
    title_en: str
    title_zh: str
    lhs: Fraction
    rhs: Fraction
    allowed: Fraction
    unit: str
    row_label: str
    column_label: str
    page: int | None
    line: int | None
    options: tuple[Option, ...]
    movable: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_violated(self) -> bool:
        """Whether it fails beyond rounding."""
        return self.verdict == "violated"

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is called in another copy of its document."""
        return self.identity_id, self.group_row, self.group_column


def movable_figures(options: Iterable[Option]) -> frozenset[str]:
    """The figures whose value the check depends on (rows that are only counted are none)."""
    found = set()
    for option in options:
        for terms in option.terms.values():
            for term in terms:
                found.add(term.figure_id)
                if term.times is not None:
                    found.add(term.times)
    return frozenset(found)


@dataclass(frozen=True)
class System:
    """The cells and checks around what fails. `closed` are the cells all of whose checks are here.

    `copies` leads from a copy of a document to its original; `sums` keeps what loaders.audit.intervals has added up.
    """

    cells: Mapping[str, Cell]
    checks: Mapping[str, Check]
    closed: frozenset[str]
    copies: Mapping[str, str] = field(default_factory=dict)
    by_figure: Mapping[str, tuple[str, ...]] = field(init=False)
    sums: dict[tuple[int, str], Any] = field(init=False, default_factory=dict)
    _by_column: Mapping[tuple[str, str], list[Cell]] = field(init=False)
    _by_row: Mapping[tuple[str, str, int], list[Cell]] = field(init=False)

    def __post_init__(self) -> None:
        by_column: dict[tuple[str, str], list[Cell]] = {}
        by_row: dict[tuple[str, str, int], list[Cell]] = {}
        for cell in self.cells.values():
            by_column.setdefault((cell.document_id, cell.column_key), []).append(cell)
            by_row.setdefault((cell.document_id, cell.table_code, cell.row_number), []).append(cell)
        object.__setattr__(self, "_by_column", by_column)
        object.__setattr__(self, "_by_row", by_row)
        by_figure: dict[str, list[str]] = {}
        for check in self.checks.values():
            for figure_id in check.movable:
                by_figure.setdefault(figure_id, []).append(check.check_id)
        object.__setattr__(self, "by_figure", {key: tuple(sorted(ids)) for key, ids in by_figure.items()})

    def checks_of(self, figures: Iterable[str]) -> list[Check]:
        """The checks that depend on any of the figures, in the order of their keys."""
        ids = {check_id for figure_id in figures for check_id in self.by_figure.get(figure_id, ())}
        return [self.checks[check_id] for check_id in sorted(ids)]

    def twins(self, cell: Cell) -> list[Cell]:
        """Figures of the document's columns of the same kind."""
        return self._by_column.get((cell.document_id, cell.column_key), [])

    def near(self, cell: Cell) -> list[Cell]:
        """What stands in the figure's row or statement, and in the columns of the same kind."""
        return [*self._row(cell), *(other for other in self.twins(cell) if other.table_code != cell.table_code)]

    def beside(self, cell: Cell) -> list[Cell]:
        """What stands in the figure's row or statement, and what stands in its own column or one of the same kind."""
        return [*self._row(cell), *self.twins(cell)]

    def _row(self, cell: Cell) -> list[Cell]:
        return self._by_row.get((cell.document_id, cell.table_code, cell.row_number), [])

    @property
    def violated(self) -> list[Check]:
        """The checks that fail, in the order of their keys."""
        return [check for _, check in sorted(self.checks.items()) if check.is_violated]
