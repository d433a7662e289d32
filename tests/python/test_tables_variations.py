"""Tables as other regions print them: the national summary with three sides, 三公 spending beside statistics."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from builders import without
from samples import final_accounts

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.reports.document import Content
from loaders.reports.figures import Figure
from loaders.reports.normalise import normalise
from loaders.reports.recognise import segments

REPORT = final_accounts()
THREE_SIDES = """\
收入\t\t\t支出\t\t\t\t\t
项目\t行次\t决算数\t项目（按功能分类）\t行次\t决算数\t项目（按支出性质和经济分类）\t行次\t决算数
栏次\t\t1\t栏次\t\t2\t栏次\t\t3
一、一般公共预算财政拨款收入\t1\t403.46\t一、一般公共服务支出\t13\t375.01\t一、基本支出\t24\t153.46
二、政府性基金预算财政拨款收入\t2\t400.00\t二、外交支出\t14\t\t人员经费\t25\t107.42
三、国有资本经营预算财政拨款收入\t3\t\t三、社会保障和就业支出\t15\t30.00\t公用经费\t26\t46.04
四、上级补助收入\t4\t\t四、其他支出\t16\t400.00\t二、项目支出\t27\t651.55
八、其他收入\t8\t2.32\t\t20\t\t三、上缴上级支出\t28\t
本年收入合计\t9\t805.78\t本年支出合计\t21\t805.01\t本年支出合计\t32\t805.01
使用非财政拨款结余\t10\t\t结余分配\t22\t\t结余分配\t33\t
年初结转和结余\t11\t0.20\t年末结转和结余\t23\t0.97\t年末结转和结余\t34\t0.97
总计\t12\t805.98\t总计\t24\t805.98\t总计\t35\t805.98"""
STATISTICS = """\
项目\t行次\t预算数\t统计数\t项目\t行次\t统计数
栏次\t\t1\t2\t栏次\t\t3
一、“三公”经费支出\t1\t—\t—\t四、机关运行经费\t20\t46.04
（一）支出合计\t2\t8.25\t4.03\t（一）行政单位\t21\t46.04
1．因公出国（境）费\t3\t0.00\t0.00\t五、资产信息\t23\t—
2．公务用车购置及运行维护费\t4\t7.04\t3.52\t（一）车辆数合计（辆）\t24\t2
（1）公务用车购置费\t5\t0.00\t0.00\t\t25\t
（2）公务用车运行维护费\t6\t7.04\t3.52\t\t26\t
3．公务接待费\t7\t1.21\t0.51\t\t27\t"""


def _with(title: str, rows: str, report: str = REPORT) -> str:
    """The report with other rows under the table of that title."""
    pattern = re.compile(rf"(\n{re.escape(title)}\n\n部门：.*\n\n单位：万元\n\n)(?:.*\t.*\n)+")
    found, count = pattern.subn(lambda match: f"{match[1]}{rows}\n", report)
    assert count == 1
    return found


def _read(text: str) -> Content:
    (segment,) = segments(readers.read_bytes("report.txt", text.encode()))
    return normalise(segment)


def _amounts(content: Content, code: str) -> dict[tuple[str | None, str | None], Decimal]:
    return {
        (figure.row_key, figure.column_key): figure.magnitude
        for figure in content.figures
        if figure.table_code == code and figure.column_key and not figure.is_repeat
    }


def _of(content: Content, code: str, row_key: str) -> list[Figure]:
    return [figure for figure in content.figures if (figure.table_code, figure.row_key) == (code, row_key)]


SUMMARY, SPENDING = "income_expenditure_summary", "three_public"


def test_expenditure_by_its_nature_stands_beside_that_by_class() -> None:
    content = _read(_with("收入支出决算总表", THREE_SIDES))
    found, plain = _amounts(content, SUMMARY), _amounts(_read(REPORT), SUMMARY)
    assert plain.items() - found.items() <= {
        ((key, "amount"), Decimal("0.00")) for key in ("business", "operating", "remitted_by_subsidiaries")
    }
    assert {key for key, _ in found.keys() - plain.keys()} == {
        "basic", "personnel", "public", "project", "remitted_to_above",
    }  # fmt: skip
    assert _of(content, SUMMARY, "personnel")[0].parent_row_key == "basic"
    # The totals stand once: what is printed a second time is a repeat.
    assert [figure.is_repeat for figure in _of(content, SUMMARY, "expenditure_of_year")] == [False, True]
    assert [figure.is_repeat for figure in _of(content, SUMMARY, "total_expenditure")] == [False, True]


def test_a_total_by_nature_that_differs_is_no_repeat() -> None:
    rows = without(THREE_SIDES, "本年支出合计\t32\t805.01", "本年支出合计\t32\t805.11")
    content = _read(_with("收入支出决算总表", rows))
    assert [figure.is_repeat for figure in _of(content, SUMMARY, "expenditure_of_year")] == [False, False]


def test_spending_with_statistics_and_another_list_beside_it() -> None:
    content = _read(_with("财政拨款“三公”经费支出决算表", STATISTICS))
    found, plain = _amounts(content, SPENDING), _amounts(_read(REPORT), SPENDING)
    assert found == {**plain, ("final", "operating_cost"): Decimal("460400.00")}


def test_a_heading_with_an_amount_of_its_own_is_not_guessed_away() -> None:
    rows = without(STATISTICS, "一、“三公”经费支出\t1\t—\t—", "一、“三公”经费支出\t1\t8.26\t4.03")
    with pytest.raises(UnreadableError) as error:
        _read(_with("财政拨款“三公”经费支出决算表", rows))
    assert error.value.reason == "ambiguous"
    assert "支出合计" in str(error.value)


def test_the_year_may_stand_before_a_stage() -> None:
    text = without(REPORT, "预算数\t\t\t\t\t\t决算数", "2023年度预算数\t\t\t\t\t\t2023年度决算数")
    assert _amounts(_read(text), SPENDING) == _amounts(_read(REPORT), SPENDING)


def test_a_row_that_only_numbers_columns_names_the_levels_in_one_cell() -> None:
    header = "功能分类科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t\n"
    text = without(REPORT, header, header + "类款项\t栏次\t1\t2\t3\t4\t5\t6\n")
    assert _amounts(_read(text), "government_fund") == _amounts(_read(REPORT), "government_fund")


@pytest.mark.parametrize("mark", ["—", "-", "――", "/", "无"])
def test_a_table_of_marks_for_nothing_is_one_of_blanks(mark: str) -> None:
    """Even its first row, the total, has no number to tell it from the header."""
    text = _with(
        "国有资本经营预算财政拨款支出决算表",
        f"科目编码\t科目名称\t小计\t基本支出\t项目支出\n合计\t\t{mark}\t{mark}\t{mark}",
    )
    content = _read(text)
    found = [figure for figure in content.figures if figure.table_code == "state_capital"]
    assert [(figure.row_key, figure.is_blank, figure.printed_text) for figure in found] == [("total", True, mark)] * 3
