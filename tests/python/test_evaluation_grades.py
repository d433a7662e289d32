"""Grades quoted without points."""

from __future__ import annotations

from loaders.readers.model import Place
from loaders.readers.text import parse
from loaders.reports.document import Segment
from loaders.reports.evaluation import grades


def _segment(text: str) -> Segment:
    return Segment(1, "final_accounts", "t", "d", 2023, "title", Place(), parse(text))


def test_grade_word_is_a_figure_with_its_place_and_heading() -> None:
    content = grades.read(_segment("（三）绩效评价情况\n\n整体完成预算的95.1%，自评结果为良。\n"))
    (figure,) = content.figures
    assert (figure.printed_text, figure.column_key, figure.place.line) == ("良", "grade", 3)
    assert (figure.row_key, figure.amount_cny, figure.value) == (None, None, None)
    assert figure.row_label == "绩效评价情况"


def test_word_that_grades_nothing_is_no_figure() -> None:
    assert grades.read(_segment("服务质量良好，优化流程，结果较为理想。\n")).figures == ()
