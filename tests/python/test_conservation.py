"""Nothing is lost in silence: every file, every document and every number is accounted for, whatever the others are."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import miniature
import pytest
from samples import Accounts, final_accounts

from loaders import pipeline
from loaders.guards.process import Answer
from loaders.guards.results import Failure, GuardReport, SuiteResult
from loaders.inputs import find_files
from loaders.paths import ROOT
from loaders.progress import Progress
from loaders.readers import read
from loaders.readers.model import Block, Grid
from loaders.reports import coverage
from loaders.reports.fold import fold
from loaders.reports.recognise import segments
from loaders.warehouse.build import Request, build

TEXT = final_accounts()


def _accounts(department: str) -> str:
    return final_accounts(Accounts(department=f"广州市天河区{department}"))


def _odd_folder(folder: Path) -> None:
    """A folder of everything that can stand in one, but for what needs other rights."""
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    (folder / "copy.txt").write_text(TEXT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / ".hidden.txt").write_text("not looked at")
    (folder / "inner").mkdir()
    (folder / "inner" / "copy.txt").write_text(TEXT, encoding="utf-8")
    (folder / "inner" / "again").symlink_to("..")
    (folder / "nowhere.txt").symlink_to("/nonexistent/report.txt")
    (folder / "linked.txt").symlink_to("good.txt")
    os.mkfifo(folder / "pipe")
    (folder / "line\rbreak\n\x1b[31m.txt").write_text(_accounts("换行服务局"), encoding="utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "国标.txt".encode("gb18030"))).write_text(
        _accounts("编码服务局"), encoding="utf-8"
    )


def test_every_file_of_a_folder_has_its_document(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    _odd_folder(folder)
    result = pipeline.load([folder])
    assert len(result.files) == 10  # what `_odd_folder` made, without what is hidden
    assert all(file.document_count == 1 for file in result.files)
    assert {file.input_file_id for file in result.files} == {doc.input_file_id for doc in result.documents}
    assert Counter(document.status for document in result.documents) == {"loaded": 3, "duplicate": 3, "quarantined": 4}
    refused = {document.file_name: document.reason for document in result.documents if document.status == "quarantined"}
    assert refused == {
        "empty.txt": "empty",
        "nowhere.txt": "cannot_open",
        "pipe": "cannot_open",
        "again": "cannot_open",
    }


def test_reading_apart_says_the_same(tmp_path: Path) -> None:
    _odd_folder(tmp_path / "in")
    assert pipeline.load([tmp_path / "in"], apart=True).tables() == pipeline.load([tmp_path / "in"]).tables()


def test_names_reach_the_tables_as_text_without_control_characters(tmp_path: Path) -> None:
    _odd_folder(tmp_path / "in")
    names = {row["file_name"] for row in pipeline.load([tmp_path / "in"]).tables()["documents"]}
    assert {"国标.txt", r"line\rbreak\n\x1b[31m.txt"} <= names


def test_a_folder_without_the_right_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`os.walk` reports it; run as root nothing is refused, so the refusal is made."""
    (tmp_path / "in" / "locked").mkdir(parents=True)
    (tmp_path / "in" / "good.txt").write_text(TEXT, encoding="utf-8")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert find_files([tmp_path / "in"]) == [tmp_path / "in" / "good.txt", tmp_path / "in" / "locked"]
    found = {document.file_name: document.reason for document in pipeline.load([tmp_path / "in"]).documents}
    assert found == {"good.txt": "", "locked": "cannot_open"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("一般公共服务支出", "一般公共服务支出" + "支" * 21_000, "beyond_limit"),
        ("单位：万元", "单位：亿元", "bad_number"),
    ],
    ids=["a text without end", "more than any amount"],
)
def test_what_no_table_takes_is_quarantined(tmp_path: Path, old: str, new: str, reason: str) -> None:
    text = TEXT.replace("403.46", "999999999999999.99") if reason == "bad_number" else TEXT
    (tmp_path / "odd.txt").write_text(text.replace(old, new), encoding="utf-8")
    [document] = pipeline.load([tmp_path]).documents
    assert (document.status, document.reason) == ("quarantined", reason)
    assert len(document.detail) <= 2_000


def test_a_file_twice_beside_its_annex_names_the_document_that_is_loaded(tmp_path: Path, reports: Path) -> None:
    for name in ("a.txt", "b.txt"):
        shutil.copy(reports / "panyu-2023-final-accounts.txt", tmp_path / name)
    shutil.copy(reports / "panyu-2023-digital-government-evaluation.txt", tmp_path / "c.txt")
    documents = {document.document_id: document for document in pipeline.load([tmp_path]).documents}
    copies = [document for document in documents.values() if document.status == "duplicate"]
    assert len(copies) == 3
    assert {documents[document.duplicate_of or ""].status for document in copies} == {"loaded"}


def test_without_a_document_its_copies_go_too_and_what_repeated_it_counts(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "slip.txt").write_text(TEXT + "\n\n注：另附。\n", encoding="utf-8")
    result = pipeline.load([tmp_path])
    [original] = [document for document in result.documents if document.status == "loaded"]
    left = result.without({original.document_id: "it contradicts itself"})
    fates = Counter((document.status, document.reason) for document in left.documents)
    copies = sum(document.document_id.startswith(original.document_id) for document in result.documents)
    assert fates[("quarantined", "guard_failed")] == copies
    assert fates.total() == 3
    assert fates[("loaded", "")] == 1
    assert left.files == result.files


class _Blaming(miniature.Lenient):
    """Guards that find something wrong in one document, as long as it has rows."""

    def __init__(self, name: str) -> None:
        self.name = name

    def seeds(self, folder: Path) -> Answer:
        """Fails with each loaded document of that name."""
        with duckdb.connect() as connection:
            found = connection.execute(
                f"select document_id from read_csv('{folder}/documents.csv', all_varchar = true)"
                f" where file_name = '{self.name}' and load_status = 'loaded'"
            ).fetchall()
        keys = tuple(key for (key,) in found)
        failure = Failure("parts of totals", "parent", "上级行不存在", "its parent is missing", len(keys), (), keys)
        return lambda: GuardReport("seeds", (SuiteResult("parts of totals", 9, 1, (failure,) if keys else ()),))


def test_a_document_that_does_not_pass_the_guards_keeps_no_other_from_being_published(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    (folder / "odd.txt").write_text(_accounts("另一服务局"), encoding="utf-8")
    project = miniature.project(tmp_path / "project")
    warehouse = tmp_path / "w" / "juesuan.duckdb"
    report = build(
        Request(warehouse, (folder,), seeds=tmp_path / "seeds", project=project), Progress(), _Blaming("odd.txt")
    )
    assert report.documents == {"loaded": 1, "quarantined": 1}
    [told] = report.quarantined
    assert (told["file_name"], told["status_reason"]) == ("odd.txt", "guard_failed")
    assert "parts of totals [parent]: 上级行不存在" in told["status_detail"]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute("select file_name, load_status from marts.dim_document order by 1").fetchall()
    assert rows == [("good.txt", "loaded"), ("odd.txt", "quarantined")]
    kept = (tmp_path / "seeds" / "documents.csv").read_text(encoding="utf-8")
    assert "guard_failed" in kept


def test_a_failure_of_no_document_blames_none() -> None:
    one = Failure("s", "c", "错", "wrong", 1, ("document_id=d",), ("d",))
    whole = replace(one, documents=())
    assert GuardReport("seeds", (SuiteResult("s", 1, 2, (one,)),)).blamed() == {
        "d": "s [c]: 错 · wrong (document_id=d)"
    }
    assert GuardReport("seeds", (SuiteResult("s", 1, 2, (one, whole)),)).blamed() == {}


def _digits(texts: Iterable[str]) -> Counter[str]:
    """Digits that are written as such; a circled number (①) marks an item of a list."""
    return Counter(
        fold(char) for text in texts for char in text if char.isdigit() and unicodedata.category(char) == "Nd"
    )


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from [cell.text for row in block.rows for cell in row] if isinstance(block, Grid) else [block.text]


def test_every_digit_of_a_report_is_in_a_number_that_is_counted(reports: Path) -> None:
    """Whatever the readings take: each digit on the pages is in one of the runs that coverage counts, once."""
    for path in sorted(reports.iterdir()):
        source = read(path)
        found = segments(source)
        runs = [run.text for segment in found for run in coverage._runs(segment, frozenset())]
        assert _digits(runs) == _digits(_texts(source.blocks)), path.name


_GOOD = {
    "stg_input_files": [("file-a", "a.txt", 1), ("file-z", "z.zip", 3)],
    "dim_document": [
        # document_id, input_file_id, file_name, ordinal, status, reason, detail, duplicate_of, figures, numbers (5)
        ("doc-a-1", "file-a", "a.txt", 1, "loaded", None, None, None, 3, 5, 3, 0, 1, 1),
        ("doc-b-1", "file-z", "z.zip/b.txt", 1, "quarantined", "cut", "…", None, 0, None, None, None, None, None),
        ("doc-c-1", "file-z", "z.zip/c.txt", 1, "duplicate", None, None, "doc-a-1", 3, 5, 3, 0, 1, 1),
        ("doc-d-1", "file-z", "z.zip/d.txt", 1, "superseded", None, None, None, 3, 5, 3, 0, 1, 1),
    ],
    "fct_reported_figure": [
        ("doc-a-1", "unplaced"),
        ("doc-c-1", "unplaced"),
        ("doc-d-1", "unplaced"),
        ("doc-a-1", "revenue"),
    ],
}
_COLUMNS = {
    "stg_input_files": "input_file_id, file_name, document_count",
    "dim_document": "document_id, input_file_id, file_name, document_ordinal, load_status, status_reason,"
    " status_detail, duplicate_of_document_id, figure_count, numbers_printed, numbers_placed, numbers_labelled,"
    " numbers_not_figures, numbers_unplaced",
    "fct_reported_figure": "document_id, table_code",
}
_FILES, _FATES = "assert_every_input_file_is_accounted_for", "assert_every_document_has_its_fate"


def _fails(test: str, change: str = "select 1") -> bool:
    """Whether dbt's test finds something wrong in the good tables after the change."""
    sql = re.sub(
        r"\{\{ ref\('(\w+)'\) \}\}", r"\1", (ROOT / "tests" / "dbt" / f"{test}.sql").read_text(encoding="utf-8")
    )
    with duckdb.connect() as connection:
        for name, rows in _GOOD.items():
            places = ", ".join("?" for _ in rows[0])
            kinds = ", ".join("integer" if any(isinstance(row[i], int) for row in rows) else "varchar"
                              for i in range(len(rows[0])))  # fmt: skip
            columns = zip(_COLUMNS[name].split(", "), kinds.split(", "), strict=True)
            connection.execute(f"create table {name} ({', '.join(' '.join(column) for column in columns)})")
            connection.executemany(f"insert into {name} values ({places})", rows)
        connection.execute("alter table dim_document add column is_counted boolean default false")
        connection.execute("alter table dim_document add column sha256 varchar default 'x'")
        connection.execute("alter table dim_document add column superseded_by_document_id varchar")
        connection.execute(
            "update dim_document set superseded_by_document_id = 'doc-a-1' where document_id = 'doc-d-1'"
        )
        connection.execute(change)
        return bool(connection.execute(sql).fetchall())


def test_dbts_tests_hold_where_everything_is_accounted_for() -> None:
    assert not _fails(_FILES)
    assert not _fails(_FATES)


@pytest.mark.parametrize(
    ("test", "change"),
    [
        (_FILES, "delete from dim_document where document_id = 'doc-c-1'"),
        (_FILES, "delete from dim_document where document_id = 'doc-a-1'"),
        (_FILES, "delete from stg_input_files where input_file_id = 'file-a'"),
        (_FILES, "update stg_input_files set document_count = 0 where input_file_id = 'file-a'"),
        (_FILES, "insert into dim_document select * replace ('doc-a-9' as document_id) from dim_document limit 1"),
        (
            _FATES,
            "update dim_document set numbers_printed = null, numbers_unplaced = null where figure_count > 0",
        ),
        (_FATES, "update dim_document set numbers_placed = 2 where load_status = 'loaded'"),
        (_FATES, "update dim_document set numbers_printed = 4 where load_status = 'quarantined'"),
        (_FATES, "update dim_document set status_detail = null where load_status = 'quarantined'"),
        (_FATES, "update dim_document set figure_count = 1 where load_status = 'quarantined'"),
        (_FATES, "update dim_document set duplicate_of_document_id = 'doc-b-1' where load_status = 'duplicate'"),
        (_FATES, "update dim_document set load_status = 'lost' where load_status = 'duplicate'"),
        (_FATES, "update dim_document set superseded_by_document_id = null"),
        (_FATES, "update dim_document set superseded_by_document_id = 'doc-c-1' where load_status = 'superseded'"),
        (_FATES, "update dim_document set is_counted = true where load_status = 'superseded'"),
        (_FATES, "update dim_document set superseded_by_document_id = 'doc-d-1' where document_id = 'doc-a-1'"),
        (_FATES, "delete from fct_reported_figure where table_code = 'unplaced' and document_id = 'doc-a-1'"),
    ],
)
def test_dbts_tests_fail_where_something_is_lost(test: str, change: str) -> None:
    assert _fails(test, change)
