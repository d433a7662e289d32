"""A query reads the published warehouse and can do nothing else."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest

from loaders import cli
from loaders.terminal import padded, printable, width


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A file with one table of values that are hard to print."""
    path = tmp_path / "juesuan.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table amounts as select * from (values"
            " ('番禺区', 18981050000.10::decimal(20, 2)), ('=1+1', -0.50), (chr(27) || '[31m', null))"
            " t(name, amount_cny)"
        )
    return path


def _ask(warehouse: Path, sql: str, *options: str) -> int:
    return cli.main(["query", sql, "--warehouse", str(warehouse), *options])


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_text('{other}')",
        "select * from '{other}'",
        "select * from glob('/*')",
        "attach '{other}' as other",
        "copy amounts to '{folder}/out.csv'",
        "copy (select 1) to '/dev/stdout'",
        "export database '{folder}/out'",
        "import database '{folder}'",
        "install httpfs",
        "load httpfs",
        "select * from 'https://example.com/a.parquet'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset enable_external_access",
        "pragma enable_profiling",
        "call enable_logging(storage = 'file', storage_path = '{folder}/log')",
        "create persistent secret s (type s3)",
        "insert into amounts values ('x', 1)",
        "delete from amounts",
        "drop table amounts",
        "create temp table t as select 1",
        "update amounts set amount_cny = 0",
        "checkpoint",
        "select 1; drop table amounts",
        "select * from frame",
        "",
    ],
)
def test_nothing_but_reading_works(
    warehouse: Path, tmp_path: Path, sql: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("secret")
    frame = [1]  # a name that DuckDB would find in this process if it were allowed to look
    before = {path.name for path in tmp_path.iterdir()}, warehouse.read_bytes()
    assert _ask(warehouse, sql.format(other=other, folder=tmp_path)) == 1
    assert ({path.name for path in tmp_path.iterdir()}, warehouse.read_bytes()) == before
    said = capsys.readouterr()
    assert "secret" not in said.out
    assert "查询失败" in said.err
    assert frame == [1]


def test_table_is_aligned_and_cannot_steer_the_terminal(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(warehouse, "from amounts") == 0
    out = capsys.readouterr().out
    assert out.splitlines()[2] == "番禺区    18981050000.10"
    assert {width(line) for line in out.splitlines()[1:4]} == {24}
    assert "\x1b" not in out
    assert out.endswith("(3 rows)\n")


def test_csv_holds_no_formula_and_leaves_numbers_alone(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(warehouse, "from amounts", "--format", "csv") == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["name", "amount_cny"]
    assert rows[2] == ["'=1+1", "-0.50"]
    assert rows[3][1] == ""


def test_json_is_exact(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(warehouse, "from amounts", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0] == {"name": "番禺区", "amount_cny": "18981050000.10"}
    assert rows[2]["amount_cny"] is None


def test_a_long_query_is_stopped(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    endless = "select count(*) from range(1000000000) a, range(1000000) b where a.range + b.range = -1"
    assert _ask(warehouse, endless, "--timeout", "0.5") == 1
    assert "0.5 秒" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "1e9", "soon"])
def test_a_senseless_limit_is_wrong_usage(warehouse: Path, seconds: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        _ask(warehouse, "select 1", f"--timeout={seconds}")
    assert stopped.value.code == 2


def test_without_a_warehouse_it_says_how_to_build_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(tmp_path / "none.duckdb", "select 1") == 2
    assert "juesuan build" in capsys.readouterr().err


def test_a_file_that_is_no_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "juesuan.duckdb"
    path.write_bytes(b"not a database" * 100)
    assert _ask(path, "select 1") == 2
    assert "打不开" in capsys.readouterr().err


def test_the_published_warehouse_answers(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _ask(published, "select sum(amount_cny) as total from marts.fct_expenditure_by_function") == 0
    assert "189810500.00" in capsys.readouterr().out


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("决算", 4), ("Ａ", 2), ("e\u0301", 1), ("", 0)])
def test_width_of_text(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(padded(text, 9)) == width(padded(text, 9, right=True)) == 9


def test_printable_shows_what_would_act() -> None:
    assert printable("a\x1b]0;x\x07\r\n\u202e\x9b决") == r"a\x1b]0;x\x07\r\n\u202e\x9b决"
