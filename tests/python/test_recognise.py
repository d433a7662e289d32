"""Which reports a file holds, by the titles that departments write."""

from __future__ import annotations

import pytest

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.reports.document import Segment
from loaders.reports.recognise import segments
from loaders.reports.tables.assemble import logical_tables
from loaders.reports.tables.titles import is_title, table_code
from loaders.reports.tables.words import table_words

FINAL = table_words("final_accounts")


def read(text: str) -> list[Segment]:
    return segments(readers.read_bytes("report.txt", text.encode()))


@pytest.mark.parametrize(
    ("text", "department", "year"),
    [
        ("2023年度青禾市水务局部门决算", "青禾市水务局", 2023),
        ("青禾省水利厅2022年度部门决算公开", "青禾省水利厅", 2022),
        ("青禾省水利厅 2022 年部门决算公开报告", "青禾省水利厅", 2022),
        ("青禾市水务局2023年度决算公开说明", "青禾市水务局", 2023),
        ("青禾市水务局部门决算公开（2023年度）", "青禾市水务局", 2023),
        ("2023年度\n青禾市水务局\n部门决算", "青禾市水务局", 2023),
        ("青禾市水务局\n2023年度部门决算", "青禾市水务局", 2023),
        ("12\n\n青政函〔2024〕3号\n\n2023年度青禾市水务局部门决算", "青禾市水务局", 2023),
        ("２０２３年度青禾市水务局部门决算", "青禾市水务局", 2023),
        ("二〇二三年度青禾市水务局部门决算", "青禾市水务局", 2023),
        ("2023年度部门决算\n部门名称：青禾市水务局", "青禾市水务局", 2023),
        ("2023年度部门决算\n\n部门：青禾市水务局\t\t单位：万元", "青禾市水务局", 2023),
    ],
)
def test_titles_of_final_accounts(text: str, department: str, year: int) -> None:
    (segment,) = read(text + "\n\n目录\n\n本部门情况如下。\n")
    assert (segment.kind, segment.department_name, segment.fiscal_year) == ("final_accounts", department, year)
    assert segment.fiscal_year_evidence.startswith("title")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023年度青禾市水务局部门整体支出绩效自评报告", "department_self_evaluation"),
        ("青禾市水务局2023年部门整体支出绩效评价报告", "department_self_evaluation"),
        ("青禾市2023年度河道清淤项目支出绩效评价报告\n\n项目主管部门：青禾市水务局", "project_evaluation"),
        ("项目支出绩效目标表（含转移支付项目）\n单位名称：青禾市水务局", "project_targets"),
    ],
)
def test_other_kinds(text: str, kind: str) -> None:
    (segment,) = read(text)
    assert (segment.kind, segment.department_name) == (kind, "青禾市水务局")


@pytest.mark.parametrize(
    "text",
    ["关于做好防汛工作的通知\n各单位：\n请认真落实。", "我局完成了2023年度河道清淤项目绩效评价报告。", "a\tb\n1\t2"],
)
def test_what_is_no_report(text: str) -> None:
    with pytest.raises(UnreadableError) as error:
        read(text)
    assert error.value.reason == "unknown_kind"


def test_a_report_that_does_not_say_whose_it_is() -> None:
    with pytest.raises(UnreadableError) as error:
        read("2023年度部门决算\n\n情况良好。")
    assert error.value.reason == "department_missing"


def test_a_year_that_is_not_stated_is_not_guessed() -> None:
    (segment,) = read("项目支出绩效目标表\n单位名称：青禾市水务局\n2024年底前完成。")
    assert segment.fiscal_year is None
    assert segment.fiscal_year_evidence == "not stated; years spoken of: 2024 in line 3"


ANNEX = "项目主管部门：青禾市水务局\n\n评价得分为90分。\n"


def test_an_annex_is_a_report_of_its_own() -> None:
    first, second = read(
        f"2023年度青禾市水务局部门决算\n\n情况良好。\n\n附件1\n\n青禾市2023年度河道清淤项目绩效评价报告\n\n{ANNEX}"
    )
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert (first.kind, second.kind) == ("final_accounts", "project_evaluation")


def test_a_report_only_spoken_of_begins_none() -> None:
    """A title without an annex mark, and a sentence behind one."""
    for text in (
        "青禾市2023年度河道清淤项目绩效评价报告\n\n",
        "附件1\n\n我局完成2023年度河道清淤项目绩效评价报告。\n\n",
    ):
        assert len(read(f"2023年度青禾市水务局部门决算\n\n情况良好。\n\n{text}{ANNEX}")) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("收入决算表", "revenue"),
        ("表2 收入决算表", "revenue"),
        ("公开02表：收入决算表（续表）", "revenue"),
        ("二、收入决算表", "revenue"),
        ("2023年度收入决算表", "revenue"),
        ("收入支出决算总表", "income_expenditure_summary"),
        ("财政拨款“三公”经费支出决算表", "three_public"),
        ("国有资本经营预算财政拨款支出决算表（本表为空）", "state_capital"),
        ("项目支出决算表", "project_expenditure"),
        ("项目收入支出决算表", "project_balance"),
        ("公开05表 财政拨款支出决算明细表", "appropriation_economic"),
        ("国有资产负债决算表", None),
        ("二、收入决算表……………3", None),
        ("收入决算表反映本部门的收入。", None),
    ],
)
def test_titles_of_tables(text: str, code: str | None) -> None:
    assert table_code(text, FINAL) == code


def test_any_table_has_a_title() -> None:
    assert is_title("表10 项目支出决算表")
    assert not is_title("本部门的收入支出情况")
    assert not is_title("附表")


def test_contents_name_no_table() -> None:
    """Neither titles in a row nor the last of them, whatever grid follows further down."""
    text = "目录\n\n收入决算表\n\n支出决算表\n\n一、部门概况\n\n序号\t单位\n1\t局本级\n"
    assert logical_tables(readers.read_bytes("report.txt", text.encode()).blocks, FINAL) == []


def test_words_above_a_title_that_names_its_region_are_no_part_of_it() -> None:
    for above in ("导航", "首页 信息公开"):
        (found,) = read(f"{above}\n广州市番禺区样例服务局2023年度部门决算\n正文。")
        assert found.department_name == "广州市番禺区样例服务局"
    (found,) = read("广州市番禺区\n样例服务局2023年度部门决算\n正文。")
    assert found.department_name == "广州市番禺区样例服务局"
