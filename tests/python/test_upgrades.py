"""What an earlier version published is asked and replaced by this one, without a person's help.

`former/` is kept from an earlier version: part of its warehouse, and its table of documents. `make faults` builds a
whole warehouse with an earlier version's code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import miniature
import pytest

from loaders import cli, seedfiles
from loaders.guards import engine

FORMER = Path(__file__).parent / "former"
_BUILT = "20261128T070633.394Z"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse that an earlier version has published."""
    path = tmp_path / "w" / "juesuan.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute((FORMER / "warehouse.sql").read_text(encoding="utf-8"))
    return path


def test_a_former_warehouse_answers(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "select title from marts.dim_document where file_name = '一.txt'"
    assert cli.main(["query", sql, "--warehouse", str(warehouse), "--format", "csv"]) == 0
    assert "2023年度广州市天河区第一服务局部门决算" in capsys.readouterr().out


def test_a_former_warehouse_is_replaced_and_its_history_goes_on(warehouse: Path, sample: Path, tmp_path: Path) -> None:
    miniature.run(miniature.project(tmp_path / "project"), sample, warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        builds = connection.execute(
            "select build_id, documents_loaded, checks_exact, is_current from marts.fct_build order by started_at"
        ).fetchall()
        kept = connection.execute(
            "select sum(checks_exact), count(*) from marts.fct_build_check where build_id = ?", [_BUILT]
        ).fetchall()
        names = connection.execute("select file_name from marts.dim_document").fetchall()
    with duckdb.connect() as former:
        former.execute((FORMER / "warehouse.sql").read_text(encoding="utf-8"))
        told = former.execute("select sum(checks_exact), count(*) from marts.fct_build_check").fetchall()
    of_before = [build for build in builds if build[0] == _BUILT]
    assert of_before == [(_BUILT, 2, 532, False)]
    assert [build[1:] for build in builds if build[0] != _BUILT] == [(1, 1, True)]
    assert kept == told
    assert names == [("accounts.txt",)]


def test_tables_of_another_version_are_refused_with_what_to_do(tmp_path: Path) -> None:
    seedfiles.write({}, tmp_path)
    shutil.copy(FORMER / "documents.csv", tmp_path)
    (tmp_path / "input_files.csv").unlink()
    found = engine.guard_seeds(tmp_path)
    words = "\n".join(failure.words for failure in found.failures)
    assert "another version may have written it; load the documents again" in words
    assert "documents.csv" in words
    assert "input_files.csv" in words
