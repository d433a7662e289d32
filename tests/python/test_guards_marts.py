"""The guards of the marts keep the contract's promises."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from loaders.guards import mart_suites
from loaders.guards.mart_suites import contract
from loaders.guards.results import GuardReport


def _guard(warehouse: Path) -> GuardReport:
    from loaders.guards.engine import guard_marts

    return guard_marts(warehouse)


@pytest.fixture
def warehouse(published: Path, tmp_path: Path) -> Path:
    """A copy of a published warehouse, to be damaged."""
    return Path(shutil.copy(published, tmp_path / published.name))


def test_a_published_warehouse_passes_whole(published: Path) -> None:
    report = _guard(published)
    assert report.failures == ()
    guarded = {suite.suite.removeprefix("marts.") for suite in report.suites}
    with duckdb.connect(str(published), read_only=True) as connection:
        filled = {name for name in contract() if connection.execute(f"select 1 from marts.{name} limit 1").fetchone()}
    assert guarded - {"columns"} == filled >= {"fct_revenue", "fct_identity_check", "dim_document"}


@pytest.mark.parametrize(
    ("damage", "suite", "column"),
    [
        ("alter table marts.fct_revenue rename amount_cny to amount", "columns", "state"),
        ("drop table marts.fct_fund_balance", "columns", "state"),
        ("insert into marts.fct_revenue from marts.fct_revenue limit 1", "marts.fct_revenue", "revenue_source"),
        ("update marts.fct_revenue set revenue_source = 'gift'", "marts.fct_revenue", "revenue_source"),
        ("update marts.fct_revenue set functional_code = '999'", "marts.fct_revenue", "functional_code"),
        ("update marts.fct_identity_check set verdict = 'maybe'", "marts.fct_identity_check", "verdict"),
        ("update marts.fct_identity_check set document_id = 'doc-0'", "marts.fct_identity_check", "document_id"),
        ("update marts.dim_document set load_status = 'lost'", "marts.dim_document", "load_status"),
    ],
)
def test_a_broken_promise_is_found(warehouse: Path, damage: str, suite: str, column: str) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(damage)
    found = {(failure.suite, failure.column.split(", ")[-1]) for failure in _guard(warehouse).failures}
    assert (suite, column) in found


def test_a_null_amount_is_found(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("alter table marts.fct_revenue alter amount_cny drop not null")
        connection.execute("update marts.fct_revenue set amount_cny = null where functional_code = '2010301'")
    failures = [failure for failure in _guard(warehouse).failures if failure.column == "amount_cny"]
    assert [failure.suite for failure in failures] == ["marts.fct_revenue"]
    assert "document_id=doc-" in failures[0].examples[0]


def test_of_a_large_warehouse_the_first_documents_are_read(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = mart_suites.read_marts(published)
    counts = whole["dim_document"].astype({"figure_count": int}).sort_values("document_id")
    for first in (1, 3):
        monkeypatch.setattr(mart_suites, "FIGURES", int(counts["figure_count"].iloc[:first].sum()))
        expected = set(counts["document_id"].iloc[:first])
        part = mart_suites.read_marts(published)
        assert set(part["fct_reported_figure"]["document_id"]) == expected
        assert set(part["fct_identity_check"]["document_id"]) <= expected
        for name in ("dim_document", "dim_functional_class", "dim_identity"):
            assert name not in whole or len(part[name]) == len(whole[name])
    monkeypatch.setattr(mart_suites, "FIGURES", int(counts["figure_count"].sum()))
    assert {name: len(table) for name, table in mart_suites.read_marts(published).items()} == {
        name: len(table) for name, table in whole.items()
    }
