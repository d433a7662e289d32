"""One report in two files is one report, two years are two, and a later edition takes the former's place."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import Accounts, final_accounts

from loaders import pipeline
from loaders.reports.editions import Candidate, Fate, Fingerprint, Likeness, fates, is_corrected

FIGURES = Counter({f"row{number} {number}.50": 1 for number in range(100)})
ALONE = Candidate("doc-b-1", "project_evaluation", "440113-1", 2023, is_annex=False)
ANNEX = replace(ALONE, document_id="doc-a-2", is_annex=True)


def _with_slips(count: int) -> Counter[str]:
    changed = FIGURES.copy()
    for number in range(count):
        del changed[f"row{number} {number}.50"]
        changed[f"row{number} slip"] = 1
    return changed


def _compare(prints: dict[str, Counter[str]]) -> Callable[[str, str], Likeness]:
    """Reports that print each value in one way."""
    return lambda one, other: Fingerprint(prints.get(one, FIGURES), prints.get(one, FIGURES)).likeness(
        Fingerprint(prints.get(other, FIGURES), prints.get(other, FIGURES))
    )


def _fates(*candidates: Candidate, **prints: Counter[str]) -> dict[str, Fate]:
    return fates(candidates, _compare({name.replace("_", "-"): figures for name, figures in prints.items()}))


def test_a_few_slips_of_the_pen_do_not_make_two_reports() -> None:
    assert _fates(ALONE, ANNEX, doc_a_2=_with_slips(10)) == {"doc-a-2": Fate("duplicate", "doc-b-1")}


def test_many_differences_do() -> None:
    assert _fates(ALONE, ANNEX, doc_a_2=_with_slips(11)) == {}


def test_another_year_department_or_kind_is_another_report() -> None:
    for other in (
        replace(ANNEX, fiscal_year=2022),
        replace(ANNEX, fiscal_year=None),
        replace(ANNEX, department_id="440113-2"),
        replace(ANNEX, kind="final_accounts"),
    ):
        assert _fates(ALONE, other) == {}


def test_reports_without_figures_are_not_alike() -> None:
    assert _fates(ALONE, replace(ANNEX, arrival=1), doc_a_2=Counter(), doc_b_1=Counter()) == {}


def test_the_report_of_its_own_comes_before_an_annex() -> None:
    assert _fates(ANNEX, ALONE) == {"doc-a-2": Fate("duplicate", "doc-b-1")}


@given(
    st.permutations(
        [ALONE, ANNEX, replace(ALONE, document_id="doc-c-1"), replace(ALONE, document_id="doc-d-1", fiscal_year=2022)]
    )
)
def test_order_does_not_matter(candidates: list[Candidate]) -> None:
    copy = Fate("duplicate", "doc-b-1")
    assert _fates(*candidates) == {"doc-a-2": copy, "doc-c-1": copy}


@pytest.mark.parametrize("later", [{"arrival": 2}, {"is_corrected": True}])
@pytest.mark.parametrize(("slips", "is_edition"), [(0, False), (1, True), (50, True), (51, False)])
def test_what_is_later_and_differs_takes_the_place(later: dict[str, int], slips: int, is_edition: bool) -> None:
    """However its key is ordered; where nothing differs the first stays."""
    for key in ("doc-a-1", "doc-c-1"):
        second = replace(ALONE, document_id=key, **later)  # type: ignore[arg-type]
        found = _fates(second, ALONE, **{key.replace("-", "_"): _with_slips(slips)})
        if is_edition:
            assert found == {"doc-b-1": Fate("superseded", key)}
        else:
            assert found == ({key: Fate("duplicate", "doc-b-1")} if slips == 0 else {})


def test_what_is_not_later_takes_no_place() -> None:
    assert _fates(ALONE, replace(ALONE, document_id="doc-c-1"), doc_c_1=_with_slips(50)) == {}


def test_an_annex_takes_no_place() -> None:
    assert _fates(ALONE, replace(ANNEX, arrival=5), doc_a_2=_with_slips(1)) == {"doc-a-2": Fate("duplicate", "doc-b-1")}


def test_copies_of_a_former_edition_go_with_it() -> None:
    copy = replace(ALONE, document_id="doc-x-1")
    second = replace(ALONE, document_id="doc-y-1", arrival=1)
    third = replace(ALONE, document_id="doc-c-1", arrival=2)
    found = _fates(copy, third, ALONE, second, doc_y_1=_with_slips(20), doc_c_1=_with_slips(30))
    assert found == {key: Fate("superseded", "doc-c-1") for key in ("doc-b-1", "doc-x-1", "doc-y-1")}


@given(st.randoms(use_true_random=False), st.integers(2, 7))
def test_one_edition_counts_and_every_other_leads_to_it(chance: random.Random, count: int) -> None:
    editions = [replace(ALONE, document_id=f"doc-{number}-1", arrival=chance.randrange(3)) for number in range(count)]
    prints = {each.document_id: _with_slips(chance.choice([0, 0, 3, 5])) for each in editions}
    found = fates(chance.sample(editions, count), _compare(prints))
    counted = {each.document_id for each in editions} - found.keys()
    assert len(counted) == 1
    assert {fate.other for fate in found.values()} <= counted


def test_values_are_compared_however_they_are_printed() -> None:
    one = Fingerprint(Counter({"a 1.50": 1, "b 0.00": 1}), Counter({"a 1.5": 1}))
    other = Fingerprint(Counter({"a 1.5": 1, "b 0": 1}), Counter({"a 1.5": 1}))
    assert one.likeness(other) == Likeness(figures=2, alike=0, amounts=1, amounts_alike=1)
    assert one.likeness(other).is_edition
    assert not one.likeness(other).is_copy


@pytest.mark.parametrize(
    ("title", "file_name", "expected"),
    [
        ("某县水务局2023年度部门决算", "水务局决算.pdf", False),
        ("某县水务局2023年度部门决算（更正）", "水务局决算.pdf", True),
        ("某县水务局2023年度部门决算", "水务局决算（修订版）.pdf", True),
    ],
)
def test_what_says_that_it_corrects(title: str, file_name: str, expected: bool) -> None:
    assert is_corrected(title, file_name) is expected


def _two_editions(folder: Path, corrected_name: str) -> Path:
    """A report, and the same with one department's expenditure changed throughout."""
    folder.mkdir()
    (folder / "accounts.txt").write_text(final_accounts(), encoding="utf-8")
    changed = final_accounts(Accounts(other_revenue=Accounts().other_revenue + Decimal("1000.00")))
    (folder / corrected_name).write_text(changed, encoding="utf-8")
    return folder


def test_within_one_load_the_file_that_corrects_counts(tmp_path: Path) -> None:
    result = pipeline.load([_two_editions(tmp_path / "reports", "accounts（更正）.txt")])
    by_name = {document.file_name: document for document in result.documents}
    former, later = by_name["accounts.txt"], by_name["accounts（更正）.txt"]
    assert (later.status, former.status) == ("loaded", "superseded")
    assert former.superseded_by == later.document_id
    assert former.content.figures  # stays on record


def test_without_a_word_of_it_neither_is_later(tmp_path: Path) -> None:
    result = pipeline.load([_two_editions(tmp_path / "reports", "accounts-2.txt")])
    assert sorted(document.status for document in result.documents) == ["duplicate", "loaded"]
