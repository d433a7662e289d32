"""Figures made from a rule's own terms, and what to expect of them, worked out with fractions from the rule's words."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from loaders.paths import ROOT

RULES = ROOT / "seeds" / "rules"
Term = dict[str, str]
Group = tuple[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    with (RULES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


IDENTITIES = {row["identity_id"]: row for row in _rows("identities")}
TERMS: dict[str, list[Term]] = defaultdict(list)
for _term in _rows("identity_terms"):
    TERMS[_term["identity_id"]].append(_term)


@dataclass(frozen=True)
class Kind:
    """How a figure is printed: its unit and rounding unit, and what moves it beyond an edge."""

    unit: str
    step: Decimal
    beyond: Decimal

    @property
    def half(self) -> Fraction:
        """Whole numbers of things are exact; all else stands for half a step on each side."""
        return Fraction(0) if self.unit == "个" else Fraction(self.step) / 2


MONEY = Kind("元", Decimal("100.00"), Decimal("0.01"))
RATE = Kind("%", Decimal("0.1"), Decimal("0.01"))
POINTS = Kind("分", Decimal("0.01"), Decimal("0.01"))
COUNT = Kind("个", Decimal(1), Decimal(1))
SHARE = Decimal("50.0")
GRADE = ("优", Fraction(90), Fraction(100))


@dataclass(frozen=True)
class Made:
    """One figure made for one term of a rule; `group` is the row and column the rule compares it in."""

    term: Term
    row_key: str
    parent_row_key: str
    row_number: int
    column_key: str
    value: Decimal
    group: Group

    @property
    def kind(self) -> Kind:
        """Money, a rate, points or a count, by its column and table."""
        if self.column_key.endswith("_rate") or self.column_key == "share":
            return RATE
        if self.column_key.startswith(("count", "formula_")):
            return COUNT
        return POINTS if self.term["table_code"].startswith("evaluation_") else MONEY

    @property
    def coordinates(self) -> tuple[str, ...]:
        """What tells the figure from others of its documents."""
        place = (self.term["reach"], self.term["document_kind"], self.term["table_code"], self.row_key, self.column_key)
        return (*place, self.parent_row_key, str(self.row_number), self.term["qualifier"])

    @property
    def is_grade(self) -> bool:
        """A grade stands for a range of points."""
        return self.column_key == "grade"

    @property
    def has_value(self) -> bool:
        """Words such as 不可比 stand where a value would be."""
        return not self.term["qualifier"]

    @property
    def contribution(self) -> Fraction:
        """What the figure adds to its side."""
        factor = Fraction(int(self.term["sign"]) * int(self.term["factor"]))
        if self.term["aggregate"] == "count":
            return factor
        if self.is_grade:
            return (GRADE[1] + GRADE[2]) / 2
        if not self.has_value:
            return Fraction(0)
        share = Fraction(SHARE) / 100 if self.term["times_row_key"] else 1
        return factor * Fraction(self.value) * share

    @property
    def slack(self) -> Fraction:
        """How far the contribution may be off for rounding."""
        if self.is_grade:
            return (GRADE[2] - GRADE[1]) / 2
        if self.term["aggregate"] == "count" or not self.has_value:
            return Fraction(0)
        half = self.kind.half
        if self.term["times_row_key"]:
            half = (half * Fraction(SHARE) + RATE.half * Fraction(abs(self.value)) + half * RATE.half) / 100
        return int(self.term["factor"]) * half


def _terms(identity_id: str) -> list[Term]:
    """The rule's terms in its first alternative."""
    return [term for term in TERMS[identity_id] if term["alternative"] in ("", "1")]


def _made(term: Term, ordinal: int) -> Made:
    """A figure that the term's selectors match, in a group that the rule's other terms can share."""
    terms = TERMS[term["identity_id"]]
    common = "3.2" if any(other["group_row"] == "branch" for other in terms) else "g"
    grouped = (other["column_key"] for other in terms if other["group_column"])
    fallback = "weight" if term["table_code"].startswith("evaluation_") else "amount"
    column = term["column_key"] or next((key for key in grouped if key), fallback)
    if term["group_row"] == "column_key" and not term["column_key"]:
        column = common
    row, parent, number = term["row_key"], term["parent_row_key"], 1
    if term["group_row"] == "row_key":
        row = row or common
    elif term["group_row"] == "parent_row_key":
        parent = parent or common
    elif term["group_row"] == "branch":
        row, parent = f"3.2.{ordinal}", "3.2"
    elif term["group_row"] == "row_number":
        row = row or "s"
    elif term["group_row"] == "*":
        number = 99
    row = row or f"r{ordinal}"
    if term["is_leaf"] and not parent:
        parent = "total"
    if any(other["group_column"] == "parent_column_key" for other in terms):
        # An economic class, and the items below it.
        column = f"3010{ordinal}" if term["group_column"] == "parent_column_key" else "301"
    groups = {
        "row_key": row,
        "parent_row_key": parent,
        "row_number": str(number),
        "column_key": column,
        "branch": common,
    }
    columns = {"": "", "column_key": column, "parent_column_key": "301"}
    group = (groups.get(term["group_row"], term["group_row"]), columns[term["group_column"]])
    made = Made(term, row, parent, number, column, Decimal(0), group)
    small = column in ("change", "budget_difference")
    values = {
        MONEY: Decimal((100 if small else 1000) * 10_000 + 70_000 * ordinal),
        RATE: Decimal("3.0"),
        POINTS: Decimal(10 + ordinal),
        COUNT: Decimal(10 + ordinal),
    }
    return replace(made, value=values[made.kind])


def side(made: list[Made], group: Group, name: str) -> tuple[Fraction, Fraction]:
    """The side's value and how far its interval reaches to both sides."""
    chosen = [f for f in made if f.term["side"] == name and (f.group == group or f.group[0] == "*")]
    return sum((f.contribution for f in chosen), Fraction(0)), sum((f.slack for f in chosen), Fraction(0))


def consistent(identity_id: str) -> list[Made]:
    """Figures for which the rule holds: one for each term, one of the left side of each group set to fit."""
    made = [_made(term, ordinal) for ordinal, term in enumerate(_terms(identity_id))]
    # Terms that select one figure (a change, in dividend and divisor) share its value.
    values = {figure.coordinates: figure.value for figure in reversed(made)}
    made = [replace(figure, value=values[figure.coordinates]) for figure in made]
    for group in dict.fromkeys(figure.group for figure in made if figure.term["side"] == "lhs"):
        first = _first_left(made, group)
        made[first] = replace(made[first], value=Decimal(0))
        lhs, _ = side(made, group, "lhs")
        rhs, _ = side(made, group, "rhs")
        target = rhs - lhs
        if IDENTITIES[identity_id]["operator"] == "ratio":
            divisor, _ = side(made, group, "divisor")
            target = Fraction(round(rhs / divisor * 10), 10)
        made[first] = replace(made[first], value=_decimal(target) * int(made[first].term["sign"]))
    return made


def groups(identity_id: str) -> list[Group]:
    """The groups the rule is judged in."""
    made = consistent(identity_id)
    driven = {figure.group for figure in made if figure.term["is_driver"] == "true"}
    return [group for group in dict.fromkeys(f.group for f in made if f.term["side"] == "lhs") if group in driven]


def allowed(identity_id: str) -> Fraction:
    """The largest difference, to the hundredth, that rounding explains in the rule's first group."""
    made, group = consistent(identity_id), groups(identity_id)[0]
    return Fraction(int((side(made, group, "lhs")[1] + side(made, group, "rhs")[1]) * 100), 100)


def moved(identity_id: str, *, beyond: bool) -> list[Made]:
    """A figure of the left side of the first group at the edge of what rounding allows, or one unit beyond it."""
    made, group = consistent(identity_id), groups(identity_id)[0]
    index = _first_left(made, group)
    figure = made[index]
    operator = IDENTITIES[identity_id]["operator"]
    rhs, rhs_slack = side(made, group, "rhs")
    lhs, lhs_slack = side(made, group, "lhs")
    further = Fraction(figure.kind.beyond) if beyond else Fraction(0)
    if operator == "ratio":
        divisor, divisor_slack = side(made, group, "divisor")
        corners = [(rhs + rhs_slack) / (divisor + sign * divisor_slack) for sign in (-1, 1)]
        value = Decimal(floor((max(corners) + lhs_slack) * 10_000)) / 10_000 + _decimal(further)
    else:
        direction = -1 if operator == "ge" else 1
        # The edge itself may lie between two printable figures: the last inside it, and the first outside.
        reach = allowed(identity_id) + further
        value = figure.value + _decimal(rhs + direction * reach - lhs) * int(figure.term["sign"])
    made[index] = replace(figure, value=value)
    return made


def without_right_side(identity_id: str) -> list[Made]:
    """The rule's figures without the right side of the first group."""
    group = groups(identity_id)[0]
    made = consistent(identity_id)
    gone = {f.coordinates for f in made if f.term["side"] == "rhs" and f.group in (group, ("*", ""))}
    return [figure for figure in made if figure.coordinates not in gone]


def _first_left(made: list[Made], group: Group) -> int:
    return next(i for i, f in enumerate(made) if f.group == group and f.term["side"] == "lhs")


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def other_document(document_id: str, term: Term) -> str:
    """The key of the document that a term takes its figures from, where that is not the judged one."""
    return f"{document_id}+{term['reach']}+{term['document_kind']}"


def rows(document_id: str, made: list[Made]) -> list[tuple[str, dict[str, str]]]:
    """The figures as rows of the seeds, each with its table; what a term takes from another document stands there."""
    result = []
    seen: set[tuple[str, ...]] = set()
    for ordinal, figure in enumerate(made):
        if figure.coordinates in seen:
            continue
        seen.add(figure.coordinates)
        home = other_document(document_id, figure.term) if figure.term["reach"] else document_id
        result.append((figure.term["table_code"], _row(home, ordinal, figure)))
        if figure.term["times_row_key"]:
            share = replace(
                figure,
                row_key=figure.term["times_row_key"],
                column_key=figure.term["times_column_key"],
                parent_row_key="",
                row_number=50 + ordinal,
                value=SHARE,
            )
            result.append((figure.term["table_code"], _row(home, ordinal, share)))
    return result


def _row(document_id: str, ordinal: int, figure: Made) -> dict[str, str]:
    kind, value = figure.kind, str(figure.value) if figure.has_value else ""
    printed = GRADE[0] if figure.is_grade else value
    is_money = kind is MONEY
    return {
        "figure_id": f"{document_id}.{figure.term['table_code']}.{figure.row_number}.{ordinal}",
        "document_id": document_id,
        "row_number": str(figure.row_number),
        "column_number": str(ordinal),
        "row_label": figure.row_key,
        "column_label": figure.column_key,
        "row_key": figure.row_key,
        "column_key": figure.column_key,
        "row_level": figure.term["row_level"] or ("0" if figure.row_key == "total" else ""),
        "parent_row_key": figure.parent_row_key,
        "printed_text": printed,
        "unit": kind.unit,
        "amount_cny": value if is_money else "",
        "rounding_unit_cny": str(kind.step) if is_money else "",
        "value": "" if is_money else value,
        "rounding_unit": "" if is_money else str(kind.step),
        "resolution": str(kind.step),
        "qualifier": figure.term["qualifier"],
        "is_blank": "false",
        "is_repeat": "false",
        "line": "1",
    }
