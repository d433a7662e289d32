"""Every rule of the catalogue, judged by the warehouse: it holds at the edge of rounding and fails one unit beyond.

For each rule figures are made from its own terms, so that both sides agree; then a figure of the left side is moved
to the edge of what rounding allows, and one unit further.
"""

from __future__ import annotations

from collections import defaultdict

import duckdb
import identity_model as model
import pytest

from loaders import seedfiles
from loaders.paths import ROOT
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import overlay

IDENTITIES = sorted(model.IDENTITIES)
Verdicts = dict[tuple[str, str], dict[str, str]]
CASES = {
    "exact": model.consistent,
    "edge": lambda identity_id: model.moved(identity_id, beyond=False),
    "beyond": lambda identity_id: model.moved(identity_id, beyond=True),
    "missing": model.without_right_side,
}


# What a report of one unit is called, by the kind whose rules judge it.
UNIT_KINDS = {"final_accounts": "unit_final_accounts", "department_budget": "unit_budget"}


def _document(
    document_id: str, department_id: str, kind: str, year: str = "2023", unit_kind: str = ""
) -> dict[str, str]:
    return {
        "document_id": document_id,
        "file_name": "made.txt",
        "document_ordinal": "1",
        "document_kind": unit_kind or kind,
        "rule_kind": kind,
        "stage": "final",
        "department_id": department_id,
        "department_name": department_id,
        "fiscal_year": year,
        "load_status": "loaded",
    }


def _own_level(document_id: str, *, is_all: bool) -> dict[str, str]:
    """The department's own level as one of its units: the only one, or one of two."""
    return {
        "document_id": document_id,
        "unit_id": document_id,
        "unit_name": "本级",
        "is_own_level": "true",
        "is_within_other": "false",
        "units_stated": "1" if is_all else "2",
    }


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """Verdicts of the warehouse by (rule, case), each a mapping from group to verdict: one dbt run for all."""
    folder = tmp_path_factory.mktemp("identities")
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    for identity_id, rule in model.IDENTITIES.items():
        kind = rule["document_kinds"].split("|")[0]
        elsewhere = [term for term in model.TERMS[identity_id] if term["reach"]]
        for case, made in CASES.items():
            document_id = f"{identity_id}~{case}"
            tables["documents"].append(_document(document_id, document_id, kind))
            for other, term in {model.other_document(document_id, term): term for term in elsewhere}.items():
                year = "2022" if term["reach"] == "last_year" else "2023"
                is_unit = term["reach"].startswith("units")
                unit_kind = UNIT_KINDS[kind] if is_unit else ""
                other_kind = kind if is_unit else term["document_kind"]
                tables["documents"].append(_document(other, document_id, other_kind, year, unit_kind))
                if is_unit:
                    tables["document_units"].append(_own_level(document_id, is_all=term["reach"] == "units"))
            for table, row in model.rows(document_id, made(identity_id)):
                tables[f"figures_{table}"].append(row)
    seeds = overlay(ROOT, folder / "project")
    seedfiles.write(tables, seeds)
    warehouse = folder / "juesuan.duckdb"
    outcome = Dbt(project=folder / "project", warehouse=warehouse, scratch=folder / "scratch").build(
        "+fct_identity_check"
    )
    assert not outcome.failures
    found: Verdicts = defaultdict(dict)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for document_id, identity_id, row, column, verdict in connection.execute(
            "select document_id, identity_id, group_row, group_column, verdict from marts.fct_identity_check"
        ).fetchall():
            owner, case = document_id.split("~")
            if owner == identity_id:
                found[identity_id, case][f"{row}.{column}"] = verdict
    return found


def _first(identity_id: str) -> str:
    row, column = model.groups(identity_id)[0]
    return f"{row}.{column}"


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_holds_where_both_sides_agree(identity_id: str, verdicts: Verdicts) -> None:
    judged = verdicts[identity_id, "exact"]
    for row, column in model.groups(identity_id):
        assert judged[f"{row}.{column}"] == "exact"


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_holds_at_the_edge_of_rounding(identity_id: str, verdicts: Verdicts) -> None:
    # The last printable value inside a range (the points of a grade) is in it, not beside it.
    is_range = model.IDENTITIES[identity_id]["operator"] == "within"
    expected = "within_rounding" if model.allowed(identity_id) > 0 and not is_range else "exact"
    assert verdicts[identity_id, "edge"][_first(identity_id)] == expected


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_fails_one_unit_beyond_rounding(identity_id: str, verdicts: Verdicts) -> None:
    assert verdicts[identity_id, "beyond"][_first(identity_id)] == "violated"


@pytest.mark.parametrize("identity_id", IDENTITIES)
def test_rule_never_passes_without_its_other_side(identity_id: str, verdicts: Verdicts) -> None:
    """A side that is not printed is not applicable; where an absent line means zero, it is a zero and is violated."""
    assert verdicts[identity_id, "missing"].get(_first(identity_id)) in (None, "not_applicable", "violated")


def test_terms_name_rules_and_tables_that_exist() -> None:
    assert set(model.TERMS) == set(model.IDENTITIES)
    for terms in model.TERMS.values():
        assert {term["table_code"] for term in terms} <= set(seedfiles.FIGURE_TABLES)
        assert any(term["is_driver"] == "true" for term in terms)
