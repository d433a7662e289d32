"""Every rule of the catalogue, judged by the warehouse: it holds at the edge of rounding and fails one unit beyond.

For each rule figures are made from its own terms, so that both sides agree; then a figure of the left side is moved
to the edge of what rounding allows, and one hundredth of a yuan (or of a percent) further. What to expect is worked
out here with fractions, from the rule's words, not taken from the warehouse.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest

from loaders import seedfiles
from loaders.paths import ROOT
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import overlay

RULES = ROOT / "seeds" / "rules"
STEP = Decimal("100.00")  # 0.01 万元
HALF = Fraction(50)
RATE_STEP = Decimal("0.1")
CASES = ("exact", "edge", "beyond", "missing")


def _rows(name: str) -> list[dict[str, str]]:
    with (RULES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


IDENTITIES = {row["identity_id"]: row for row in _rows("identities")}
TERMS: dict[str, list[dict[str, str]]] = defaultdict(list)
for _term in _rows("identity_terms"):
    TERMS[_term["identity_id"]].append(_term)


@dataclass(frozen=True)
class Made:
    """One figure made for one term of a rule; `group` is the row and column the rule compares it in."""

    term: dict[str, str]
    row_key: str
    parent_row_key: str
    row_number: int
    column_key: str
    value: Decimal
    group: tuple[str, str]

    @property
    def is_rate(self) -> bool:
        return self.column_key.endswith("_rate") or self.column_key in ("share", "rate")


def _made(term: dict[str, str], ordinal: int, value: Decimal) -> Made:
    """A figure that the term's selectors match, in a group that the rule's other terms can share."""
    grouped = (other["column_key"] for other in TERMS[term["identity_id"]] if other["group_column"])
    column = term["column_key"] or next((key for key in grouped if key), "amount")
    row, parent, number = term["row_key"], term["parent_row_key"], 1
    if term["group_row"] == "row_key":
        row = row or "g"
    elif term["group_row"] == "parent_row_key":
        parent = parent or "g"
    elif term["group_row"] == "*":
        number = 99
    row = row or f"r{ordinal}"
    group_row = {"row_key": row, "parent_row_key": parent, "row_number": str(number), "column_key": column}
    return Made(
        term=term,
        row_key=row,
        parent_row_key=parent,
        row_number=number,
        column_key=column,
        value=value,
        group=(
            group_row.get(term["group_row"], term["group_row"]),
            column if term["group_column"] == "column_key" else "",
        ),
    )


def _consistent(identity_id: str) -> list[Made]:
    """Figures for which the rule holds exactly, one for each term."""
    made = [
        _made(term, ordinal, Decimal(1000 * 10_000 + 7 * ordinal * 10_000))
        for ordinal, term in enumerate(TERMS[identity_id])
    ]
    return _balanced(identity_id, made)


def _balanced(identity_id: str, made: list[Made]) -> list[Made]:
    """Sets one figure of the left side in each group so that the rule holds."""
    balanced = list(made)
    for group in dict.fromkeys(figure.group for figure in made if figure.term["side"] == "lhs"):
        first = next(i for i, f in enumerate(balanced) if f.group == group and f.term["side"] == "lhs")
        balanced[first] = replace(balanced[first], value=Decimal(0))
        lhs, _ = _side(balanced, group, "lhs")
        rhs, _ = _side(balanced, group, "rhs")
        if IDENTITIES[identity_id]["operator"] == "ratio":
            divisor, _ = _side(balanced, group, "divisor")
            target = Decimal(round(float(rhs / divisor), 1)).quantize(RATE_STEP)
        else:
            target = Decimal(int(rhs - lhs)) * int(balanced[first].term["sign"])
        balanced[first] = replace(balanced[first], value=target)
    return balanced


def _side(made: list[Made], group: tuple[str, str], side: str) -> tuple[Fraction, Fraction]:
    """The side's value and how far its interval reaches to both sides."""
    value = slack = Fraction(0)
    for figure in made:
        if figure.term["side"] == side and (figure.group == group or figure.group[0] == "*"):
            factor = int(figure.term["sign"]) * int(figure.term["factor"])
            value += factor * Fraction(figure.value)
            half = Fraction(RATE_STEP) / 2 if figure.is_rate else HALF
            slack += int(figure.term["factor"]) * half
    return value, slack


def _edge(identity_id: str, made: list[Made], group: tuple[str, str], beyond: Decimal) -> list[Made]:
    """Moves the group's first figure of the left side to the edge of what rounding allows, and `beyond` it."""
    operator = IDENTITIES[identity_id]["operator"]
    index = next(i for i, f in enumerate(made) if f.group == group and f.term["side"] == "lhs")
    figure = made[index]
    rhs, rhs_slack = _side(made, group, "rhs")
    lhs, lhs_slack = _side(made, group, "lhs")
    if operator == "ratio":
        divisor, divisor_slack = _side(made, group, "divisor")
        high = (rhs + rhs_slack) / (divisor - divisor_slack) + lhs_slack
        moved = Decimal(int(high * 1000) / Decimal(1000)) + beyond
    else:
        direction = -1 if operator == "ge" else 1
        wanted = rhs + direction * (lhs_slack + rhs_slack + Fraction(beyond))
        moved = figure.value + Decimal(float((wanted - lhs) * int(figure.term["sign"]))).quantize(Decimal("0.01"))
    return [replace(f, value=moved) if i == index else f for i, f in enumerate(made)]


def _figure_row(document_id: str, ordinal: int, figure: Made) -> dict[str, str]:
    money = not figure.is_rate
    return {
        "figure_id": f"{document_id}.{figure.term['table_code']}.{figure.row_number}.{ordinal}",
        "document_id": document_id,
        "row_number": str(figure.row_number),
        "column_number": str(ordinal),
        "row_label": figure.row_key,
        "column_label": figure.column_key,
        "row_key": figure.row_key,
        "column_key": figure.column_key,
        "row_level": figure.term["row_level"],
        "parent_row_key": figure.parent_row_key,
        "printed_text": str(figure.value),
        "unit": "元" if money else "%",
        "amount_cny": str(figure.value.quantize(Decimal("0.01"))) if money else "",
        "rounding_unit_cny": str(STEP) if money else "",
        "value": "" if money else str(figure.value),
        "rounding_unit": "" if money else str(RATE_STEP),
        "resolution": str(STEP if money else RATE_STEP),
        "qualifier": figure.term["qualifier"],
        "is_blank": "false",
        "is_repeat": "false",
        "line": "1",
    }


def _groups(identity_id: str) -> list[tuple[str, str]]:
    made = _consistent(identity_id)
    driven = {figure.group for figure in made if figure.term["is_driver"] == "true"}
    return [group for group in dict.fromkeys(f.group for f in made if f.term["side"] == "lhs") if group in driven]


def _case(identity_id: str, case: str) -> list[Made]:
    made = _consistent(identity_id)
    group = _groups(identity_id)[0]
    if case == "edge":
        return _edge(identity_id, made, group, Decimal(0))
    if case == "beyond":
        return _edge(identity_id, made, group, Decimal("0.01"))
    if case == "missing":
        return [figure for figure in made if figure.term["side"] != "rhs" or figure.group not in (group, ("*", ""))]
    return made


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, str]]:
    """Verdicts of the warehouse by (rule, case), each a mapping from group to verdict: one dbt run for all."""
    folder = tmp_path_factory.mktemp("identities")
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    for identity_id, rule in IDENTITIES.items():
        for case in CASES:
            document_id = f"{identity_id}~{case}"
            tables["documents"].append(
                {
                    "document_id": document_id,
                    "file_name": "made.txt",
                    "document_ordinal": "1",
                    "document_kind": rule["document_kinds"].split("|")[0],
                    "department_id": "d",
                    "department_name": "d",
                    "fiscal_year": "2023",
                    "load_status": "loaded",
                }
            )
            for ordinal, figure in enumerate(_case(identity_id, case)):
                tables[f"figures_{figure.term['table_code']}"].append(_figure_row(document_id, ordinal, figure))
    seeds = overlay(ROOT, folder / "project")
    seedfiles.write(tables, seeds)
    warehouse = folder / "juesuan.duckdb"
    outcome = Dbt(project=folder / "project", warehouse=warehouse, scratch=folder / "scratch").build("+fct_identity_check")
    assert not outcome.failures
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for document_id, identity_id, row, column, verdict in connection.execute(
            "select document_id, identity_id, group_row, group_column, verdict from marts.fct_identity_check"
        ).fetchall():
            owner, case = document_id.split("~")
            if owner == identity_id:
                found[identity_id, case][f"{row}.{column}"] = verdict
    return found


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_holds_where_both_sides_agree(identity_id: str, verdicts: dict[tuple[str, str], dict[str, str]]) -> None:
    judged = verdicts[identity_id, "exact"]
    for row, column in _groups(identity_id):
        assert judged[f"{row}.{column}"] == "exact"


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_holds_at_the_edge_of_rounding(identity_id: str, verdicts: dict[tuple[str, str], dict[str, str]]) -> None:
    row, column = _groups(identity_id)[0]
    assert verdicts[identity_id, "edge"][f"{row}.{column}"] == "within_rounding"


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_fails_one_unit_beyond_rounding(identity_id: str, verdicts: dict[tuple[str, str], dict[str, str]]) -> None:
    row, column = _groups(identity_id)[0]
    assert verdicts[identity_id, "beyond"][f"{row}.{column}"] == "violated"


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_never_passes_without_its_other_side(
    identity_id: str, verdicts: dict[tuple[str, str], dict[str, str]]
) -> None:
    """A side that is not printed is not applicable; where an absent line means zero, it is a zero and is violated."""
    row, column = _groups(identity_id)[0]
    assert verdicts[identity_id, "missing"].get(f"{row}.{column}") in (None, "not_applicable", "violated")


def test_terms_name_rules_and_tables_that_exist() -> None:
    assert set(TERMS) == set(IDENTITIES)
    for terms in TERMS.values():
        assert {term["table_code"] for term in terms} <= set(seedfiles.FIGURE_TABLES)
        assert any(term["is_driver"] == "true" for term in terms)
