"""What is wrong with a table is said with its place; nothing is read in part."""

from __future__ import annotations

import pytest
from builders import Style, render, without

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place
from loaders.reports.document import Content
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

REPORT = render(4, Style(empty_table="本表本年度无发生额。")).text


def load(text: str) -> Content:
    (segment,) = segments(readers.read_bytes("report.txt", text.encode()))
    return normalise(segment)


def reason(text: str) -> tuple[str, Place | None]:
    with pytest.raises(UnreadableError) as error:
        load(text)
    assert error.value.expected
    assert error.value.advice
    return error.value.reason, error.value.place


def line_of(text: str, part: str) -> Place:
    return Place(line=text[: text.index(part)].count("\n") + 1)


def test_the_report_itself_loads() -> None:
    assert len(load(REPORT).tables) == 9


def test_a_column_missing() -> None:
    """The table is listed with its place and what it lacks; the others are read."""
    text = without(REPORT, "\t事业收入\t经营收入", "\t经营收入\t经营收入二")
    content = load(text)
    (table,) = content.unplaced
    assert (table.table_code, table.place) == ("revenue", Place(line=text.split("\n").index("收入决算表") + 1))
    assert "no column for business" in table.reason
    assert not any(figure.table_code == "revenue" for figure in content.figures)
    assert len(content.tables) == 8


def test_a_column_no_layout_knows_is_kept_in_the_reports_words() -> None:
    text = without(REPORT, "\t其他收入\n", "\t其他收入\t其中：利息\n")
    text = "\n".join(line + "\t8.88" if line.startswith(("合计\t", "\t合计\t")) else line for line in text.split("\n"))
    start, end = text.index("\n收入决算表"), text.index("\n支出决算表")
    outside = text[:start] + text[start:end] + text[end:].replace("\t8.88\n", "\n")
    (figure,) = [f for f in load(outside).figures if f.table_code == "revenue" and f.column_key is None]
    assert (figure.column_label, figure.printed_text, figure.row_key) == ("其中:利息", "8.88", None)


@pytest.mark.parametrize("printed", ["1,23.4.5", "-1-", "1-1", "12万", "1" * 16])
def test_a_number_that_is_none(printed: str) -> None:
    line = next(line for line in REPORT.split("\n") if line.startswith("一、一般公共预算财政拨款收入\t"))
    cells = line.split("\t")
    text = without(REPORT, line, "\t".join([*cells[:2], printed, *cells[3:]]))
    assert reason(text) == ("bad_number", line_of(text, "一、一般公共预算财政拨款收入"))


def test_a_row_without_a_code() -> None:
    line = next(line for line in REPORT.split("\n") if "\t科目2" in line)
    text = without(REPORT, line, "\t" + line.split("\t", 1)[1])
    assert reason(text) == ("row_without_code", line_of(text, "\t" + line.split("\t", 1)[1]))


def test_a_row_too_wide() -> None:
    line = next(line for line in REPORT.split("\n") if "\t科目2" in line)
    text = without(REPORT, line, line + "\t1.00")
    assert reason(text) == ("row_too_wide", line_of(text, line))


def test_no_unit() -> None:
    assert reason(REPORT.replace("单位：万元", ""))[0] == "unit_missing"


def test_no_header() -> None:
    start = REPORT.index("收入\t")
    end = REPORT.index("一、一般公共预算财政拨款收入\t")
    (table,) = load(REPORT[:start] + REPORT[end:]).unplaced
    assert (table.table_code, "begins without a header" in table.reason) == ("income_expenditure_summary", True)


def test_two_tables_of_one_kind() -> None:
    """Of two bodies in one file, apart or in a row."""
    start, end = REPORT.index("\n支出决算表"), REPORT.index("\n财政拨款收入支出决算总表")
    table = REPORT[start:end]
    other = render(9, Style(empty_table="本表本年度无发生额。")).text
    other = other[other.index("\n支出决算表") : other.index("\n财政拨款收入支出决算总表")]
    for text in (REPORT.replace("以上各表", table + "\n以上各表"), REPORT[:end] + other + REPORT[end:]):
        assert reason(text)[0] == "ambiguous"


def test_a_row_printed_twice_around_a_page_break_counts_once() -> None:
    line = next(line for line in REPORT.split("\n") if "\t科目2" in line)
    figures = load(without(REPORT, line, f"{line}\n\n3\n\n{line}")).figures
    repeats = [figure for figure in figures if figure.is_repeat]
    assert [figure.printed_text for figure in repeats] == line.split("\t")[2:]


def test_a_table_that_no_layout_knows_does_not_run_into_the_one_before() -> None:
    start, end = REPORT.index("\n支出决算表"), REPORT.index("\n财政拨款收入支出决算总表")
    table = REPORT[start:end].replace("\n支出决算表", "\n表10 其他资金支出情况表")
    assert load(REPORT[:end] + table + REPORT[end:]).figures[:50] == load(REPORT).figures[:50]
    assert len(load(REPORT[:end] + table + REPORT[end:]).figures) == len(load(REPORT).figures)
