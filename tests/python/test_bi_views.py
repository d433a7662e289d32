"""The views for BI tools: plain types, explained columns, a name for every code."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from loaders.guards.mart_suites import contract
from loaders.layouts import layout
from loaders.paths import ROOT

_DECLARED: list[dict[str, Any]] = [
    model
    for path in sorted((ROOT / "models" / "bi").glob("bi_*.yml"))
    for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
]
_PLAIN = {"varchar", "integer", "bigint", "boolean", "date", "timestamp"}


@pytest.fixture(scope="module")
def columns(published: Path) -> list[tuple[str, str, str, str]]:
    """View, column, type and comment of everything in the schema, as the published file has them."""
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(
            "select table_name, column_name, lower(data_type), comment from duckdb_columns()"
            " where schema_name = 'bi' order by table_name, column_index"
        ).fetchall()


def test_views_are_as_declared(columns: list[tuple[str, str, str, str]]) -> None:
    """Every column is explained, in the file and where dbt knows it, with the type that it has."""
    assert columns == [
        (model["config"]["alias"], column["name"], column["data_type"], column["description"])
        for model in sorted(_DECLARED, key=lambda model: model["config"]["alias"])
        for column in model["columns"]
    ]


def test_no_type_is_nested_and_no_name_needs_quotes(columns: list[tuple[str, str, str, str]]) -> None:
    for view, column, data_type, _ in columns:
        assert data_type in _PLAIN or data_type.startswith("decimal("), (view, column, data_type)
        assert (view + column).replace("_", "").isascii()
        assert (view + column).replace("_", "").isalnum()
        assert view == view.lower()
        assert column == column.lower()


def test_every_view_states_its_grain() -> None:
    assert [model["name"] for model in _DECLARED if not model["description"].startswith("Grain: ")] == []
    for model in _DECLARED:
        first = (ROOT / "models" / "bi" / f"{model['name']}.sql").read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("-- Grain: ")


_NAMED = {
    "load_status": contract()["dim_document"]["values"]["load_status"],
    "three_public_item": contract()["fct_three_public_spending"]["values"]["item"],
    "balance_measure": contract()["fct_fund_balance"]["values"]["measure"],
    "stage": contract()["fct_fund_balance"]["values"]["stage"],
    "verdict": contract()["fct_identity_check"]["values"]["verdict"],
    "severity": contract()["fct_finding"]["values"]["severity"],
    "document_kind": [*layout("kinds")["kinds"], "unknown"],
    "budget_basis": ["adjusted_budget", "stated", "initial_budget", "budget_document"],
}


@pytest.mark.parametrize("name", [*_NAMED, "rule_category"])
def test_every_code_has_its_names(name: str) -> None:
    with (ROOT / "seeds" / "classifications" / "code_names.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code_list"] == name]
    with (ROOT / "seeds" / "rules" / "identities.csv").open(encoding="utf-8", newline="") as file:
        categories = {row["category"] for row in csv.DictReader(file)}
    assert {row["code"] for row in rows} >= set(_NAMED.get(name, categories))
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["name_en"].isascii() and not row["name_zh"].isascii() for row in rows)


def test_every_lists_names_are_asked_for() -> None:
    with (ROOT / "seeds" / "classifications" / "code_names.csv").open(encoding="utf-8", newline="") as file:
        lists = {row["code_list"] for row in csv.DictReader(file)}
    assert lists == {*_NAMED, "rule_category"}


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        # 本年收入合计 18,980.28 万元 of table 2: its leaves add up to 18,980.29.
        ("select sum(amount_cny)::varchar from bi.revenue", "189802900.00"),
        # 三公 of table 9: 4.61 万元 of 4.66 万元; vehicles in use and reception.
        ("select class_name from bi.expenditure group by 1 order by sum(amount_cny) desc limit 1", "其他支出"),
        ("select fiscal_year_end::varchar from bi.expenditure limit 1", "2023-12-31"),
        ("select count(distinct severity_name)::varchar from bi.findings", "3"),
    ],
)
def test_answers(published: Path, sql: str, answer: str) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute(sql).fetchall() == [(answer,)]
