"""Each hypothesis once where it is right, and once where it must not be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from audit_support import Book

from loaders.audit import words
from loaders.audit.explain import Finding
from loaders.audit.model import Cell


def _matrix(text: str, unit: str = "万元") -> Book:
    """Two rows and two columns with totals; the cell `a1` prints `text`, and should print 123.45."""
    book = Book()
    for name, printed in {"a2": "678.90", "b1": "50.16", "b2": "77.77"}.items():
        book.print(name, printed)
    book.print("a1", text, unit)
    book.print("a", "802.35")
    book.print("b", "127.93")
    book.print("1", "173.61")
    book.print("2", "756.67")
    book.print("all", "930.28")
    book.equal("a", "a1", "a2")
    book.equal("b", "b1", "b2")
    book.equal("1", "a1", "b1")
    book.equal("2", "a2", "b2")
    book.equal("all", "a", "b")
    return book


def _only(book: Book) -> Finding:
    (finding,) = book.findings()
    return finding


@pytest.mark.parametrize(
    ("text", "unit", "hypothesis"),
    [
        ("123.45", "元", "unit_slip"),
        ("1234.5", "万元", "decimal_slip"),
        ("12.345", "万元", "decimal_slip"),
        ("128.45", "万元", "digit_slip"),
        ("132.45", "万元", "digits_exchanged"),
        ("12.45", "万元", "digit_lost"),
        ("1223.45", "万元", "digit_lost"),
        ("-123.45", "万元", "sign"),
        ("999.99", "万元", None),
    ],
)
def test_a_slip_is_named_when_it_alone_makes_everything_hold(text: str, unit: str, hypothesis: str | None) -> None:
    finding = _only(_matrix(text, unit))
    assert finding.suspected_figure_id == "a1"
    assert finding.hypothesis == hypothesis
    assert finding.suggested_value == 1234500
    assert len(finding.check_ids) == 2


def test_one_digit_in_another_unit_explains_nothing() -> None:
    """0.3 in place of 2961.68: 0.3 in 亿元 would be anything from 2500 to 3500."""
    book = Book()
    book.print("prose", "0.3")
    book.print("table", "2961.68")
    book.equal("prose", "table")
    finding = _only(book)
    assert finding.hypothesis is None
    assert finding.suggested_value in (None, 29616800)


def test_a_consistent_report_has_no_finding() -> None:
    assert _matrix("123.45").findings() == []


def test_a_difference_that_rounding_explains_is_no_finding() -> None:
    assert _matrix("123.44").findings() == []


def test_budget_and_final_in_each_others_place() -> None:
    book = Book()
    book.print("budget", "56.40", row_number=7)
    book.print("final", "65.85", row_number=7)
    book.print("rate", "85.65", "%", row_number=7)
    book.print("table", "56.4")
    book.ratio("rate", "final", "budget")
    book.equal("final", "table")
    finding = _only(book)
    assert finding.hypothesis == "roles_exchanged"
    assert (finding.suspected_figure_id, finding.suggested_value) == ("final", 564000)
    assert finding.alternatives == ("budget=658500",)


def test_figures_whose_exchange_leaves_something_broken_are_not_called_exchanged() -> None:
    book = Book()
    book.print("budget", "56.40", row_number=7)
    book.print("final", "65.85", row_number=7)
    book.print("rate", "85.65", "%", row_number=7)
    book.print("table", "56.4")
    book.print("plan", "56.40")
    book.ratio("rate", "final", "budget")
    book.equal("final", "table")
    book.equal("budget", "plan")
    assert all(finding.hypothesis != "roles_exchanged" for finding in book.findings())


def test_a_neighbours_figure_is_recognised_where_it_stands_beside() -> None:
    book = _matrix("678.90")
    book.cells["a1"] = _placed(book, "a1", row_number=50, column_key="basic")
    book.cells["a2"] = _placed(book, "a2", row_number=50, column_key="project")
    assert _only(book).hypothesis == "neighbour_column"
    apart = _matrix("678.90")
    assert _only(apart).hypothesis is None


def test_last_years_figure_is_recognised_where_it_is_stated() -> None:
    book = _matrix("98.76")
    book.print("before", "98.76", row_number=60, column_key="last_year")
    book.cells["a1"] = _placed(book, "a1", row_number=60)
    assert _only(book).hypothesis == "last_year"
    book.cells["before"] = _placed(book, "before", row_number=61)
    assert _only(book).hypothesis is None


def test_another_scopes_figure_is_recognised_at_the_same_coordinates() -> None:
    book = _matrix("140.77")
    book.print("scope", "140.77", table_code="all_money", row_key="r", column_key="amount")
    book.cells["a1"] = _placed(book, "a1", row_key="r")
    assert _only(book).hypothesis == "other_scope"
    book.cells["scope"] = _placed(book, "scope", row_key="q")
    assert _only(book).hypothesis is None


def _placed(book: Book, name: str, **place: object) -> Cell:
    return replace(book.cells[name], **place)  # type: ignore[arg-type]


def test_a_rate_that_does_not_follow_is_recomputed() -> None:
    book = Book()
    book.print("part", "20.38", "分")
    book.print("whole", "27", "分")
    book.print("rate", "77.3", "%", column_key="score_rate")
    book.print("sheet", "20.38", "分")
    book.print("weights", "27", "分")
    book.ratio("rate", "part", "whole")
    book.equal("part", "sheet")
    book.equal("whole", "weights")
    finding = _only(book)
    assert (finding.hypothesis, finding.suspected_figure_id) == ("share_or_rate_misprinted", "rate")
    assert finding.suggested_value == Fraction("75.5")


def test_a_rate_is_not_blamed_where_its_part_is_wrong_elsewhere_too() -> None:
    book = Book()
    book.print("part", "25.38", "分")
    book.print("whole", "27", "分")
    book.print("rate", "75.5", "%", column_key="score_rate")
    book.print("sheet", "20.38", "分")
    book.ratio("rate", "part", "whole")
    book.equal("part", "sheet")
    finding = _only(book)
    assert (finding.hypothesis, finding.suspected_figure_id) == ("digit_slip", "part")


def test_a_factor_and_a_count_are_named_for_what_they_are() -> None:
    book = Book()
    book.print("factor", "17", "分", column_key="formula_factor")
    book.print("weight", "8", "分")
    book.print("again", "8", "分")
    book.equal("factor", "weight")
    book.equal("weight", "again")
    assert (_only(book).hypothesis, _only(book).suggested_value) == ("wrong_factor", 8)
    book = Book()
    book.print("stated", "26", "个", column_key="count_level_3")
    book.counted("stated", 25)
    assert (_only(book).hypothesis, _only(book).suggested_value) == ("count_wrong", 25)


def test_a_factor_that_is_right_is_not_called_wrong_when_the_weight_is() -> None:
    book = Book()
    book.print("factor", "8", "分", column_key="formula_factor")
    book.print("weight", "9", "分", column_key="weight")
    book.print("other", "5", "分", column_key="weight")
    book.print("sum", "13", "分", column_key="weight")
    book.print("whole", "13", "分", column_key="weight")
    book.equal("factor", "weight")
    book.equal("sum", "weight", "other")
    book.equal("sum", "whole")
    finding = _only(book)
    assert (finding.hypothesis, finding.suspected_figure_id) == ("digit_slip", "weight")


def test_cells_that_cannot_be_told_apart_are_all_listed() -> None:
    book = Book()
    for name, text in {"whole": "34", "one": "9", "two": "19"}.items():
        book.print(name, text, "个", column_key="count")
    book.equal("whole", "one", "two")
    finding = _only(book)
    assert finding.suspected_figure_id is None
    assert sorted(finding.alternatives) == ["one=15", "two=25", "whole=28"]
    assert "Equally likely" in finding.message
    assert "可能性相当" in finding.message_zh


def test_what_was_computed_from_a_wrong_figure_is_one_finding_with_it() -> None:
    book = Book()
    for name, text in {"x": "4", "y": "18", "sum": "22", "grand": "47", "rest": "24", "sheet": "23"}.items():
        book.print(name, text, "分")
    book.print("weight", "25", "分")
    book.print("weights", "25", "分")
    book.print("rate", "88.0", "%", column_key="score_rate")
    for name, text in {
        "y2": "18",
        "total": "87",
        "others": "40",
        "again": "87",
        "others2": "40",
        "rest2": "24",
    }.items():
        book.print(name, text, "分")
    book.equal("sum", "x", "y")
    book.equal("y", "y2")
    book.equal("grand", "sum", "rest")
    book.equal("sum", "sheet")
    book.equal("total", "grand", "others")
    book.equal("total", "again")
    book.equal("others", "others2")
    book.equal("rest", "rest2")
    book.ratio("rate", "sum", "weight")
    book.equal("weight", "weights")
    finding = _only(book)
    assert (finding.suspected_figure_id, finding.suggested_value) == ("x", 5)
    assert set(finding.alternatives) == {"sum=23", "rate=92"}


def test_a_last_digit_that_differs_between_two_printings_is_a_note_unless_parts_explain_it() -> None:
    book = Book()
    book.print("prose", "7,511.88")
    book.print("table", "7,511.89")
    book.equal("prose", "table")
    note = _only(book)
    assert (note.severity, note.suspected_figure_id, note.hypothesis) == ("note", None, None)
    book.print("basic", "1,112.47")
    book.print("project", "6,399.41")
    book.equal("prose", "basic", "project")
    assert book.findings() == []


@pytest.mark.parametrize(("total", "severity"), [("20.06", None), ("20.09", "note"), ("20.30", "error")])
def test_a_sum_of_many_deep_in_its_slack_is_a_note(total: str, severity: str | None) -> None:
    book = Book()
    names = [f"part{i}" for i in range(20)]
    for name in names:
        book.print(name, "1.00")
    book.print("total", total)
    book.equal("total", *names)
    assert [finding.severity for finding in book.findings()] == ([severity] if severity else [])


def test_messages_name_both_values_in_the_unit_of_the_report() -> None:
    finding = _only(_matrix("123.45", "元"))
    for text in (finding.message, finding.message_zh):
        assert "123.45元" in text
        assert "123.45万元" in text
    assert "line 4" in finding.message
    assert "第4行" in finding.message_zh


@pytest.mark.parametrize("order", [sorted, lambda names: sorted(names, reverse=True)])
def test_the_order_of_figures_and_checks_does_not_matter(order: Callable[[list[str]], list[str]]) -> None:
    book = _matrix("128.45")
    shuffled = Book(
        {name: book.cells[name] for name in order(list(book.cells))},
        {name: book.checks[name] for name in order(list(book.checks))},
    )
    assert shuffled.findings() == book.findings()


def _rows_of(printed: dict[str, tuple[str, str, str]]) -> Book:
    """A parent and its parts in three columns; each row's total is the sum of its columns."""
    book = Book()
    for number, (row, texts) in enumerate(printed.items()):
        for column, text in zip(("total", "basic", "project"), texts, strict=True):
            book.print(f"{row}.{column}", text, row_number=number, row_label=row, column_key=column)
        book.equal(f"{row}.total", f"{row}.basic", f"{row}.project", name=f"row {row}")
    parts = [row for row in printed if row != "parent"]
    for column in ("total", "basic", "project"):
        book.equal(f"parent.{column}", *(f"{row}.{column}" for row in parts), name=f"parts {column}")
        check = book.checks[f"parts {column}"]
        book.checks[f"parts {column}"] = replace(
            check, identity_id="hierarchy", group_row="parent", group_column=column, allowed=Fraction(250)
        )
    return book


def test_a_lost_row_is_one_finding() -> None:
    book = _rows_of({"parent": ("700.00", "300.00", "400.00"), "a": ("500.00", "150.00", "350.00")})
    finding = _only(book)
    assert (finding.hypothesis, finding.suspected_figure_id, len(finding.check_ids)) == ("row_lost", None, 3)
    assert "缺少一行" in finding.message_zh


def test_a_row_printed_twice_is_one_finding_and_named() -> None:
    row = ("200.00", "150.00", "50.00")
    book = _rows_of({"parent": ("700.00", "300.00", "400.00"), "a": ("500.00", "150.00", "350.00"), "b": row, "c": row})
    finding = _only(book)
    assert finding.hypothesis == "row_doubled"
    assert ": b" in finding.message


def test_differences_that_make_no_row_are_not_called_one() -> None:
    book = _rows_of({"parent": ("700.00", "300.00", "400.00"), "a": ("500.00", "190.00", "310.00")})
    book.print("parent.total", "900.00", row_number=0, row_label="parent", column_key="total")
    assert all(finding.hypothesis not in ("row_lost", "row_doubled") for finding in book.findings())


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(2022, "年", "2022年"), (20220, "人", "20,220人"), (123456, "元", "12.3456万元"), (Fraction(1, 3), "%", "0.33%")],
)
def test_values_are_written_with_their_unit(value: int | Fraction, unit: str, expected: str) -> None:
    assert words.side(Fraction(value), unit) == expected
