"""The real reports, recomputed: what must hold in them, and the contradictions that they print."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from evaluation_samples import column, leaves, report

from loaders.reports.document import Content
from loaders.reports.evaluation import evaluation

_COPIES = [("panyu-2023-digital-government-evaluation.txt", 1), ("panyu-2023-final-accounts.txt", 574)]


@pytest.fixture(params=_COPIES, ids=["own file", "annex"])
def copy(request: pytest.FixtureRequest) -> Content:
    name, first_line = request.param
    return evaluation.read(report(name, "project_evaluation", first_line))


def test_payments_add_up(copy: Content) -> None:
    figures = column(copy, "project_payment", "amount")
    by_level = {level: [f for f in figures if f.row_level == level] for level in (0, 1, 2)}
    assert [len(by_level[level]) for level in (0, 1, 2)] == [1, 6, 22]
    assert by_level[0][0].amount_cny == Decimal("4285434.40")
    for parent in (*by_level[0], *by_level[1]):
        assert sum(f.amount_cny or 0 for f in figures if f.parent_row_key == parent.row_key) == parent.amount_cny


def test_progress(copy: Content) -> None:
    statuses = copy.item_statuses
    assert [s.number for s in statuses] == list(range(1, 23))
    assert [s.number for s in statuses if s.service_start] == [1, 2, 3, 7, 8, 9, 10, 11, 17, 21, 22]
    assert [s.number for s in statuses if s.accepted_on] == [7, 8, 9, 11, 12, 13, 15, 20, 21, 22]
    assert [s.number for s in statuses if s.is_in_service] == [1, 2, 3, 10]
    assert len({s.group_name for s in statuses}) == 6


def test_indicator_lists(copy: Content) -> None:
    assert Counter(i.indicator_set for i in copy.indicators) == {
        "initial_targets": 8,
        "self_evaluation": 4,
        "evaluation": 8,
    }
    assert {i.level_1 for i in copy.indicators[:8]} == {"产出指标", "效益指标", "服务对象满意度指标"}
    assert [i.name for i in copy.indicators[8:12]] == [None] * 4
    assert all(len(i.actual_text or "") <= 40 for i in copy.indicators)


def test_the_sheet_adds_up(copy: Content) -> None:
    scores, weights = column(copy, "evaluation_sheet", "score"), column(copy, "evaluation_sheet", "weight")
    found = leaves(f for f in scores if f.row_level)
    assert len(found) == 23
    assert sum(f.value or 0 for f in found) == Decimal("87.38") == scores[-1].value
    parents = {f.row_key: f.value for f in weights}
    for key, value in parents.items():
        if below := [f.value or 0 for f in weights if f.parent_row_key == key]:
            assert sum(below) == value, key
    factor = column(copy, "evaluation_sheet", "formula_factor")
    assert [(f.row_key, f.value, parents[f.row_key]) for f in factor] == [("2.1.2", Decimal(17), Decimal(8))]


def test_prose_contradicts_itself_by_one_point(copy: Content) -> None:
    scores = column(copy, "evaluation_prose", "score")
    first = [f for f in scores if f.row_level == 1]
    total = next(f for f in scores if f.row_level == 0)
    assert sum(f.value or 0 for f in first) == total.value == Decimal("87.38")
    assert sum(f.value or 0 for f in leaves(f for f in scores if f.row_level)) == Decimal("86.38")
    weights = {f.row_key: f.value for f in column(copy, "evaluation_prose", "weight")}
    assert weights["total"] == 100
    counts = column(copy, "evaluation_prose", "count")
    for count in counts:
        assert count.value == sum(f.parent_row_key == count.row_key for f in scores), count.row_label
    assert column(copy, "evaluation_prose", "grade")[0].printed_text == "良"
    assert len(column(copy, "evaluation_prose", "score_rate")) == len(scores) - 1


def test_both_copies_give_the_same_rows() -> None:
    def rows(content: Content) -> list[tuple[object, ...]]:
        return [(f.table_code, f.row_key, f.column_key, f.value, f.amount_cny) for f in content.figures]

    first, second = (evaluation.read(report(name, "project_evaluation", line)) for name, line in _COPIES)
    assert rows(first) == rows(second)
    assert [s.service_end for s in first.item_statuses] == [s.service_end for s in second.item_statuses]


@pytest.mark.parametrize(
    ("name", "total", "leaf_count", "grade"),
    [
        ("guangzhou-2023-self-evaluation.txt", Decimal("94.87"), 25, "优"),
        ("panyu-2023-self-evaluation.txt", Decimal("94.4"), 5, "优"),
    ],
)
def test_self_evaluations_add_up(name: str, total: Decimal, leaf_count: int, grade: str) -> None:
    content = evaluation.read(report(name, "department_self_evaluation"))
    scores = column(content, "evaluation_prose", "score")
    stated = next(f for f in scores if f.row_level == 0)
    found = leaves(f for f in scores if f.row_level)
    assert len(found) == leaf_count
    assert sum(f.value or 0 for f in found) == total == stated.value
    assert [f.printed_text for f in column(content, "evaluation_prose", "grade")] == [grade]
    weights = [f for f in column(content, "evaluation_prose", "weight") if f.row_key]
    assert sum(f.value or 0 for f in leaves(weights)) == 100


def test_a_monthly_score_is_of_no_indicator() -> None:
    content = evaluation.read(report("panyu-2023-self-evaluation.txt", "department_self_evaluation"))
    loose = [f for f in content.figures if f.row_key is None]
    assert [(f.value, f.unit, f.place.line) for f in loose] == [(Decimal(10), "分", 538)]
