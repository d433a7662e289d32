"""The rules evaluated a second time, from the rule rows, in exact arithmetic: what the warehouse is measured against.

Nothing here is taken from the SQL: a rule's terms select figures by their coordinates, a figure stands for its value
plus and minus half of its rounding unit, and a rule is violated where no values inside the intervals satisfy it.
Sums and products are exact (decimals of 60 digits, never rounded), quotients are fractions.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import cache

from loaders import seedfiles
from loaders.paths import ROOT
from loaders.samples.made.rows import Row

KIND = "final_accounts"
_AT = {name: index for index, name in enumerate(seedfiles.FIGURES)}
_COLUMNS = (
    "figure_id", "row_number", "column_number", "row_key", "column_key", "row_level", "parent_row_key", "qualifier",
)  # fmt: skip
Group = tuple[str, str]
_EXACT = Context(prec=60)
_ZERO = Decimal(0)


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
    value: Decimal
    half: Decimal
    is_leaf: bool


@dataclass(frozen=True)
class Part:
    """One figure in one check: `coefficient` × its value adds to its side.

    Of a product (an amount times a share in percent) `share_id` is the other figure, `share` its value in parts of 1.
    """

    side: str
    coefficient: Decimal
    figure_id: str
    value: Decimal
    slack: Decimal
    share_id: str = ""
    share: Decimal = Decimal(1)

    def with_value(self, figure_id: str, value: Decimal | None) -> Decimal:
        """What the part adds to its side, with one figure's value replaced if one is given."""
        own = value if value is not None and figure_id == self.figure_id else self.value
        share = value / 100 if value is not None and figure_id == self.share_id else self.share
        return self.coefficient * own * share

    def slope(self, figure_id: str) -> Decimal:
        """How much the part's contribution moves with that figure's value."""
        if figure_id == self.figure_id:
            return self.coefficient * self.share
        return self.coefficient * self.value / 100 if figure_id and figure_id == self.share_id else _ZERO


@dataclass(frozen=True)
class Check:
    """One rule in one group of one document; `applies` is false where a side is not printed.

    `violated` says that the figures as printed contradict the rule. `instead` are the same rule's other right sides,
    of which one that holds is enough.
    """

    identity_id: str
    operator: str
    group: Group
    parts: tuple[Part, ...]
    applies: bool
    violated: bool = False
    instead: tuple[Check, ...] = ()

    def holds(self, figure_id: str = "", value: Decimal | None = None) -> bool:
        """Whether values inside all intervals satisfy the rule, with one figure's value replaced if one is given."""
        return self._holds(figure_id, value) or any(other.holds(figure_id, value) for other in self.instead)

    def _holds(self, figure_id: str, value: Decimal | None) -> bool:
        sides = {side: self.side(side, figure_id, value) for side in ("lhs", "rhs", "divisor")}
        (lhs_low, lhs_high), (low, high), (least, most) = sides["lhs"], sides["rhs"], sides["divisor"]
        if self.operator == "ratio":
            if least <= 0:
                return True
            corners = [Fraction(over) / Fraction(divisor) for over in (low, high) for divisor in (least, most)]
            return Fraction(lhs_low) <= max(corners) and Fraction(lhs_high) >= min(corners)
        if self.operator == "le":
            return lhs_low <= high
        if self.operator == "ge":
            return lhs_high >= low
        return lhs_low <= high and lhs_high >= low

    @property
    def figure_ids(self) -> set[str]:
        """All figures of the check."""
        own = {key for part in self.parts for key in (part.figure_id, part.share_id)}
        return own.union(*(other.figure_ids for other in self.instead))

    def side(self, side: str, figure_id: str = "", value: Decimal | None = None) -> tuple[Decimal, Decimal]:
        """The lowest and the highest value of a side, with one figure's value replaced if one is given."""
        middle = slack = _ZERO
        for part in self.parts:
            if part.side == side:
                middle += part.with_value(figure_id, value)
                slack += part.slack
        return middle - slack, middle + slack

    def solutions(self, figure_id: str) -> Iterator[Decimal]:
        """Values of one figure for which the rule holds: in the middle and at both edges of what it allows."""
        inside = dict.fromkeys(("lhs", "rhs", "divisor"), _ZERO)
        rest, slack = dict(inside), _ZERO
        for part in self.parts:
            if slope := part.slope(figure_id):
                inside[part.side] += slope
            else:
                rest[part.side] += part.with_value("", None)
            slack += part.slack if self.operator != "ratio" or part.side == "lhs" else 0
        for shift in (_ZERO, slack, -slack):
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
        for other in self.instead:
            yield from other.solutions(figure_id)


class Tables:
    """A document's figures by table, row and column."""

    def __init__(self, figures: dict[str, list[Row]]) -> None:
        self.codes = set(figures)
        self._found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
        for code, rows in figures.items():
            for figure in _figures(rows):
                row, column = figure.row_key, figure.column_key
                for key in {(code, "", ""), (code, row, ""), (code, "", column), (code, row, column)}:
                    self._found[key].append(figure)

    def find(self, code: str, row_key: str, column_key: str) -> list[Figure]:
        """The figures of a table with that row and column; an empty key stands for all."""
        return self._found.get((code, row_key, column_key), [])


def checks(figures: dict[str, list[Row]]) -> list[Check]:
    """Every rule of the kind on one document."""
    tables = Tables(figures)
    with localcontext(_EXACT):
        found = [check for rule in _rules() for check in _in_any_way(*rule, tables)]
        return [replace(check, violated=True) if check.applies and not check.holds() else check for check in found]


def explanations(found: Iterable[Check]) -> list[str]:
    """The figures of which one alone, with another value, makes everything hold."""
    applied = [check for check in found if check.applies]
    violated = [check for check in applied if check.violated]
    if not violated:
        return []
    common = set.intersection(*(check.figure_ids for check in violated)) - {""}
    with localcontext(_EXACT):
        return sorted(figure_id for figure_id in common if _explains(figure_id, applied))


def _explains(figure_id: str, applied: list[Check]) -> bool:
    own = [check for check in applied if figure_id in check.figure_ids]
    tried = {value for check in own for value in check.solutions(figure_id)}
    return any(all(check.holds(figure_id, value) for check in own) for value in tried)


def _in_any_way(identity_id: str, operator: str, terms: list[dict[str, str]], tables: Tables) -> Iterator[Check]:
    """The rule's checks, each with all its right sides: the first that can be compared, and the others."""
    names = sorted({term["alternative"] for term in terms} - {""}) or [""]
    options: dict[Group, list[Check]] = defaultdict(list)
    for name in names:
        for check in _rule(identity_id, operator, [t for t in terms if t["alternative"] in ("", name)], tables):
            options[check.group].append(check)
    for found in options.values():
        first, *others = sorted(found, key=lambda check: not check.applies)
        yield replace(first, instead=tuple(other for other in others if other.applies))


def _rule(identity_id: str, operator: str, terms: list[dict[str, str]], tables: Tables) -> Iterator[Check]:
    grouped: dict[Group, list[Part]] = defaultdict(list)
    matched: dict[Group, set[tuple[str, str]]] = defaultdict(set)
    driven: dict[Group, None] = {}
    for term in terms:
        for group, parts in _term(term, tables).items():
            grouped[group] += parts
            matched[group].add((term["side"], term["term_number"]))
            if term["is_driver"] == "true":
                driven[group] = None
    everywhere = ("*", "")
    required = {(t["side"], t["term_number"]) for t in terms if t["when_absent"] == "not_applicable"}
    zero = any(t["side"] == "rhs" and t["when_absent"] == "zero" and t["table_code"] in tables.codes for t in terms)
    for group in driven:
        every = tuple(grouped[group] + (grouped[everywhere] if group != everywhere else []))
        sides = {part.side for part in every}
        whole = required <= matched[group] | matched[everywhere] and "lhs" in sides and ("rhs" in sides or zero)
        check = Check(identity_id, operator, group, every, whole)
        # Where the divisor may be zero nothing is said.
        yield replace(check, applies=whole and (operator != "ratio" or check.side("divisor")[0] > 0))


def _term(term: dict[str, str], tables: Tables) -> dict[Group, list[Part]]:
    multiplier = Decimal(int(term["sign"]) * int(term["factor"]))
    groups: dict[Group, list[Figure]] = defaultdict(list)
    for figure in tables.find(term["table_code"], term["row_key"], term["column_key"]):
        if _selects(term, figure) and (group := _group(term, figure)) is not None:
            groups[group].append(figure)
    found: dict[Group, list[Part]] = {}
    for group, figures in groups.items():
        if term["aggregate"] == "first":
            figures = [min(figures, key=lambda figure: (figure.row_number, figure.column_number))]
        if parts := [part for figure in figures if (part := _part(term, multiplier, figure, tables))]:
            found[group] = parts
    return found


def _part(term: dict[str, str], multiplier: Decimal, figure: Figure, tables: Tables) -> Part | None:
    if term["aggregate"] == "count":
        return Part(term["side"], multiplier, "", Decimal(1), _ZERO)
    if not term["times_row_key"]:
        return Part(term["side"], multiplier, figure.figure_id, figure.value, abs(multiplier) * figure.half)
    stated = tables.find("narrative", term["times_row_key"], term["times_column_key"])
    shares = [other for other in stated if not other.qualifier]
    if not shares:
        return None
    share = min(shares, key=lambda other: other.row_number)
    slack = figure.half * abs(share.value) + share.half * abs(figure.value) + figure.half * share.half
    slack = abs(multiplier) * slack / 100
    return Part(term["side"], multiplier, figure.figure_id, figure.value, slack, share.figure_id, share.value / 100)


def _selects(term: dict[str, str], figure: Figure) -> bool:
    qualifier = "" if figure.qualifier == "expected" else figure.qualifier
    return (
        qualifier == term["qualifier"]
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
    column = term["group_column"]
    if column == "parent_column_key":
        above = (
            {5: figure.column_key[:3], 3: "total"}.get(len(figure.column_key)) if figure.column_key.isdigit() else None
        )
        return None if above is None else (keys.get(by, by), above)
    return keys.get(by, by), figure.column_key if column == "column_key" else column


def _figures(rows: list[Row]) -> list[Figure]:
    kept = [row for row in rows if row[_AT["is_repeat"]] != "true"]
    parents = {row[_AT["parent_row_key"]] for row in kept}
    # A total is no leaf, even where nothing is printed below it.
    return [_figure(row, row[_AT["row_key"]] not in parents and row[_AT["row_level"]] != "0") for row in kept]


def _figure(row: Row, is_leaf: bool) -> Figure:
    amount, value, unit = row[_AT["amount_cny"]], row[_AT["value"]], row[_AT["unit"]]
    resolution = Decimal(row[_AT["resolution"]] or 0)
    exact = not amount and unit != "%" and row[_AT["rounding_unit"]] == "1"
    texts = [row[_AT[name]] for name in _COLUMNS]
    return Figure(
        texts[0], int(texts[1]), int(texts[2]), texts[3], texts[4], texts[5], texts[6], texts[7],
        Decimal(amount or value or 0), _ZERO if exact else resolution / 2, is_leaf,
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
        if KIND in rule["document_kinds"].split("|") and not any(term["reach"] for term in terms[rule["identity_id"]])
    ]


def _csv(name: str) -> list[dict[str, str]]:
    with (ROOT / "seeds" / "rules" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
