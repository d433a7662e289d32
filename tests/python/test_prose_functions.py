"""Functional classes told in prose: each item under its code, none taken for the section's whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_support import magnitude, segment, yuan

from loaders.reports.classes import functional_codes
from loaders.reports.document import Content
from loaders.reports.figures import Figure
from loaders.reports.prose import functions, narrative

HEADING = "五、一般公共预算财政拨款支出决算情况说明"
WHOLE = "expenditure.appropriation.general_public_budget"


def read(*texts: str, printed: tuple[Figure, ...] = ()) -> list[tuple[str | None, str | None, Decimal | None]]:
    """Measure, aspect and magnitude of each figure of the prose, with codes in place."""
    content = functions.coded(Content(narrative.read(segment(HEADING, *texts)).figures + printed))
    return [(f.row_key, f.column_key, magnitude(f)) for f in content.figures if f.table_code == "narrative"]


@pytest.mark.parametrize(
    "words",
    [
        "1.教育支出（类）普通教育（款）小学教育（项）。年初预算为80万元，支出决算为76万元，完成年初预算的95%。",
        "1.教育支出（类）普通教育（款）小学教育（项）：年初预算为80万元，支出决算为76万元，完成年初预算的95%。",
        "（1）教育支出（类）普通教育（款）小学教育（项）年初预算为80万元，支出决算为76万元，完成年初预算的95%。",
        "1.“教育支出（类）普通教育（款）小学教育（项）”，年初预算80万元，支出决算76万元，完成年初预算的95%。",
        "1.教育（类）普通教育（款）小学教育（项），年初预算数为80万元，支出决算数为76万元，完成年初预算的95%。",
    ],
)
def test_an_item_has_its_code_its_budget_its_amount_and_its_rate(words: str) -> None:
    assert read(words) == [
        ("2050202", "initial_budget", yuan("80")),
        ("2050202", "amount", yuan("76")),
        ("2050202", "completion_rate", Decimal(95)),
    ]


def test_an_item_as_a_heading_is_what_the_paragraph_under_it_is_about() -> None:
    found = read(
        "1.教育支出（类）普通教育（款）小学教育（项）。", "支出决算为76万元。", "2.其他说明", "支出决算为9万元。"
    )
    assert [key for key, *_ in found] == ["2050202", WHOLE]


def test_a_later_sentence_goes_on_about_the_item() -> None:
    found = read("1.教育支出（类）普通教育（款）小学教育（项）。支出决算为76万元。与上年相比，减少4万元，下降5%。")
    assert {key for key, *_ in found} == {"2050202"}
    assert [(aspect, size) for _, aspect, size in found] == [
        ("amount", yuan("76")),
        ("change", yuan("-4")),
        ("change_rate", Decimal(-5)),
    ]


def test_an_item_of_no_list_is_kept_without_a_code_and_is_not_the_whole() -> None:
    assert read("1.星际支出（类）航线（款）月球（项）：支出决算为76万元。") == [(None, "amount", yuan("76"))]


def test_the_names_of_the_report_s_own_tables_come_first() -> None:
    row = narrative.read(segment("收入9万元。")).figures[0]
    printed = tuple(
        Figure(
            "expenditure", n, 1, name, "合计", row.place, "9", "元", row_key=code, column_key="total", row_level=level
        )
        for n, (name, code, level) in enumerate(
            [("星际支出", "299", 1), ("航线", "29901", 2), ("月球（站）", "2990103", 3)], start=1
        )
    )
    found = read("1.星际支出（类）航线（款）月球（站）（项）：支出决算为76万元。", printed=printed)
    assert found == [("2990103", "amount", yuan("76"))]


def test_classes_alone_are_parts_of_the_expenditure_that_lists_them() -> None:
    content = functions.coded(
        narrative.read(
            segment(
                HEADING,
                "2024年一般公共预算财政拨款支出100万元，主要用于以下方面：教育支出60万元，占60%；农林水支出40万元，占40%。",
            )
        )
    )
    parts = [(f.row_key, f.row_level, f.parent_row_key, f.column_key) for f in content.figures[1:]]
    assert parts == [(code, 1, WHOLE, aspect) for code in ("205", "213") for aspect in ("amount", "share")]


def test_a_class_outside_a_list_of_expenditure_is_no_class() -> None:
    found = functions.coded(narrative.read(segment("六、其他", "其他支出60万元。")))
    assert [f.row_level for f in found.figures] == [None]


NAMED = sorted(
    (name, next(iter(codes)))
    for name, codes in functional_codes().items()
    if len(codes) == 1 and len(next(iter(codes))) == 7 and len(name) > 2
)


@given(st.sampled_from(NAMED), st.decimals("0.01", "9999999", places=2))
def test_an_item_named_alone_is_found_where_only_one_has_that_name(item: tuple[str, str], amount: Decimal) -> None:
    name, code = item
    assert read(f"1.{name}（项）：支出决算为{amount}万元。") == [(code, "amount", yuan(str(amount)))]


def test_paragraphs_under_an_item_are_about_it_until_the_next_number_of_its_level() -> None:
    found = read(
        "1.教育支出（类）普通教育（款）小学教育（项）。主要用于：",
        "校舍维修。支出决算为76万元。",
        "（1）其中维修费",
        "支出决算为9万元。",
        "2.其他说明",
        "支出决算为5万元。",
    )
    assert [key for key, *_ in found] == ["2050202", "2050202", WHOLE]
