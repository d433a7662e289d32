"""The rules evaluated a second time, from the rule rows, in exact fractions: what the warehouse is measured against.

Nothing here is taken from the SQL: a rule's terms select figures by their coordinates, a figure stands for its value
plus and minus half of its rounding unit, and a rule is violated where no values inside the intervals satisfy it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from benchmarks.audit.render import Row
from loaders import seedfiles
from loaders.paths import ROOT

KIND = "final_accounts"
_AT = {name: index for index, name in enumerate(seedfiles.FIGURES)}
_COLUMNS = ("figure_id", "row_number", "column_number", "row_key", "column_key", "row_level", "parent_row_key", "qualifier")
Group = tuple[str, str]


@dataclass(frozen=True)
class Figure:
    """One figure as the rules see it."""

    figure_id: str
    row_number: int
    column_number: int
    row_key: str
    column_key: str
    row_level: str
    parent_row_key: str
    qualifier: str
    value: Fraction
    half: Fraction
    is_leaf: bool


@dataclass(frozen=True)
class Part:
    """One figure in one check: `coefficient` × its value adds to its side."""

    side: str
    coefficient: Fraction
    figure_id: str
    value: Fraction
    slack: Fraction


@dataclass(frozen=True)
class Check:
    """One rule in one group of one document; `applies` is false where a side is not printed."""

    identity_id: str
    operator: str
    group: Group
    parts: tuple[Part, ...]
    applies: bool

    def holds(self, figure_id: str = "", value: Fraction | None = None) -> bool:
        """Whether values inside all intervals satisfy the rule, with one figure's value replaced if one is given."""
        sides = {side: self._side(side, figure_id, value) for side in ("lhs", "rhs", "divisor")}
        (lhs_low, lhs_high), (low, high), (least, most) = sides["lhs"], sides["rhs"], sides["divisor"]
        if self.operator == "ratio":
            if least <= 0:
                return True  # the divisor may be zero: nothing is said
            corners = [numerator / divisor for numerator in (low, high) for divisor in (least, most)]
            low, high = min(corners), max(corners)
        if self.operator == "le":
            return lhs_low <= high
        if self.operator == "ge":
            return lhs_high >= low
        return lhs_low <= high and lhs_high >= low

    @property
    def violated(self) -> bool:
        """Whether the figures as printed contradict the rule."""
        return self.applies and not self.holds()

    def _side(self, side: str, figure_id: str, value: Fraction | None) -> tuple[Fraction, Fraction]:
        middle = slack = Fraction(0)
        for part in self.parts:
            if part.side == side:
                own = value if value is not None and part.figure_id == figure_id else part.value
                middle += part.coefficient * own
                slack += part.slack
        return middle - slack, middle + slack

    def solutions(self, figure_id: str) -> Iterator[Fraction]:
        """Values of one figure for which the rule holds: in the middle and at both edges of what it allows."""
        inside = {side: Fraction(0) for side in ("lhs", "rhs", "divisor")}
        rest, slack = dict(inside), Fraction(0)
        for part in self.parts:
            if part.figure_id == figure_id:
                inside[part.side] += part.coefficient
            else:
                rest[part.side] += part.coefficient * part.value
            slack += part.slack if self.operator != "ratio" or part.side == "lhs" else 0
        for shift in (Fraction(0), slack, -slack):
            if self.operator == "ratio":
                rate = rest["lhs"] + shift
                if inside["lhs"]:
                    divisor = rest["divisor"]
                    if divisor:
                        yield rest["rhs"] / divisor / inside["lhs"]
                elif slope := rate * inside["divisor"] - inside["rhs"]:
                    yield (rest["rhs"] - rate * rest["divisor"]) / slope
            elif slope := inside["lhs"] - inside["rhs"]:
                yield (rest["rhs"] - rest["lhs"] + shift) / slope


def checks(figures: dict[str, list[Row]]) -> list[Check]:
    """Every rule of the kind on one document."""
    tables = {code: _figures(rows) for code, rows in figures.items()}
    found = []
    for identity_id, operator, terms in _rules():
        found.extend(_rule(identity_id, operator, terms, tables))
    return found


def explanations(found: Iterable[Check]) -> list[str]:
    """The figures of which one alone, with another value, makes everything hold."""
    applied = [check for check in found if check.applies]
    violated = [check for check in applied if check.violated]
    if not violated:
        return []
    common = set.intersection(*({part.figure_id for part in check.parts} for check in violated))
    return sorted(figure_id for figure_id in common if _explains(figure_id, applied, violated))


def _explains(figure_id: str, applied: list[Check], violated: list[Check]) -> bool:
    own = [check for check in applied if any(part.figure_id == figure_id for part in check.parts)]
    tried = {value for check in own for value in check.solutions(figure_id)}
    return any(all(check.holds(figure_id, value) for check in own) for value in tried)


def _rule(
    identity_id: str, operator: str, terms: list[dict[str, str]], tables: dict[str, list[Figure]]
) -> Iterator[Check]:
    grouped: dict[Group, list[Part]] = defaultdict(list)
    matched: dict[tuple[Group, str], set[str]] = defaultdict(set)
    driven: dict[Group, None] = {}
    for term in terms:
        for group, parts in _term(term, tables).items():
            grouped[group] += parts
            matched[group, term["side"]].add(term["term_number"])
            if term["is_driver"] == "true":
                driven[group] = None
    everywhere = ("*", "")
    required = {(t["side"], t["term_number"]) for t in terms if t["when_absent"] == "not_applicable"}
    zero = any(t["side"] == "rhs" and t["when_absent"] == "zero" and t["table_code"] in tables for t in terms)
    for group in driven:
        parts = tuple(grouped[group] + (grouped[everywhere] if group != everywhere else []))
        numbers = {(s, n) for (g, s), found in matched.items() if g in (group, everywhere) for n in found}
        sides = {part.side for part in parts}
        whole = required <= numbers and "lhs" in sides and ("rhs" in sides or zero)
        yield Check(identity_id, operator, group, parts, whole)


def _term(term: dict[str, str], tables: dict[str, list[Figure]]) -> dict[Group, list[Part]]:
    multiplier = Fraction(int(term["sign"]) * int(term["factor"]))
    groups: dict[Group, list[Figure]] = defaultdict(list)
    for figure in tables.get(term["table_code"], ()):
        if _selects(term, figure) and (group := _group(term, figure)) is not None:
            groups[group].append(figure)
    found: dict[Group, list[Part]] = {}
    for group, figures in groups.items():
        if term["aggregate"] == "first":
            figures = [min(figures, key=lambda figure: (figure.row_number, figure.column_number))]
        parts = [_part(term, multiplier, figure, tables) for figure in figures]
        if any(parts):
            found[group] = [part for part in parts if part]
    return found


def _part(
    term: dict[str, str], multiplier: Fraction, figure: Figure, tables: dict[str, list[Figure]]
) -> Part | None:
    if term["aggregate"] == "count":
        return Part(term["side"], multiplier, "", Fraction(1), Fraction(0))
    if not term["times_row_key"]:
        return Part(term["side"], multiplier, figure.figure_id, figure.value, abs(multiplier) * figure.half)
    shares = [
        other
        for other in tables["narrative"]
        if (other.row_key, other.column_key) == (term["times_row_key"], term["times_column_key"]) and not other.qualifier
    ]
    if not shares:
        return None
    share = min(shares, key=lambda other: other.row_number)
    slack = figure.half * abs(share.value) + share.half * abs(figure.value) + figure.half * share.half
    return Part(
        term["side"], multiplier * share.value / 100, figure.figure_id, figure.value, abs(multiplier) * slack / 100
    )


def _selects(term: dict[str, str], figure: Figure) -> bool:
    qualifier = "" if figure.qualifier == "expected" else figure.qualifier
    return (
        qualifier == term["qualifier"]
        and (not term["column_key"] or term["column_key"] == figure.column_key)
        and (not term["row_key"] or term["row_key"] == figure.row_key)
        and (not term["row_level"] or term["row_level"] == figure.row_level)
        and (not term["parent_row_key"] or term["parent_row_key"] == figure.parent_row_key)
        and (not term["is_leaf"] or (term["is_leaf"] == "true") == figure.is_leaf)
    )


def _group(term: dict[str, str], figure: Figure) -> Group | None:
    by = term["group_row"]
    keys = {
        "row_key": figure.row_key,
        "parent_row_key": figure.parent_row_key,
        "row_number": str(figure.row_number),
        "column_key": figure.column_key,
    }
    if by in keys and not keys[by]:
        return None
    return keys.get(by, by), figure.column_key if term["group_column"] == "column_key" else term["group_column"]


def _figures(rows: list[Row]) -> list[Figure]:
    kept = [row for row in rows if row[_AT["is_repeat"]] != "true"]
    parents = {row[_AT["parent_row_key"]] for row in kept}
    return [_figure(row, row[_AT["row_key"]] not in parents) for row in kept]


def _figure(row: Row, is_leaf: bool) -> Figure:
    amount, value, unit = row[_AT["amount_cny"]], row[_AT["value"]], row[_AT["unit"]]
    resolution = Fraction(row[_AT["resolution"]] or 0)
    exact = not amount and unit != "%" and row[_AT["rounding_unit"]] == "1"
    texts = [row[_AT[name]] for name in _COLUMNS]
    return Figure(
        texts[0], int(texts[1]), int(texts[2]), texts[3], texts[4], texts[5], texts[6], texts[7],
        Fraction(amount or value or 0), Fraction(0) if exact else resolution / 2, is_leaf,
    )  # fmt: skip


@cache
def _rules() -> list[tuple[str, str, list[dict[str, str]]]]:
    """The rules of this kind of document that compare nothing with other documents."""
    terms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for term in _csv("identity_terms"):
        terms[term["identity_id"]].append(term)
    return [
        (rule["identity_id"], rule["operator"], terms[rule["identity_id"]])
        for rule in _csv("identities")
        if KIND in rule["document_kinds"].split("|")
        and not any(term["document_kind"] or term["alternative"] for term in terms[rule["identity_id"]])
    ]


def _csv(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / "rules" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
