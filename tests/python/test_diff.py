"""A comparison finds every change and nothing else, whatever moved meanwhile."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import final_accounts

from loaders import cli
from loaders.diff.match import changed_figures, match_documents
from loaders.diff.model import Change, Diff, Document, DocumentDiff, Figure
from loaders.diff.render import as_text
from loaders.paths import ROOT

_SCHEMA = json.loads((ROOT / "docs" / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))


# Figures


def _figure(row: str, column: str = "总计", printed: str = "1.00", line: int = 1, **values: Any) -> Figure:
    known = {"table": "revenue", "project": None, "row_key": row, "column_key": None, "unit": "元", "page": None}
    amount = Decimal(printed.replace(",", "")) * 10_000 if printed else None
    return Figure(**{**known, "row_label": row, "column_label": column, "printed": printed, "amount": amount,
                     "line": line, **values})  # fmt: skip


_FIGURES = st.lists(
    st.builds(
        _figure,
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["x", "y"]),
        st.sampled_from(["1.00", "2.00", "3.50", ""]),
        st.integers(1, 9),
        table=st.sampled_from(["revenue", "narrative"]),
    ),
    max_size=12,
)


def _contents(figures: list[Figure | None]) -> Counter[Any]:
    return Counter((figure.table, *figure.content) for figure in figures if figure is not None)


@given(_FIGURES)
def test_the_same_figures_are_no_change_wherever_they_stand(figures: list[Figure]) -> None:
    moved = [replace(figure, line=(figure.line or 0) + 7, page=3) for figure in figures]
    assert changed_figures(figures, moved) == []


@given(_FIGURES, _FIGURES)
def test_the_changes_make_the_new_edition_out_of_the_old(old: list[Figure], new: list[Figure]) -> None:
    changes = changed_figures(old, new)
    made = _contents([*old]) - _contents([change.old for change in changes])
    assert made + _contents([change.new for change in changes]) == _contents([*new])
    assert all(change.old or change.new for change in changes)


@given(_FIGURES, _FIGURES)
def test_looking_from_the_other_side_exchanges_old_and_new(old: list[Figure], new: list[Figure]) -> None:
    there = Counter(change.kind for change in changed_figures(old, new))
    back = Counter(change.kind for change in changed_figures(new, old))
    assert there["added"] - there["removed"] == back["removed"] - back["added"]


def _kinds(old: list[Figure], new: list[Figure]) -> list[tuple[str, str, str]]:
    return [
        (change.kind, change.old.printed if change.old else "", change.new.printed if change.new else "")
        for change in changed_figures(old, new)
    ]


def test_a_row_put_in_shifts_nothing() -> None:
    """Rows numbered in sequence (item.1, item.2) keep their labels when one is put in before them."""
    old = [_figure(f"item.{n}", printed=f"{n}.00", row_label=name) for n, name in enumerate("甲乙丙", start=1)]
    new = [
        _figure(f"item.{n}", printed=value, row_label=name)
        for n, (name, value) in enumerate([("甲", "1.00"), ("新", "9.00"), ("乙", "2.00"), ("丙", "3.00")], start=1)
    ]
    assert _kinds(old, new) == [("added", "", "9.00")]


def test_a_row_worded_anew_is_the_same_row() -> None:
    old, new = [_figure("2010301", row_label="行政运行")], [_figure("2010301", row_label="行政运行费", printed="2.00")]
    assert _kinds(old, new) == [("changed", "1.00", "2.00")]


def test_a_statement_that_is_repeated_is_paired_in_sequence() -> None:
    old = [_figure("spent", printed=value) for value in ("1.00", "2.00", "3.00")]
    new = [_figure("spent", printed=value) for value in ("1.00", "2.50", "3.00", "4.00")]
    assert _kinds(old, new) == [("changed", "2.00", "2.50"), ("added", "", "4.00")]


def test_another_unit_is_a_change_although_the_print_is_the_same() -> None:
    (change,) = changed_figures([_figure("a")], [_figure("a", amount=Decimal("1.00"))])
    assert change.kind == "changed"


# Documents


def _document(name: str, **values: Any) -> Document:
    known = {"kind": "final_accounts", "title": "t", "department": "某局", "fiscal_year": 2023, "status": "loaded"}
    return Document(**{"document_id": name, "file_name": f"{name}.txt", "fingerprint": name, **known, **values})


@pytest.mark.parametrize(
    ("old", "new", "editions", "kinds"),
    [
        ([_document("a")], [_document("a", department="别局")], False, ["changed"]),
        ([_document("a")], [_document("b")], False, ["changed"]),
        ([_document("a")], [_document("b", fiscal_year=2022)], False, ["added", "removed"]),
        ([_document("a")], [_document("b", fiscal_year=2022)], True, ["changed"]),
        ([_document("a")], [_document("b", kind="project_targets")], True, ["added", "removed"]),
        ([_document("a"), _document("b")], [_document("b")], False, ["changed", "removed"]),
    ],
)
def test_documents_find_their_other_edition(
    old: list[Document], new: list[Document], editions: bool, kinds: list[str]
) -> None:
    assert sorted(pair.kind for pair in match_documents(old, new, editions=editions)) == kinds


# Warehouses


@pytest.fixture
def changed(published: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy of the published warehouse after some statements."""

    def make(*statements: str) -> Path:
        path = tmp_path / "changed" / "juesuan.duckdb"
        path.parent.mkdir()
        shutil.copyfile(published, path)
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        return path

    return make


def _diff(old: Path, new: Path, capsys: pytest.CaptureFixture[str], status: int) -> Any:
    assert cli.main(["diff", str(old), str(new), "--format", "json"]) == status
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, _SCHEMA)
    assert found["differs"] is (status == 1)
    return found


def test_a_warehouse_and_its_copy_are_the_same(
    published: Path, changed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    found = _diff(published, changed("update marts.fct_reported_figure set line = line + 1, page = 2"), capsys, 0)
    assert found["documents"] == []
    assert found["summary"]["compared_documents"] >= 5
    assert cli.main(["diff", str(published), str(published)]) == 0
    assert "没有差别" in capsys.readouterr().out


def test_one_cell_changed_is_one_change(
    published: Path, changed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    cell = "table_code = 'revenue' and row_key = '2010302' and column_key = 'fiscal_appropriation'"
    other = changed(
        f"update marts.fct_reported_figure set printed_text = '5,240.39', amount_cny = 52403900.00 where {cell}"
    )
    found = _diff(published, other, capsys, 1)
    (document,) = found["documents"]
    (figure,) = document["figures"]
    assert (document["old"]["file_name"], document["change"]) == ("panyu-2023-final-accounts.txt", "changed")
    assert (figure["old"]["printed"], figure["new"]["printed"]) == ("5,240.30", "5,240.39")
    assert (figure["old"]["amount"], figure["difference"], figure["old"]["line"]) == ("52403000", "900", 154)
    assert found["summary"]["figures"] == {"added": 0, "removed": 0, "changed": 1}
    assert cli.main(["diff", str(published), str(other)]) == 1
    assert (
        "“5,240.30” → “5,240.39” · 52,403,000.00 元 → 52,403,900.00 元 (+900.00 元) · 第154行"
        in capsys.readouterr().out
    )


def test_findings_verdicts_rules_and_documents_are_compared(
    published: Path, changed: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed(
        "delete from marts.fct_finding where identity_id = 'PAY-EXPENDITURE'",
        "update marts.fct_finding set expected_value = 1 where identity_id = 'PROSE-SME-PARTS'",
        "update marts.fct_identity_check set verdict = 'violated' where identity_id = 'T3-ROW-SUM'",
        "update marts.dim_identity set formula = 'a = b' where identity_id = 'T3-ROW-SUM'",
        "delete from marts.dim_identity where identity_id = 'T1-SURPLUS' or identity_id = 'T1-INCOME-TOTAL'",
        "update marts.dim_document set fiscal_year = 2024 where document_kind = 'final_accounts'",
        "delete from marts.dim_document where document_kind = 'project_targets'",
    )
    found = _diff(published, other, capsys, 1)
    assert found["summary"]["findings"] == {"added": 0, "removed": 1, "changed": 1}
    by_kind = {(document["old"] or document["new"])["kind"]: document for document in found["documents"]}
    assert by_kind["final_accounts"]["facts"] == ["fiscal_year"]
    assert by_kind["project_targets"]["change"] == "removed"
    assert {figure["change"] for figure in by_kind["project_targets"]["figures"]} == {"removed"}
    assert {(rule["change"], (rule["old"] or rule["new"])["identity_id"]) for rule in found["rules"]} >= {
        ("changed", "T3-ROW-SUM"), ("removed", "T1-INCOME-TOTAL"),
    }  # fmt: skip
    assert {(each["identity_id"], each["new"]) for each in found["verdicts"]} == {("T3-ROW-SUM", "violated")}


# Documents on the command line


def test_two_editions_of_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One amount of the first revenue row is changed; lines are put in before it."""
    text = final_accounts()
    row = next(line for line in text.splitlines() if line.startswith("2") and line.count("\t") > 3)
    cells = row.split("\t")
    wrong = "\t".join([*cells[:2], "987,654.32", *cells[3:]])
    (tmp_path / "old.txt").write_text(text, encoding="utf-8")
    (tmp_path / "new.txt").write_text("\n\n" + text.replace(row, wrong, 1), encoding="utf-8")
    found = _diff(tmp_path / "old.txt", tmp_path / "new.txt", capsys, 1)
    (document,) = found["documents"]
    (figure,) = document["figures"]
    assert (figure["old"]["printed"], figure["new"]["printed"]) == (cells[2], "987,654.32")
    assert figure["new"]["line"] == figure["old"]["line"] + 2
    assert {finding["change"] for finding in document["findings"]} == {"added"}
    assert found["verdicts"]
    assert found["rules"] == []


@pytest.mark.parametrize("content", [b"", "没有标题的文件。\n".encode()])
def test_what_cannot_be_read_is_status_2(published: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.txt").write_bytes(content)
    assert cli.main(["diff", str(published), str(tmp_path / "odd.txt")]) == 2
    assert cli.main(["diff", str(tmp_path / "none.duckdb"), str(published)]) == 2


def test_a_warehouse_of_something_else_is_status_2(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table t as select 1 as n")
    assert cli.main(["diff", str(tmp_path / "other.duckdb"), str(published)]) == 2
    assert "另一版本" in capsys.readouterr().err
    (tmp_path / "cut.duckdb").write_bytes(published.read_bytes()[:5000])
    assert cli.main(["diff", str(tmp_path / "cut.duckdb"), str(published)]) == 2


def test_the_answer_goes_to_a_file_whole(
    published: Path, changed: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed("delete from marts.fct_finding")
    output = tmp_path / "changes.json"
    assert cli.main(["diff", str(published), str(other), "--format", "json", "--output", str(output)]) == 1
    jsonschema.validate(json.loads(output.read_text(encoding="utf-8")), _SCHEMA)
    assert capsys.readouterr().out == ""


def test_text_does_not_steer_the_terminal() -> None:
    hostile = _document("d", title="\x1b[31m", file_name="a\u202eb")
    figure = _figure("a", printed="1.00", row_label="\x1b]0;x\x07")
    diff = Diff(1, (DocumentDiff(Change(hostile, hostile), (), (Change(None, figure),), ()),), (), ())
    assert "\x1b" not in as_text(diff)
    assert "\u202e" not in as_text(diff)
