"""What macros/materializations promise: contracts enforced, comments in the file, seeds as text, nothing ignored."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from loaders.paths import ROOT
from loaders.warehouse.dbt_runner import Dbt, Outcome

_PROJECT = """
name: tiny
version: "1.0"
profile: juesuan
model-paths: [models]
macro-paths: [macros]
seed-paths: [seeds]
models:
  tiny:
    +materialized: table
    +persist_docs: {relation: true, columns: true}
"""
_CONTRACT = """
models:
  - name: told
    description: "What it's for. 用途。"
    config:
      contract: {enforced: true}
    columns:
      - {name: code, data_type: varchar, description: "The code's name. 编码。", constraints: [{type: not_null}]}
      - {name: amount, data_type: "decimal(20,2)", description: '"quoted" 金额'}
seeds:
  - name: codes
    config:
      column_types: {code: varchar, amount: varchar}
"""
_CODES = 'code,amount\n201,1.50\n"a, ""b""\nc",\n'
_TOLD = "select code, cast(amount as decimal(20, 2)) as amount from {{ ref('codes') }}"


def _built(folder: Path, *, told: str = _TOLD, codes: str = _CODES, **models: str) -> tuple[Outcome, Path]:
    """Builds a project of one seed, one table with a contract and further models, with the macros of the real one."""
    for name in ("models", "seeds"):
        (folder / name).mkdir(parents=True)
    for name in ("macros/materializations", "profiles"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copyfile(ROOT / "macros" / "is_part.sql", folder / "macros" / "is_part.sql")
    (folder / "dbt_project.yml").write_text(_PROJECT, encoding="utf-8")
    (folder / "seeds" / "codes.csv").write_text(codes, encoding="utf-8")
    (folder / "models" / "models.yml").write_text(_CONTRACT, encoding="utf-8")
    for name, sql in {"told": told, **models}.items():
        (folder / "models" / f"{name}.sql").write_text(sql, encoding="utf-8")
    warehouse = folder / "tiny.duckdb"
    return Dbt(project=folder, warehouse=warehouse, scratch=folder / "dbt").build(), warehouse


def test_tables_and_comments_are_in_the_file(tmp_path: Path) -> None:
    outcome, warehouse = _built(tmp_path, seen="{{ config(materialized='view') }} select * from {{ ref('told') }}")
    assert outcome.failures == ()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select code, cast(amount as varchar) from told order by 1").fetchall() == [
            ("201", "1.50"),
            ('a, "b"\nc', None),
        ]
        assert connection.execute("select count(*) from seen").fetchone() == (2,)
        columns = connection.execute(
            "select column_name, data_type, is_nullable, comment from duckdb_columns() where table_name = 'told'"
        ).fetchall()
        tables = connection.execute("select comment from duckdb_tables() where table_name = 'told'").fetchall()
    assert columns == [
        ("code", "VARCHAR", False, "The code's name. 编码。"),
        ("amount", "DECIMAL(20,2)", True, '"quoted" 金额'),
    ]
    assert tables == [("What it's for. 用途。",)]


def test_columns_go_by_their_names(tmp_path: Path) -> None:
    outcome, warehouse = _built(tmp_path, told="select cast(1 as decimal(20, 2)) as amount, 'c' as code")
    assert outcome.failures == ()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select code from told").fetchall() == [("c",)]


@pytest.mark.parametrize("kind", ["table", "view"])
@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("select 'c' as code, 1 as amount", "data type mismatch"),
        ("select 'c' as code", "missing in definition"),
        ("select 'c' as code, cast(1 as decimal(20, 2)) as amount, 2 as more", "missing in contract"),
    ],
)
def test_a_broken_contract_is_a_failure(tmp_path: Path, told: str, words: str, kind: str) -> None:
    outcome, _ = _built(tmp_path, told=f"{{{{ config(materialized='{kind}') }}}} {told}")
    assert "told" in str(outcome.failures)
    assert words in str(outcome.failures)


def test_a_null_where_none_may_be_is_a_failure_and_leaves_no_half_table(tmp_path: Path) -> None:
    outcome, warehouse = _built(
        tmp_path, told="select cast(null as varchar) as code, cast(1 as decimal(20, 2)) as amount"
    )
    assert "NOT NULL constraint failed" in str(outcome.failures)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select table_name from duckdb_tables()").fetchall() == [("codes",)]


@pytest.mark.parametrize("codes", ["code,price\n1,2\n", "code\n1\n"])
def test_a_seed_without_a_declared_column_is_a_failure(tmp_path: Path, codes: str) -> None:
    outcome, _ = _built(tmp_path, codes=codes)
    assert "amount" in outcome.failures[0]


@pytest.mark.parametrize("codes", ["code,amount\n1,2,3\n", 'code,amount\n"1,2\n'])
def test_a_seed_that_is_no_proper_csv_is_a_failure(tmp_path: Path, codes: str) -> None:
    outcome, _ = _built(tmp_path, codes=codes)
    assert "codes" in outcome.failures[0]


def test_a_seed_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    outcome, warehouse = _built(tmp_path, codes="code,amount\n")
    assert outcome.failures == ()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        assert connection.execute("select * from told").fetchall() == []


def test_texts_of_a_seed_stay_texts(tmp_path: Path) -> None:
    """What another reader would take for a number, a date, a null or a comment."""
    codes = "code,amount\n007,1\n2024-01-01,2\nnull,3\nNaN,4\n#x,5\n true ,6\n"
    outcome, warehouse = _built(tmp_path, codes=codes)
    assert outcome.failures == ()
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute("select code from codes order by amount").fetchall()
    assert [code for (code,) in found] == ["007", "2024-01-01", "null", "NaN", "#x", " true "]


def test_a_second_run_into_the_same_file_replaces(tmp_path: Path) -> None:
    _built(tmp_path / "one")
    first = tmp_path / "one"
    dbt = Dbt(project=first, warehouse=first / "tiny.duckdb", scratch=first / "dbt")
    assert dbt.build().failures == ()


def test_a_hook_is_refused_not_ignored(tmp_path: Path) -> None:
    outcome, _ = _built(tmp_path, hooked="{{ config(post_hook='select 1') }} select 1 as n")
    assert "hooks" in str(outcome.failures)
