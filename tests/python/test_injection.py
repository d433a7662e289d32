"""What a document or a file's name says is never run: by a spreadsheet, browser, terminal, database or template."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest
from samples import Accounts, final_accounts

from loaders import cli, pipeline
from loaders.dashboard import export, queries
from loaders.paths import ROOT
from loaders.report_formats.neutral import neutral_cell
from loaders.terminal import printable

HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' &calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><!--",
    "\x1b]0;owned\x07\x1b[31m",
    "\u202egpj.exe",
    "a\rb",
    "'; drop table marts.dim_document; --",
    "\"; attach 'x' as y; --",
    "{{ 1 % 0 }}",
    "{% raw %}{{ run_query('drop table x') }}",
    '!!python/object/apply:os.system ["true"]',
    "- *anchor: &x",
    "${HOME}`id`$(id)",
    "%s%n{0}{file}",
    "..",
)


def _hostile_folder(folder: Path) -> None:
    """Each text as the name of a file, of a department and of a functional class."""
    folder.mkdir(parents=True)
    for number, text in enumerate(HOSTILE):
        name = f"{text.replace('/', '∕')}.txt"
        department = f"广州市天河区第{number}{text}服务局"
        document = final_accounts(Accounts(department=department)).replace(
            "一般公共服务支出", f"{text}一般公共服务支出"
        )
        (folder / name).write_bytes(document.encode("utf-8"))
    with zipfile.ZipFile(folder / "names.zip", "w") as archive:
        archive.writestr("../../../outside.txt", final_accounts())
        archive.writestr("/etc/cron.d/outside.txt", "x")


@pytest.fixture(scope="module")
def folder(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A folder with the hostile documents, and the warehouse that was built of them beside it."""

    def make(made: Path) -> None:
        _hostile_folder(made / "in" / "documents")
        assert (
            cli.main(["build", str(made / "in" / "documents"), "--warehouse", str(made / "w" / "juesuan.duckdb")]) == 0
        )

    return once("hostile", make)


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Path:
    """The published warehouse of the hostile documents."""
    return folder / "w" / "juesuan.duckdb"


def _texts(warehouse: Path) -> Iterator[str]:
    """Every text in every table that people read."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where table_schema in ('marts', 'bi') and data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in names:
            found = connection.execute(f'select distinct "{column}" from {schema}."{table}"').fetchall()
            yield from (text for (text,) in found if text)


def test_every_document_is_in_the_warehouse_under_its_name(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = {name for (name,) in connection.execute("select file_name from marts.dim_document").fetchall()}
        loaded = connection.execute("select count(*) from marts.dim_document where load_status = 'loaded'").fetchall()
    assert {printable(f"{text.replace('/', '∕')}.txt") for text in HOSTILE if not text.startswith(".")} <= found
    assert "names.zip/outside.txt" in found
    assert loaded[0][0] >= 10  # the texts are in the tables, not only in reasons for quarantine


def test_nothing_was_written_outside(folder: Path) -> None:
    assert {path.name for path in (folder / "in").iterdir()} == {"documents"}
    assert not Path("/etc/cron.d/outside.txt").exists()
    assert not (folder.parent / "outside.txt").exists()


def test_no_text_in_the_warehouse_can_steer_a_terminal(warehouse: Path) -> None:
    texts = list(_texts(warehouse))
    assert any("<script>" in text for text in texts)
    assert any("{{ 1 % 0 }}" in text.replace("{{1%0}}", "{{ 1 % 0 }}") for text in texts)
    assert [text for text in texts if printable(text) != text and "\n" not in text and "\t" not in text] == []


def _acts(cell: str) -> bool:
    return neutral_cell(cell) != cell and not cell.startswith("'")


def test_no_export_holds_a_formula(warehouse: Path, tmp_path: Path) -> None:
    for form in ("csv", "datapackage"):
        options = ["--warehouse", str(warehouse), "--format", form, "--output", str(tmp_path / form)]
        assert cli.main(["export", *options]) == 0
        files = sorted((tmp_path / form).rglob("*.csv"))
        assert files
        for file in files:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                assert [cell for row in csv.reader(stream) for cell in row if _acts(cell)] == [], file.name
    book = tmp_path / "all.xlsx"
    assert cli.main(["export", "--warehouse", str(warehouse), "--format", "xlsx", "--output", str(book)]) == 0
    cells = [cell for sheet in openpyxl.load_workbook(book).worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_answers_of_queries_are_harmless(warehouse: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "select file_name, title, status_detail from marts.dim_document order by all"
    assert cli.main(["query", sql, "--warehouse", str(warehouse), "--format", form]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    if form == "csv":
        assert [cell for row in csv.reader(io.StringIO(out)) for cell in row if _acts(cell)] == []
    if form == "json":
        assert len(json.loads(out)) == len(HOSTILE) + 1


@pytest.mark.parametrize("form", ["text", "json", "html", "xlsx"])
def test_reports_of_checks_are_harmless(
    folder: Path, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [path for path in (folder / "in" / "documents").iterdir() if any(mark in path.name for mark in "<\x1b{")]
    output = tmp_path / f"report.{form}"
    assert cli.main(["check", *map(str, chosen), "--format", form, "--output", str(output)]) == 2
    assert "\x1b" not in capsys.readouterr().err
    if form == "xlsx":
        sheets = openpyxl.load_workbook(output).worksheets
        assert [c.value for sheet in sheets for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []
        return
    text = output.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text or form == "json"
    if form == "html":
        assert "<script" not in text
        assert "<img" not in text
        assert "default-src 'none'" in text


def test_the_dashboards_data_are_data_and_its_pages_write_text(warehouse: Path, tmp_path: Path) -> None:
    """Whatever a document says reaches the browser as a string of JSON, and the pages never make HTML of strings."""
    copy = tmp_path / warehouse.name
    shutil.copyfile(warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        export.prepare(connection)
        export.export(connection, queries.load(ROOT / "dashboards" / "queries"), tmp_path / "data")
    files = sorted((tmp_path / "data").rglob("*.json"))
    assert files
    assert any("<script>" in json.dumps(json.loads(file.read_text(encoding="utf-8"))) for file in files)
    sources = [path for path in (ROOT / "dashboards" / "src").rglob("*.ts*") if path.is_file()]
    words = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
    assert [(path.name, word) for path in sources for word in words if word in path.read_text(encoding="utf-8")] == []


def test_names_in_messages_cannot_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = folder / "in" / "documents" / "no\x1b[31msuch\u202e{0}.txt"
    assert cli.main(["load", str(bad), "--seeds", str(folder / "seeds")]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert r"no\x1b[31msuch\u202e{0}.txt" in said


def test_hostile_documents_alter_nothing_of_another(folder: Path, tmp_path: Path) -> None:
    """The rows of a plain report are the same beside them and alone."""
    (tmp_path / "plain.txt").write_text(final_accounts(), encoding="utf-8")
    alone = pipeline.load([tmp_path]).tables()["figures_revenue"]
    beside = pipeline.load([tmp_path, folder / "in" / "documents"]).tables()["figures_revenue"]
    assert [row for row in beside if row["document_id"] == alone[0]["document_id"]] == alone
