"""No number is dropped in silence: each is placed, labelled, known to be no figure, or kept as unplaced."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from budget_samples import SHANGHAI, load
from builders import Style, render
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import pipeline, readers
from loaders.reports.coverage import Coverage, cover
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

OTHER = Path(os.environ.get("JUESUAN_OTHER_REPORTS", Path(__file__).parents[3] / "shared/documents/other-departments"))


def covered(text: str) -> tuple[Coverage, list[str]]:
    segment, content = load(text)
    coverage, unplaced = cover(segment, content)
    return coverage, [figure.printed_text for figure in unplaced]


def test_every_amount_of_a_budget_is_placed() -> None:
    """And its codes, years, table numbers and enumerators are no figures."""
    coverage, unplaced = covered(SHANGHAI)
    _, content = load(SHANGHAI)
    printed = sum(not figure.is_blank and figure.table_code != "stated" for figure in content.figures)
    assert unplaced == []
    assert coverage.placed == printed
    assert coverage.printed == coverage.placed + coverage.not_figures


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 400))
def test_made_up_accounts_have_no_number_left(seed: int) -> None:
    text = render(seed, Style()).text
    (segment,) = segments(readers.read_bytes("report.txt", text.encode()))
    coverage, unplaced = cover(segment, normalise(segment))
    assert unplaced == ()
    assert coverage.printed == coverage.placed + coverage.labelled + coverage.not_figures


@pytest.mark.parametrize(
    ("passage", "numbers"),
    [
        ("债务情况表\n\n序号\t债务\t余额\n1\t一般债务\t1,234.50\n2\t专项债务\t66\n", ["1,234.50", "66"]),
        ("经核定为甲类丙级3842。\n", ["3842"]),
        ("联系电话：0571-88886666。依据青政发〔2024〕12号文件，2025年3月1日起执行。\n", []),
        ("一、设备购置\n\n1. 购置20台。\n", []),
    ],
)
def test_what_nothing_takes_is_kept(passage: str, numbers: list[str]) -> None:
    assert covered(SHANGHAI.replace("以上各表", f"{passage}\n以上各表"))[1] == numbers


def test_an_unplaced_number_has_its_place_and_words() -> None:
    text = SHANGHAI.replace("以上各表", "部门债务情况表\n\n债务类型\t余额\n一般债务\t1,234.50\n\n以上各表")
    segment, content = load(text)
    _, (figure,) = cover(segment, content)
    assert (figure.table_code, figure.row_label, figure.column_label) == (
        "unplaced",
        "部门债务情况表: 一般债务",
        "余额",
    )
    assert figure.place.line == text.split("\n").index("一般债务\t1,234.50") + 1
    assert (figure.row_key, figure.amount_cny, figure.value) == (None, None, 1234.5)


@pytest.mark.skipif(not OTHER.is_dir(), reason=f"the published reports are not at {OTHER}")
def test_the_published_reports_are_covered() -> None:
    """Counted on the pages: Jiangsu's 170 amounts; nothing is unplaced but the points of one sentence."""
    unplaced = {}
    counted = []
    for document in pipeline.load([OTHER]).documents:
        assert document.coverage is not None
        counted.append(tuple(getattr(document.coverage, name) for name in Coverage.__dataclass_fields__))
        unplaced[document.file_name, document.ordinal] = document.coverage.unplaced
        if document.file_name.startswith("jiangsu"):
            assert (document.coverage.placed, document.coverage.labelled) == (170, 0)
    assert {key: count for key, count in unplaced.items() if count} == {
        ("putuo-finance-bureau-2024-final-accounts.pdf", 1): 1
    }
    page = (Path(__file__).parents[2] / "docs" / "coverage.md").read_text(encoding="utf-8")
    said = re.findall(r"\| (\d+) = (\d+) \+ (\d+) \+ (\d+) \+ (\d+) \|", page)
    assert sorted(tuple(map(int, row)) for row in said) == sorted(counted), "docs/coverage.md counts otherwise"
