"""The catalogue's identities between the figures of one document's tables, for choosing among readings.

Verdicts are given by the models (`models/audit`); here the same rules say which of several readings of a cell is the
one that was printed. Rules are left out that compare with prose or with other documents, choose among right sides, or
are no equation: what they ask has more than one answer.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from loaders import paths
from loaders.reports.figures import Figure

_PROSE = "narrative"
_NOT_PLAIN = ("alternative", "reach", "qualifier", "times_row_key", "times_column_key")
_GROUPINGS = ("", "*", "row_key", "parent_row_key", "row_number", "column_key", "parent_column_key")
_ALL = "*"
_NO_SLACK = Decimal(0)
Row = dict[str, str]
_Place = tuple[str, str]


@dataclass(frozen=True)
class Identity:
    """One equation: its figures by their number, each times a factor, add up to nothing but rounding."""

    rule: str
    factors: dict[int, Decimal]

    def holds(self, figures: Sequence[Figure], number: int | None = None, instead: Figure | None = None) -> bool:
        """Whether it does, with another figure in the place of `number` if one is given."""
        total = slack = Decimal(0)
        for index, factor in self.factors.items():
            figure = instead if index == number and instead is not None else figures[index]
            total += factor * figure.magnitude
            slack += abs(factor) * _half(figure)
        return abs(total) <= slack


def identities(figures: Sequence[Figure], kind: str) -> list[Identity]:
    """Those between the figures of a document of that kind, wherever all sides of a rule are there."""
    places: dict[str, list[int]] = defaultdict(list)
    parents = {(figure.table_code, figure.parent_row_key) for figure in figures if not figure.is_repeat}
    for index, figure in enumerate(figures):
        if not figure.is_repeat and figure.resolution is not None:
            places[figure.table_code].append(index)
    return [
        Identity(rule, factors)
        for rule, terms in _rules(kind).items()
        for factors in _groups(figures, places, parents, terms)
    ]


@cache
def _rules(kind: str) -> dict[str, tuple[Row, ...]]:
    """The plain equations that judge documents of that kind, with their terms."""
    terms: dict[str, list[Row]] = defaultdict(list)
    for term in _rows("identity_terms"):
        terms[term["identity_id"]].append(term)
    return {
        row["identity_id"]: tuple(terms[row["identity_id"]])
        for row in _rows("identities")
        if row["operator"] == "eq"
        and kind in row["document_kinds"].split("|")
        and all(_is_plain(term) for term in terms[row["identity_id"]])
    }


def _rows(name: str) -> list[Row]:
    with (paths.SEEDS / "rules" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_plain(term: Row) -> bool:
    return (
        not any(term[column] for column in _NOT_PLAIN)
        and term["table_code"] != _PROSE
        and term["aggregate"] == "sum"
        and {term["group_row"], term["group_column"]} <= {*_GROUPINGS}
    )


def _groups(
    figures: Sequence[Figure], places: dict[str, list[int]], parents: set[tuple[str, str | None]], terms: Sequence[Row]
) -> list[dict[int, Decimal]]:
    """The figures of each group in which every term has what it needs."""
    found: list[dict[_Place, list[int]]] = []
    for term in terms:
        by_group: dict[_Place, list[int]] = defaultdict(list)
        for index in places.get(term["table_code"], ()):
            if _selects(term, figures[index], parents):
                by_group[_group(term, figures[index])].append(index)
        found.append(by_group)
    drivers = [by_group for term, by_group in zip(terms, found, strict=True) if term["is_driver"] == "true"]
    result = []
    for group in dict.fromkeys(place for by_group in drivers for place in by_group):
        factors: dict[int, Decimal] = {}
        for term, by_group in zip(terms, found, strict=True):
            members = [index for place, indexes in by_group.items() if _meets(place, group) for index in indexes]
            if not members and not _may_be_absent(term, places):
                break
            sign = (1 if term["side"] == "lhs" else -1) * Decimal(term["sign"]) * Decimal(term["factor"])
            for index in members:
                factors[index] = factors.get(index, Decimal(0)) + sign
        else:
            result.append(factors)
    return result


def _selects(term: Row, figure: Figure, parents: set[tuple[str, str | None]]) -> bool:
    is_leaf = (figure.table_code, figure.row_key) not in parents
    values = {
        "row_key": figure.row_key,
        "row_level": None if figure.row_level is None else str(figure.row_level),
        "parent_row_key": figure.parent_row_key,
        "is_leaf": str(is_leaf).lower(),
        "column_key": figure.column_key,
    }
    return figure.qualifier is None and all(not term[name] or term[name] == value for name, value in values.items())


def _group(term: Row, figure: Figure) -> _Place:
    row, column = (
        by if by in ("", _ALL) else str(getattr(figure, by)) for by in (term["group_row"], term["group_column"])
    )
    return row, column


def _meets(place: _Place, group: _Place) -> bool:
    return all(one in (other, _ALL) for one, other in zip(place, group, strict=True))


def _may_be_absent(term: Row, places: dict[str, list[int]]) -> bool:
    if term["when_absent"] == "zero":
        return bool(places.get(term["table_code"]))
    return term["when_absent"] == "optional"


def _half(figure: Figure) -> Decimal:
    """What rounding may have taken from a figure: half its resolution; counts of things are exact."""
    assert figure.resolution is not None  # `identities` takes no others
    is_count = not figure.is_money and figure.resolution >= 1
    return _NO_SLACK if is_count else figure.resolution / 2
