"""One report in two files is one report; two years are two."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from loaders.reports.duplicates import Fingerprint, duplicates

FIGURES = Counter({f"row{number} {number}.50": 1 for number in range(100)})
ALONE = Fingerprint("doc-b-1", "project_evaluation", "440113-1", 2023, FIGURES, is_annex=False)
ANNEX = replace(ALONE, document_id="doc-a-2", is_annex=True)


def _with_slips(count: int) -> Counter[str]:
    changed = FIGURES.copy()
    for number in range(count):
        del changed[f"row{number} {number}.50"]
        changed[f"row{number} slip"] = 1
    return changed


def test_a_few_slips_of_the_pen_do_not_make_two_reports() -> None:
    assert duplicates([ALONE, replace(ANNEX, figures=_with_slips(10))]) == {"doc-a-2": "doc-b-1"}


def test_many_differences_do() -> None:
    assert duplicates([ALONE, replace(ANNEX, figures=_with_slips(11))]) == {}


def test_another_year_department_or_kind_is_another_report() -> None:
    for other in (
        replace(ANNEX, fiscal_year=2022),
        replace(ANNEX, fiscal_year=None),
        replace(ANNEX, department_id="440113-2"),
        replace(ANNEX, kind="final_accounts"),
    ):
        assert duplicates([ALONE, other]) == {}


def test_reports_without_figures_are_not_alike() -> None:
    assert duplicates([replace(ALONE, figures=Counter()), replace(ANNEX, figures=Counter())]) == {}


def test_the_report_of_its_own_comes_before_an_annex() -> None:
    assert duplicates([ANNEX, ALONE]) == {"doc-a-2": "doc-b-1"}


@given(
    st.permutations(
        [ALONE, ANNEX, replace(ALONE, document_id="doc-c-1"), replace(ALONE, document_id="doc-d-1", fiscal_year=2022)]
    )
)
def test_order_does_not_matter(fingerprints: list[Fingerprint]) -> None:
    assert duplicates(fingerprints) == {"doc-a-2": "doc-b-1", "doc-c-1": "doc-b-1"}
