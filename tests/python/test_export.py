"""Exports hold what the warehouse holds, exactly; nothing in them acts; they are put in place whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from openpyxl import load_workbook
from tools_support import tool

from loaders import cli
from loaders.exports import FORMATS, workbook
from loaders.exports.datapackage import fiscal_types
from loaders.exports.marts import Table
from loaders.exports.sheets import sheet_names

_LONG = "决" * 40_000
_ROWS = [
    (1, "番禺区", Decimal("18981050000.10"), Decimal("-0.500000"), True, date(2023, 12, 31), datetime(2024, 1, 2, 3)),
    (2, "=1+1", Decimal("123456789012345678.99"), None, False, None, None),
    (3, "'quoted, \"twice\"\nand broken", Decimal("0.00"), Decimal("13.520000"), None, date(1999, 1, 1), None),
    (4, "", Decimal("-1.00"), Decimal("0"), None, None, None),
    (5, None, None, None, None, None, None),
    (6, "#N/A", None, None, None, None, None),
    (7, "\x1b[31m", None, None, None, None, None),
    (8, _LONG, None, None, None, None, None),
]  # fmt: skip


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Tables of values and names that are hard to export, and one of many rows."""
    path = tmp_path / "juesuan.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.amounts (n integer, name varchar, amount_cny decimal(20, 2), value decimal(24, 6),"
            " is_blank boolean, day date, read_at timestamp)"
        )
        connection.executemany("insert into marts.amounts values (?, ?, ?, ?, ?, ?, ?)", _ROWS)
        connection.execute("comment on table marts.amounts is 'Grain: one ''row''. 每行一个。'")
        connection.execute("comment on column marts.amounts.amount_cny is 'In yuan. 元。'")
        for name in ("../../escaped", "=cmd|'/C calc'!A0", "a/b", 'quo"te', "con", "x" * 120):
            quoted = name.replace('"', '""')
            connection.execute(f'create table marts."{quoted}" as select \'+1+1\' as "=evil"')
        connection.execute("create table marts.many as select i, 't' || i as t from range(3000) r(i) order by hash(i)")
        connection.execute("create view marts.seen as select i from marts.many where i < 3")
    return path


def _export(warehouse: Path, form: str, output: Path, *options: str) -> int:
    return cli.main(["export", "--format", form, "--output", str(output), "--warehouse", str(warehouse), *options])


def _bytes(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


def _beside(warehouse: Path) -> set[str]:
    return {path.name for path in warehouse.parent.iterdir()}


# What is in them


def test_parquet_is_exact(warehouse: Path, tmp_path: Path) -> None:
    assert _export(warehouse, "parquet", tmp_path / "out") == 0
    file = str(tmp_path / "out" / "amounts.parquet")
    assert duckdb.sql(f"select * from '{file}' order by n").fetchall() == _ROWS
    types = dict(row[:2] for row in duckdb.sql(f"describe from '{file}'").fetchall())
    assert (types["amount_cny"], types["value"], types["day"]) == ("DECIMAL(20,2)", "DECIMAL(24,6)", "DATE")
    metadata = dict(duckdb.sql(f"select decode(key), decode(value) from parquet_kv_metadata('{file}')").fetchall())
    assert metadata["description"] == "Grain: one 'row'. 每行一个。"
    assert json.loads(metadata["columns"])["amount_cny"] == "In yuan. 元。"


def test_csv_holds_every_value(warehouse: Path, tmp_path: Path) -> None:
    """Numbers as they are, and every text once one leading apostrophe is taken away."""
    assert _export(warehouse, "csv", tmp_path / "out") == 0
    path = tmp_path / "out" / "amounts.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["n", "name", "amount_cny", "value", "is_blank", "day", "read_at"]
    assert [re.sub(r"\A'", "", row[1]) for row in rows] == [row[1] or "" for row in _ROWS]
    assert rows[0][2:] == ["18981050000.10", "-0.500000", "true", "2023-12-31", "2024-01-02T03:00:00Z"]
    assert rows[1][1:3] == ["'=1+1", "123456789012345678.99"]
    assert '\n4,"",-1.00,0.000000,,,\n5,,,,,,\n' in path.read_text(encoding="utf-8-sig")


def test_csv_reads_back_as_it_was(warehouse: Path, tmp_path: Path) -> None:
    assert _export(warehouse, "csv", tmp_path / "out") == 0
    read = duckdb.sql(
        f"select * replace (regexp_replace(name, '^''', '') as name) from read_csv('{tmp_path}/out/amounts.csv',"
        " header = true, all_varchar = false, allow_quoted_nulls = false, columns = {'n': 'integer', 'name': 'varchar',"
        " 'amount_cny': 'decimal(20, 2)', 'value': 'decimal(24, 6)', 'is_blank': 'boolean', 'day': 'date',"
        " 'read_at': 'timestamp'}) order by n"
    ).fetchall()
    assert read == _ROWS


def test_workbook_holds_numbers_as_numbers_and_no_formula(warehouse: Path, tmp_path: Path) -> None:
    assert _export(warehouse, "xlsx", tmp_path / "out.xlsx") == 0
    book = load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    sheet = book["amounts"]
    first, second, third = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
    assert first == [1, "番禺区", 18981050000.1, -0.5, True, datetime(2023, 12, 31), datetime(2024, 1, 2, 3)]
    assert second[1:3] == ["'=1+1", "123456789012345678.99"], "more digits than Excel keeps"
    assert third[1] == "''quoted, \"twice\"\nand broken"
    assert sheet["B7"].value == "'#N/A"
    assert sheet["B8"].value == "\\x1b[31m"
    assert len(str(sheet["B9"].value)) <= 32_767
    assert str(sheet["B9"].value).endswith("（截断 cut）")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G9")
    assert (sheet["C2"].number_format, sheet["D2"].number_format) == ("#,##0.00", "#,##0.00####")
    assert (sheet["F2"].number_format, sheet["G2"].number_format) == ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss")
    assert sorted(row[0] for row in book["many"].iter_rows(min_row=2, values_only=True)) == list(range(3_000))


def test_workbook_has_a_cover_with_its_sources(published: Path, tmp_path: Path) -> None:
    assert _export(published, "xlsx", tmp_path / "out.xlsx", "--tables", "dim_document", "fct_revenue") == 0
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["封面 cover", "字段 columns", "dim_document", "fct_revenue"]
    words = {str(value) for row in book.worksheets[0].iter_rows(values_only=True) for value in row if value is not None}
    with duckdb.connect(str(published), read_only=True) as connection:
        documents = connection.execute("select file_name, sha256 from marts.dim_document").fetchall()
    assert {word for document in documents for word in document} <= words
    explained = {row[:2] for row in book["字段 columns"].iter_rows(min_row=2, values_only=True)}
    assert ("fct_revenue", "amount_cny") in explained


def test_a_table_too_long_for_a_sheet_is_refused_in_words(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3_001)
    assert _export(warehouse, "xlsx", tmp_path / "out.xlsx") == 0
    monkeypatch.setattr(workbook, "MAX_ROWS", 3_000)
    assert _export(warehouse, "xlsx", tmp_path / "other.xlsx") == 1
    said = capsys.readouterr().err
    assert "many (3,000)" in said
    assert "--tables" in said
    assert not (tmp_path / "other.xlsx").exists()


@pytest.mark.parametrize(
    ("tables", "names"),
    [
        (["fct_revenue"], ["fct_revenue"]),
        (["x" * 40, "x" * 41, "X" * 42], ["x" * 30 + "~", "x" * 29 + "~2", "X" * 29 + "~3"]),
        (["a/b", "a:b", "", "History", "'q'"], ["a_b", "a_b~2", "_", "History_", "_q_"]),
        (["😀" * 20], ["😀" * 15 + "~"]),
    ],
)
def test_sheets_have_names_that_excel_takes(tables: list[str], names: list[str]) -> None:
    assert sheet_names(tables) == names


# The data package


@pytest.fixture(scope="session")
def package(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published warehouse as a data package."""
    folder = tmp_path_factory.mktemp("package") / "juesuan"
    assert _export(published, "datapackage", folder) == 0
    return folder / "datapackage.json"


def test_package_is_valid(package: Path) -> None:
    """Types, required values, keys, references, sizes and digests, by Frictionless itself."""
    found = subprocess.run(
        [tool("frictionless") / "python", "-m", "frictionless", "validate", "--json", package.name],
        cwd=package.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(found.stdout)
    assert report["valid"], [task for task in report["tasks"] if not task["valid"]]
    assert report["stats"]["tasks"] > 20


def test_package_with_a_changed_byte_is_not_valid(package: Path, tmp_path: Path) -> None:
    frictionless = tool("frictionless")
    text = (package.parent / "data" / "fct_revenue.csv").read_text(encoding="utf-8")
    (tmp_path / "data").mkdir()
    for file in (package.parent / "data").iterdir():
        (tmp_path / "data" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "data" / "fct_revenue.csv").write_text(text.replace("52403000.00", "52403001.00"), encoding="utf-8")
    (tmp_path / package.name).write_bytes(package.read_bytes())
    found = subprocess.run(
        [frictionless / "python", "-m", "frictionless", "validate", package.name],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 1
    assert "hash" in found.stdout


def test_package_says_what_is_what(package: Path) -> None:
    described = json.loads(package.read_text(encoding="utf-8"))
    resources = {resource["title"]: resource for resource in described["resources"]}
    spent = resources["fct_expenditure_by_function"]
    types = {field["name"]: field.get("columnType") for field in spent["schema"]["fields"]}
    assert types["amount_cny"] == "value"
    assert types["functional_code"] == "functional-classification:generic:code"
    assert types["is_blank"] is None
    constants = {extra["columnType"]: extra["constant"] for extra in spent["schema"]["extraFields"]}
    assert constants == {"value-currency:code": "CNY", "direction": "expenditure"}
    assert spent["schema"]["primaryKey"] == ["document_id", "functional_code", "expenditure_type"]
    assert {"fields": ["functional_code"], "reference": {"resource": "dim_functional_class", "fields": ["functional_code"]}} in spent["schema"]["foreignKeys"]  # fmt: skip # noqa: E501
    content = (package.parent / spent["path"]).read_bytes()
    assert spent["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert all(resource["description"] and all(field["description"] for field in resource["schema"]["fields"])
               for resource in described["resources"])  # fmt: skip
    assert {"title", "file_name", "sha256"} <= set(described["sources"][0])


# The types of the budget taxonomy (fiscal-data-package--budgets 1.0-rc.1) that the marts have columns for.
_TAXONOMY = {
    "budget-line-id": "string", "date:fiscal-year": "integer", "value": "number", "value-kind:code": "string",
    "administrative-classification:generic:code": "string", "administrative-classification:generic:label": "string",
    "geo-source:generic:code": "string", "geo-source:generic:title": "string",
    "functional-classification:generic:code": "string", "functional-classification:generic:label": "string",
    "economic-classification:generic:code": "string", "economic-classification:generic:label": "string",
    "activity:generic:project:code": "string", "activity:generic:project:label": "string",
    "activity:generic:subproject:label": "string", "fin-source:generic:code": "string",
    "expenditure-type:code": "string", "phase:id": "string", "direction": "string", "value-currency:code": "string",
}  # fmt: skip


def test_column_types_are_the_taxonomys_and_fit_their_columns(package: Path) -> None:
    """Own types extend one of the taxonomy's, so that a reader who does not know them can tell what they are."""
    own = {each["name"]: each["dataType"] for each in fiscal_types()["own"]}
    assert all(any(name.startswith(f"{known}:") for known in _TAXONOMY) for name in own)
    known = {**_TAXONOMY, **own}
    for resource in json.loads(package.read_text(encoding="utf-8"))["resources"]:
        fields = [*resource["schema"]["fields"], *resource["schema"].get("extraFields", ())]
        typed = [(field["columnType"], field["type"]) for field in fields if "columnType" in field]
        assert [pair for pair in typed if known[pair[0]] != pair[1]] == [], resource["name"]
        assert len({name for name, _ in typed}) == len(typed), resource["name"]


def test_every_fiscal_type_names_a_column_that_is_there(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        there = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
        ).fetchall()
    types: dict[str, Any] = fiscal_types()
    assert set(types["columns"]) <= {column for _, column in there}
    assert {(table, column) for table, columns in types["tables"].items() for column in columns} <= set(there)
    assert set(types["constants"]) <= {table for table, _ in there}


# How they are put in place


@pytest.mark.parametrize("form", FORMATS)
def test_same_warehouse_same_bytes(warehouse: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _export(warehouse, form, tmp_path / "one") == 0
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert _export(warehouse, form, tmp_path / "two") == 0
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")


@pytest.mark.parametrize("form", FORMATS)
def test_names_lead_nowhere(warehouse: Path, tmp_path: Path, form: str) -> None:
    before = _beside(warehouse)
    output = tmp_path / "deep" / "er" / "out"
    assert _export(warehouse, form, output) == 0
    assert _beside(warehouse) == {*before, "deep"}
    assert {path.name for path in (tmp_path / "deep" / "er").iterdir()} == {"out"}
    for path in output.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9_.-]+", path.name)


def test_different_names_have_different_files() -> None:
    names = ["a/b", "a_b", "a-2f-b", "../a", "A", "x" * 90, "x" * 91]
    stems = [Table(name, "", (), 0).file_stem for name in names]
    assert len(set(stems)) == len(names)
    assert stems[0] == "a-2f-b"


@pytest.mark.parametrize("form", ["csv", "parquet", "datapackage"])
def test_an_export_replaces_its_own_files_and_nobody_elses(warehouse: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert _export(warehouse, form, out) == 0
    (out / "notes.txt").write_text("mine")
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("drop table marts.amounts")
        connection.execute("update marts.many set t = 'new'")
    assert _export(warehouse, form, out) == 0
    assert not [path for path in out.rglob("*") if path.stem == "amounts"]
    assert (out / "notes.txt").read_text() == "mine"
    listed = json.loads((out / "juesuan-export.json").read_text(encoding="utf-8"))["sha256"]
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in _bytes(out).items()
        if name not in ("notes.txt", "juesuan-export.json")
    }


def test_somebody_elses_file_is_not_overwritten(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "many.csv").write_text("mine")
    assert _export(warehouse, "csv", out) == 2
    assert "many.csv" in capsys.readouterr().err
    assert {path.name: path.read_text() for path in out.iterdir()} == {"many.csv": "mine"}


def test_a_list_that_leads_elsewhere_removes_nothing(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert _export(warehouse, "csv", out) == 0
    (tmp_path / "precious.txt").write_text("mine")
    (out / "juesuan-export.json").write_text(json.dumps({"sha256": {"../precious.txt": "", "many.csv": ""}}))
    with duckdb.connect(str(warehouse)) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
    for path in out.iterdir():
        if path.name not in ("many.csv", "juesuan-export.json"):
            path.unlink()
    assert len(names) > 3
    assert _export(warehouse, "csv", out, "--tables", "seen") == 0
    assert (tmp_path / "precious.txt").read_text() == "mine"
    assert {path.name for path in out.iterdir()} == {"seen.csv", "juesuan-export.json"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_failure_leaves_what_was_there(
    warehouse: Path, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert _export(warehouse, form, out) == 0
    before = _bytes(out), _beside(warehouse)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("loaders.exports.delivery.sync_file", full)
    assert _export(warehouse, form, out) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert (_bytes(out), _beside(warehouse)) == before


@pytest.mark.parametrize("form", FORMATS)
def test_the_warehouse_is_not_touched(warehouse: Path, tmp_path: Path, form: str) -> None:
    before = warehouse.read_bytes(), warehouse.stat().st_mtime_ns
    assert _export(warehouse, form, tmp_path / "out") == 0
    assert (warehouse.read_bytes(), warehouse.stat().st_mtime_ns) == before


# Wrong usage


@pytest.mark.parametrize(
    ("options", "words"), [(["--tables", "nowhere"], "nowhere"), (["--schema", "no'where"], "no'where")]
)
def test_unknown_names(
    warehouse: Path, tmp_path: Path, options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _export(warehouse, "csv", tmp_path / "out", *options) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_for_a_file_and_a_file_for_a_folder(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert _export(warehouse, "xlsx", tmp_path / "folder") == 2
    (tmp_path / "file").write_text("mine")
    assert _export(warehouse, "csv", tmp_path / "file") == 2
    assert (tmp_path / "file").read_text() == "mine"


def test_without_a_warehouse(tmp_path: Path) -> None:
    assert _export(tmp_path / "none.duckdb", "csv", tmp_path / "out") == 2


def test_every_form_is_listed_in_the_package_data() -> None:
    """The types' file must be installed with the program."""
    settings = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"exports/*.yml"' in settings
    assert yaml.safe_load((Path(__file__).parents[2] / "loaders/exports/fiscal_types.yml").read_text(encoding="utf-8"))
