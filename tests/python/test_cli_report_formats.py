"""The forms of a check's findings: complete, and harmless whatever stands in the documents."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from loaders.check import NO_EVIDENCE, CheckedDocument, CheckResult, Finding
from loaders.evidence import Evidence, JudgedCheck, Proof, ReadFigure, Term
from loaders.report_formats import FORMATS
from loaders.report_formats.words import amount

_HOSTILE = "=HYPERLINK(\"http://x\")<script>alert('x')</script>\x1b[31m"


def _found(name: str = "report.txt", words: str = "Totals differ") -> CheckResult:
    finding = Finding(
        finding_id="f1",
        identity_id="T1-SUM",
        severity="error",
        document_id="d1",
        message=words,
        message_zh="合计不符",
        stated_value=Decimal("8157800.000000"),
        expected_value=Decimal("8057800.120000"),
        unit="元",
        page=3,
        line=120,
        suspected_figure_id=None,
        suggested_value=None,
    )
    documents = (
        CheckedDocument("d1", name, "final_accounts", "某部门决算", 2023, "loaded", "", "", None, 1, (finding,)),
        CheckedDocument("d2", "b.txt", "unknown", "", None, "quarantined", "cut", "line 9: cut", None, 9, ()),
        CheckedDocument("d3", "c.txt", "final_accounts", "又一份", 2023, "loaded", "", "", None, 1, ()),
    )
    total = Term("lhs", "d1.1", words, "815.78", "元", 1, None, Decimal(8157750), Decimal(8157850), name, 3, 120)
    part = Term("rhs", "d1.2", "本年收入", "805.78", "元", 1, None, Decimal(8057750), Decimal(8057850), name, 3, 118)
    difference = Decimal(100000)
    proof = Proof(
        "c1", "T1-SUM", "合计＝各项之和", words, "total = parts", "violated", Decimal(8157800), Decimal(8057800),
        difference, Decimal(100), (total, part),
    )  # fmt: skip
    checks = (
        JudgedCheck(
            name, "T1-SUM", "合计＝各项之和", words, "violated", None, "合计", None, proof.lhs, proof.rhs, difference,
            Decimal(100), "元", 3, 120,
        ),
    )  # fmt: skip
    figures = (
        ReadFigure(name, "revenue", words, "合计", "total", "total", words, "元", Decimal(8157800), None, 3, 120),
    )
    evidence = Evidence({"f1": (proof,)}, checks, figures)
    return CheckResult(documents, 271, {"exact": 5, "violated": 1}, evidence)


def test_text_gives_place_both_messages_and_both_values() -> None:
    text = FORMATS["text"].render(_found()).decode()
    for words in ("第3页第120行 (page 3, line 120)", "合计不符", "Totals differ", "8,157,800.00 元", "8,057,800.12 元"):
        assert words in text
    assert "报告不完整 · line 9: cut" in text
    assert "没有发现 no finding" in text


def test_json_is_exact() -> None:
    value = json.loads(FORMATS["json"].render(_found()))
    assert value["documents"][0]["findings"][0]["expected_value"] == "8057800.120000"
    assert value["summary"]["checks"] == {"exact": 5, "violated": 1}


def test_workbook_holds_numbers_as_numbers_and_no_formula() -> None:
    workbook = load_workbook(io.BytesIO(FORMATS["xlsx"].render(_found(_HOSTILE, _HOSTILE))))
    findings = workbook.worksheets[0]
    assert findings["H2"].value == 8157800
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert str(findings["A2"].value).startswith("'=HYPERLINK")


def test_the_workbook_is_a_working_paper_whose_proofs_add_up() -> None:
    """Findings, each term of each failing check, all checks, all figures: both sides again from the rows alone."""
    workbook = load_workbook(io.BytesIO(FORMATS["xlsx"].render(_found())))
    names = [sheet.title.split()[-1] for sheet in workbook.worksheets]
    assert names == ["findings", "proofs", "checks", "figures", "documents", "summary"]
    titles, *rows = [[cell.value for cell in row] for row in workbook["证明 proofs"].iter_rows()]
    sides = {
        side: sum(
            (row[titles.index("下限 low")] + row[titles.index("上限 high")]) / 2 for row in rows if row[6] == side
        )
        for side in ("左 left", "右 right")
    }
    assert sides == {"左 left": rows[0][titles.index("左侧 left")], "右 right": rows[0][titles.index("右侧 right")]}
    assert [row[0] for row in rows] == ["report.txt", "report.txt"]
    assert workbook["检查 checks"].max_row == workbook["数字 figures"].max_row == 2


def test_the_page_shows_each_term_and_marks_the_suspect() -> None:
    found = _found()
    page = FORMATS["html"].render(found).decode()
    for words in ("815.78", "8,157,750 … 8,157,850 元", "report.txt 第3页第118行 (page 3, line 118)", "total = parts"):
        assert words in page
    assert "<tr class='suspect'>" not in page
    finding = replace(found.documents[0].findings[0], suspected_figure_id="d1.2")
    documents = (replace(found.documents[0], findings=(finding,)), *found.documents[1:])
    assert FORMATS["html"].render(replace(found, documents=documents)).decode().count("<tr class='suspect'>") == 1


def test_json_gives_the_evidence_of_each_finding_and_text_does_without() -> None:
    value = json.loads(FORMATS["json"].render(_found()))
    (proof,) = value["documents"][0]["findings"][0]["evidence"]
    assert [(term["side"], term["low"], term["line"]) for term in proof["terms"]] == [
        ("lhs", "8157750", 120),
        ("rhs", "8057750", 118),
    ]
    assert FORMATS["text"].render(replace(_found(), evidence=NO_EVIDENCE)) == FORMATS["text"].render(_found())


@pytest.mark.parametrize("start", ["=1+1", "+1+A1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    workbook = load_workbook(io.BytesIO(FORMATS["xlsx"].render(_found(words=start))))
    assert str(workbook.worksheets[0]["G2"].value).startswith("'")


def test_html_escapes_everything_and_forbids_scripts() -> None:
    page = FORMATS["html"].render(_found(_HOSTILE, _HOSTILE)).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "\x1b" not in page
    assert "default-src 'none'" in page


def test_text_does_not_steer_the_terminal() -> None:
    assert b"\x1b" not in FORMATS["text"].render(_found(_HOSTILE, _HOSTILE))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("8157800.000000", "元", "8,157,800.00 元"),
        ("-0.5", "元", "-0.50 元"),
        ("46.000", "分", "46 分"),
        ("0", None, "0"),
    ],
)
def test_amounts(value: str, unit: str | None, text: str) -> None:
    assert amount(Decimal(value), unit) == text
