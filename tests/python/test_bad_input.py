"""Bad input: a clear message with file and line, the document quarantined with the reason, the others loaded."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import miniature
import pytest
from samples import Accounts, final_accounts

from loaders import cli, pipeline
from loaders.pipeline import Document, LoadResult

_TEXT = final_accounts()
_LINES = _TEXT.splitlines()


def _load(folder: Path, name: str, data: bytes) -> tuple[LoadResult, Document]:
    """Loads the file beside a good one; returns the result and the bad file's document."""
    folder.mkdir(exist_ok=True)
    (folder / "good.txt").write_text(final_accounts(Accounts(department="广州市越秀区良好服务局")), encoding="utf-8")
    (folder / name).write_bytes(data)
    result = pipeline.load([folder])
    (document,) = [document for document in result.documents if document.file_name == name]
    return result, document


def _line_of(words: str) -> int:
    return next(number for number, line in enumerate(_LINES, start=1) if words in line)


_CASES = {
    "empty": (b"", "empty", "the file is empty"),
    "blank": (b" \n\t\n", "empty", "the file is empty"),
    "binary rubbish": (bytes(range(256)) * 40, "not_text", "UTF-8, GB18030 or UTF-16"),
    "utf-8 cut inside a character": (_TEXT.encode()[:-3], "cut", "middle of a character"),
    "big5": (_TEXT.replace("万", "萬").encode("big5", "ignore"), "not_text", "UTF-8, GB18030 or UTF-16"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "cut", "a PDF with its end mark"),
    "zip": (b"PK\x03\x04" + bytes(60), "damaged", "a whole zip archive"),
    "novel": ("第一章 春天\n\n从前有一座山，山上有一座庙。\n".encode(), "unknown_kind", "no title of a known kind"),
    "number with two points": (
        _TEXT.replace("\t403.46\t", "\t1,23.4.5\t", 1).encode(),
        "bad_number",
        f"line {_line_of('403.46')}: table 收入支出决算总表, row '一、一般公共预算财政拨款收入', "
        "column '决算数': '1,23.4.5' is not a number",
    ),
    "words for a number": (_TEXT.replace("\t403.46\t", "\t略\t", 1).encode(), "bad_number", "'略' is not a number"),
    "no unit": (_TEXT.replace("单位：万元", "").encode(), "unit_missing", "states no unit"),
    "no department": (
        _TEXT.replace("广州市天河区样例服务局", "").encode(),
        "department_missing",
        "does not say whose it is",
    ),
    "code of four digits": (_TEXT.replace("\n20103\t", "\n2010\t", 1).encode(), "row_without_code", "3, 5 or 7 digits"),
    "row too wide": (
        _TEXT.replace("201\t一般公共服务支出\t375.78", "201\t一般公共服务支出\t375.78\t1.00\t2.00").encode(),
        "row_too_wide",
        "at most 9 cells",
    ),
}


@pytest.mark.parametrize("case", _CASES)
def test_it_is_quarantined_with_its_reason_and_the_others_load(tmp_path: Path, case: str) -> None:
    data, reason, words = _CASES[case]
    result, document = _load(tmp_path / "in", "bad.txt", data)
    assert (document.status, document.reason) == ("quarantined", reason), document.detail
    assert words in document.detail
    assert result.count("loaded") == 1
    row = next(row for row in result.tables()["documents"] if row["file_name"] == "bad.txt")
    assert (row["load_status"], row["status_reason"]) == ("quarantined", reason)
    assert row["status_detail"] == document.detail


def test_a_table_whose_header_is_not_known_is_said_and_the_rest_loads(tmp_path: Path) -> None:
    """Its numbers are kept, each with its place, and none of them is in the table's figures."""
    text = _TEXT.replace("\t项目支出\t上缴上级支出", "\t未知支出\t上缴上级支出", 1)
    _, document = _load(tmp_path / "in", "odd.txt", text.encode())
    assert (document.status, document.reason) == ("loaded", "table_unplaced")
    line = next(number for number, said in enumerate(text.split("\n"), start=1) if said == "支出决算表")
    assert f"line {line}: table 支出决算表: no column for project" in document.detail
    assert document.coverage is not None
    unplaced = [figure for figure in document.content.figures if figure.table_code == "unplaced"]
    assert len(unplaced) == document.coverage.unplaced > 0
    assert not any(figure.table_code == "expenditure" for figure in document.content.figures)
    assert all(figure.row_label.startswith("支出决算表") and figure.place.line for figure in unplaced)
    assert any(figure.table_code == "revenue" for figure in document.content.figures)


def test_a_missing_file_is_quarantined(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(_TEXT, encoding="utf-8")
    result = pipeline.load([tmp_path / "good.txt", tmp_path / "missing.txt"])
    (missing,) = [document for document in result.documents if document.status == "quarantined"]
    assert (missing.file_name, missing.reason) == ("missing.txt", "cannot_open")
    assert result.count("loaded") == 1


def test_a_folder_without_documents_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden").write_text("x")
    assert cli.main(["load", str(tmp_path / "empty"), "--seeds", str(tmp_path / "seeds")]) == 2
    said = capsys.readouterr().err
    assert "文件夹中没有文档" in said
    assert str(tmp_path / "empty") in said


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_other_encodings_give_the_same_rows(tmp_path: Path, encoding: str) -> None:
    rows = []
    for name, data in (("a", _TEXT.encode()), ("b", _TEXT.encode(encoding))):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "accounts.txt").write_bytes(data)
        result = pipeline.load([folder])
        tables = result.tables()
        (file,) = tables.pop("input_files")
        assert file["size_bytes"] == str(len(data))
        text = json.dumps(tables, ensure_ascii=False).replace(file["input_file_id"], "FILE")
        (document,) = result.documents
        rows.append(text.replace(document.document_id, "DOC").replace(document.sha256, "SHA"))
    assert rows[0] == rows[1]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_give_the_same_lines(tmp_path: Path, newline: str) -> None:
    lines = []
    for name, text in (("a", _TEXT), ("b", _TEXT.replace("\n", newline))):
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
        (document,) = pipeline.load([tmp_path / f"{name}.txt"]).documents
        lines.append([(figure.place.line, figure.amount_cny) for figure in document.content.figures])
    assert lines[0] == lines[1]


@pytest.mark.parametrize("share", [percent / 100 for percent in range(3, 98, 5)])
def test_a_report_cut_in_the_middle_never_passes_for_a_whole_one(tmp_path: Path, share: float) -> None:
    """Wherever the cut falls, at a line's end or inside one, the tables behind it are missed."""
    at = int(len(_TEXT) * share)
    for cut in (_TEXT[:at], _TEXT[: _TEXT.rfind("\n", 0, at) + 1]):
        _, document = _load(tmp_path / "in", "cut.txt", cut.encode())
        assert document.status == "quarantined", f"a report of {len(cut)} of {len(_TEXT)} characters was loaded"
        assert document.detail


def test_bad_documents_do_not_stop_the_publishing_of_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (data, _, _) in enumerate(_CASES.values()):
        (folder / f"bad-{number}.txt").write_bytes(data)
    (folder / "good.txt").write_text(_TEXT, encoding="utf-8")
    warehouse = tmp_path / "warehouse" / "juesuan.duckdb"
    miniature.run(miniature.project(tmp_path / "project"), folder, warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = dict(connection.execute("select load_status, count(*) from marts.dim_document group by all").fetchall())
    assert found["loaded"] == 1
    assert sum(found.values()) == len(_CASES) + 1


def test_names_of_files_are_only_names(tmp_path: Path) -> None:
    """Quotes, SQL, Jinja and line breaks in a name reach the warehouse as they are and do nothing."""
    folder = tmp_path / "in"
    folder.mkdir()
    names = ["a'; drop table documents; --.txt", "{{ 1 % 0 }}.txt", "=1+1.txt", 'say "x", y.txt', "决算 表.txt"]
    for number, name in enumerate(names):
        department = f"广州市天河区第{'一二三四五'[number]}服务局"
        (folder / name).write_text(final_accounts(Accounts(department=department)), encoding="utf-8")
    warehouse = tmp_path / "warehouse" / "juesuan.duckdb"
    miniature.run(miniature.project(tmp_path / "project"), folder, warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = [name for (name,) in connection.execute("select file_name from marts.dim_document").fetchall()]
    assert sorted(found) == sorted(names)
