"""What stands beside the models: nothing that a mart promises goes untested, undescribed or unpublished."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from loaders import seedfiles
from loaders.paths import ROOT
from loaders.warehouse import history

MODELS = ROOT / "models"
TABLES = sorted(
    path for floor in ("marts", "audit") for path in (MODELS / floor).glob("*.sql") if not path.stem.startswith("int_")
)
# Keys of a dimension by their column's name, wherever it stands.
REFERENCES = {
    "document_id": "dim_document",
    "department_id": "dim_department",
    "project_id": "dim_project",
    "functional_code": "dim_functional_class",
    "economic_code": "dim_economic_class",
    "identity_id": "dim_identity",
    "fund": "funds",
    "revenue_source": "revenue_sources",
    "check_id": "fct_identity_check",
}
# Columns that hold a key for those who read on, and are made from a column beside them that is tested.
COPIES = {
    ("fct_reported_figure", "project_id"): "named in prose too, where no project of the lists need be meant",
    ("fct_project_expenditure", "functional_code"): "printed beside a project, where no row need name the class",
    ("rpt_proof", "identity_id"): "of the check",
    ("rpt_proof", "check_id"): "of the check, which it joins",
    ("rpt_stale_review", "identity_id"): "as the reviewed list has it: staleness is what it reports",
    ("rpt_stale_review", "document_id"): "as the reviewed list has it",
}


def _declared(model: Path) -> dict[str, Any]:
    (declared,) = yaml.safe_load(model.with_suffix(".yml").read_text(encoding="utf-8"))["models"]
    assert declared["name"] == model.stem
    return dict(declared)


def _names(tests: list[Any]) -> set[str]:
    return {test if isinstance(test, str) else next(iter(test)) for test in tests}


def _not_null(column: dict[str, Any]) -> bool:
    return {"type": "not_null"} in column.get("constraints", [])


def _is_view(model: Path) -> bool:
    return "materialized='view'" in model.read_text(encoding="utf-8")


def _of_facts() -> str:
    return (ROOT / "tests" / "dbt" / "assert_facts_know_their_document.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("model", TABLES, ids=lambda path: path.stem)
def test_table_and_columns_are_described_in_both_languages(model: Path) -> None:
    declared = _declared(model)
    assert declared["description"].startswith("Grain: ")
    for thing in (declared, *declared["columns"]):
        assert re.search(r"[a-z]{2}", thing["description"]), thing["name"]
        assert re.search(r"[\u4e00-\u9fff]", thing["description"]), thing["name"]


@pytest.mark.parametrize("model", TABLES, ids=lambda path: path.stem)
def test_the_grain_is_tested(model: Path) -> None:
    """Some column, or some columns together, stand once and are never null: the first by a test of dbt, the second by
    the contract, which DuckDB enforces while it writes; of a view, by a test too."""
    declared = _declared(model)
    columns = {column["name"]: column for column in declared["columns"]}
    keys = [[name] for name, column in columns.items() if "unique" in _names(column.get("data_tests", []))]
    keys += [
        test["unique_combination"]["arguments"]["columns"]
        for test in declared.get("data_tests", [])
        if "unique_combination" in test
    ]
    assert keys, "no key is tested"
    for name in (name for key in keys for name in key):
        assert _not_null(columns[name]), name
        assert not _is_view(model) or "not_null" in _names(columns[name].get("data_tests", [])), name


@pytest.mark.parametrize("model", TABLES, ids=lambda path: path.stem)
def test_keys_of_other_tables_are_tested(model: Path) -> None:
    of_facts = f"'{model.stem}'" in _of_facts()
    untested = []
    for column in _declared(model)["columns"]:
        target = REFERENCES.get(column["name"])
        tests = _names(column.get("data_tests", []))
        is_tested = (
            target in (None, model.stem)
            or bool(tests & {"relationships", "unique"})
            or (of_facts and column["name"] in ("document_id", "department_id"))
        )
        if not is_tested:
            untested.append((model.stem, column["name"]))
    assert [place for place in untested if place not in COPIES] == []


def test_contracts_and_comments_are_on_for_all_tables() -> None:
    settings = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["models"]["juesuan"]
    for floor in ("marts", "audit"):
        assert settings[floor]["+contract"] == {"enforced": True}
        assert settings[floor]["+materialized"] == "table"
    assert settings["+persist_docs"] == {"relation": True, "columns": True}
    for model in TABLES:
        assert "contract" not in model.read_text(encoding="utf-8"), model


def test_the_published_file_has_columns_constraints_and_comments_as_declared(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        tables = connection.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'marts'"
            " union all select view_name, comment from duckdb_views() where schema_name = 'marts'"
        ).fetchall()
        columns = connection.execute(
            "select table_name, column_name, is_nullable, comment from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()
    declared = {model.stem: _declared(model) for model in TABLES} | history.declared()
    views = {model.stem for model in TABLES if _is_view(model)}
    assert dict(tables) == {name: model["description"] for name, model in declared.items()}
    assert {(table, column): (nullable, comment) for table, column, nullable, comment in columns} == {
        (name, column["name"]): (name in views or not _not_null(column), column["description"])
        for name, model in declared.items()
        for column in model["columns"]
    }


def test_the_published_file_has_small_blocks(published: Path) -> None:
    """Else it is three times as large, and a second longer in the writing."""
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("select block_size from pragma_database_size()").fetchone() == (16384,)


def _seeds() -> Iterator[tuple[Path, list[str]]]:
    declared = yaml.safe_load((MODELS / "staging" / "seeds.yml").read_text(encoding="utf-8"))["seeds"]
    types = {seed["name"]: seed["config"]["column_types"] for seed in declared}
    files = sorted((ROOT / "seeds").rglob("*.csv"))
    assert set(types) == {file.stem for file in files}
    for file in files:
        assert set(types[file.stem].values()) == {"varchar"}, file
        yield file, list(types[file.stem])


def test_seeds_are_declared_as_they_are_written() -> None:
    for file, declared in _seeds():
        with file.open(encoding="utf-8", newline="") as opened:
            assert next(csv.reader(opened)) == declared, file
        if file.stem in seedfiles.COLUMNS:
            assert declared == list(seedfiles.COLUMNS[file.stem])
