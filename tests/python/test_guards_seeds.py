"""Each thing that can be wrong with the loaders' tables is found, by its file, column and rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from budget_samples import NATIONAL

from loaders import pipeline, seedfiles
from loaders.guards.results import GuardReport

Tables = dict[str, list[dict[str, str]]]
REVENUE, BASIC = "figures_revenue", "figures_basic_expenditure"


def _guard(tables: Tables, folder: Path) -> GuardReport:
    from loaders.guards.engine import guard_seeds

    seedfiles.write(tables, folder)
    return guard_seeds(folder)


@pytest.fixture
def tables(sample: Path) -> Tables:
    """The tables of one consistent report."""
    found = pipeline.load([sample]).tables()
    return {name: [dict(row) for row in rows] for name, rows in found.items()}


def _set(table: str, column: str, value: str, row: int = 0) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[table][row][column] = value

    return change


def _drop(table: str, keep: Callable[[dict[str, str]], bool]) -> Callable[[Tables], None]:
    def change(tables: Tables) -> None:
        tables[table] = [row for row in tables[table] if keep(row)]

    return change


def test_a_consistent_report_passes(tables: Tables, tmp_path: Path) -> None:
    report = _guard(tables, tmp_path / "seeds")
    assert report.failures == ()
    assert {suite.suite for suite in report.suites} >= {"columns", "documents", "figures", "required tables", "totals"}
    assert sum(suite.evaluated for suite in report.suites) > 80


@pytest.mark.parametrize(
    ("change", "suite", "column"),
    [
        (_set("documents", "load_status", "lost"), "documents", "load_status"),
        (_set("documents", "document_kind", "novel"), "documents", "document_kind"),
        (_set("documents", "fiscal_year", "23"), "documents", "fiscal_year"),
        (_set("documents", "sha256", "abc"), "documents", "sha256"),
        (_set("documents", "duplicate_of_document_id", "doc-0"), "documents", "duplicate_of_document_id"),
        (_set(REVENUE, "document_id", "doc-0"), "figures", "document_id"),
        (_set(REVENUE, "figure_id", ""), "figures", "figure_id"),
        (_set(REVENUE, "amount_cny", "1.5"), "figures", "amount_cny"),
        (_set(REVENUE, "amount_cny", "1,000.00"), "figures", "amount_cny"),
        (_set(REVENUE, "value", "1"), "figures", "measures"),
        (_set(REVENUE, "is_blank", "no"), "figures", "is_blank"),
        (_set(REVENUE, "line", "x7"), "figures", "line"),
        (_set(REVENUE, "unit", "万元"), "figures in money", "unit"),
        (_set(REVENUE, "rounding_unit_cny", "0.00"), "figures in money", "rounding_unit_cny"),
        (_set(REVENUE, "rounding_unit_cny", ""), "figures printed in money", "rounding_unit_cny"),
        (_set(REVENUE, "printed_text", ""), "figures as printed", "printed_text"),
        (_set(REVENUE, "row_key", "2011"), "functional codes", "row_key"),
        (_set(BASIC, "row_key", "3011"), "economic codes", "row_key"),
        (_set("document_tables", "unit", "美元"), "tables of documents", "unit"),
        (_set("document_tables", "figure_count", "3"), "tables of documents", "figure_count"),
        (_drop(REVENUE, lambda row: row["row_number"] != "4"), "tables of documents", "figure_count"),
        (_drop(REVENUE, lambda row: row["row_key"] != "20103"), "parts of totals", "parent"),
        (_drop(REVENUE, lambda row: row["row_key"] == "total"), "totals", "has_parts"),
        (_drop(REVENUE, lambda row: False), "required tables", "state"),
    ],
)
def test_what_is_wrong_is_found(
    tables: Tables, tmp_path: Path, change: Callable[[Tables], None], suite: str, column: str
) -> None:
    change(tables)
    failures = _guard(tables, tmp_path / "seeds").failures
    found = [failure for failure in failures if (failure.suite, failure.column) == (suite, column)]
    assert found, [failure.words for failure in failures]
    assert found[0].count > 0
    assert found[0].examples


def test_a_failure_names_file_line_value_and_rule_in_both_languages(tables: Tables, tmp_path: Path) -> None:
    _set(REVENUE, "amount_cny", "1.5", row=3)(tables)
    (failure,) = _guard(tables, tmp_path / "seeds").failures
    assert "金额应为两位小数 · an amount has two decimals (1 行 rows)" in failure.words
    assert f"figures_revenue.csv:5 amount_cny=1.5, document_id={tables[REVENUE][3]['document_id']}" in failure.words


def test_a_repeated_key_is_found(tables: Tables, tmp_path: Path) -> None:
    tables["documents"].append(dict(tables["documents"][0]))
    assert ("documents", "document_id") in {
        (failure.suite, failure.column) for failure in _guard(tables, tmp_path / "seeds").failures
    }


def test_a_missing_column_is_found_before_anything_else(tables: Tables, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    seedfiles.write(tables, folder)
    path = folder / "figures_revenue.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("amount_cny", "amount", 1), encoding="utf-8")
    from loaders.guards.engine import guard_seeds

    report = guard_seeds(folder)
    assert [suite.suite for suite in report.suites] == ["columns"]
    assert "figures_revenue.csv" in report.failures[0].examples[0]


@pytest.mark.parametrize("damage", ["missing", "ragged", "binary"])
def test_a_damaged_file_is_a_failure_not_a_crash(tables: Tables, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "seeds"
    seedfiles.write(tables, folder)
    path = folder / "figures_revenue.csv"
    if damage == "missing":
        path.unlink()
    elif damage == "ragged":
        path.write_text('a,b\n1,2,3,4\n"x', encoding="utf-8")
    else:
        path.write_bytes(bytes(range(256)))
    from loaders.guards.engine import guard_seeds

    assert guard_seeds(folder).failures


def test_columns_that_no_layout_knows_pass(tmp_path: Path) -> None:
    """The ministry's budget form: last year's amounts, shares, revenue of bodies; one key alone is still refused."""
    path = tmp_path / "report.txt"
    path.write_text(NATIONAL, encoding="utf-8")
    loaded: Tables = {name: [dict(row) for row in rows] for name, rows in pipeline.load([path]).tables().items()}
    assert any(not row["row_key"] for row in loaded["figures_general_budget_expenditure"])
    assert _guard(loaded, tmp_path / "seeds").failures == ()
    next(row for row in loaded[REVENUE] if row["column_key"])["row_key"] = ""
    assert _guard(loaded, tmp_path / "changed").failures
