"""Payments, progress and indicator tables of an evaluation, cut by page breaks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from evaluation_samples import blocks, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.readers.errors import UnreadableError
from loaders.reports.evaluation.indicator_tables import read_indicator_tables, shorten
from loaders.reports.evaluation.item_status import read_item_status
from loaders.reports.evaluation.payments import read_payments

_HEADER = ["序号", "项目名称", "支付金额（元）"]
_ROWS = [
    ["一", "灯具采购", "1500.50"],
    ["1", "灯杆", "1000"],
    ["2", "灯头", "500.5"],
    ["二", "人工", "80"],
    ["3", "高空作业（2023年）", "80"],
    ["合计", "", "1580.5"],
]


def _payments(*pages: list[list[str]], header: list[str] = _HEADER) -> str:
    return "表1 项目支出明细表\n\n" + "\n\n".join(grid([header, *page]) for page in pages)


def test_payments_over_two_pages() -> None:
    content = read_payments(blocks(_payments(_ROWS[:2], _ROWS[2:])), "路灯")
    assert [(f.row_key, f.parent_row_key, f.row_level, f.amount_cny) for f in content.figures] == [
        ("group.1", "total", 1, Decimal("1500.50")),
        ("item.1", "group.1", 2, Decimal("1000.00")),
        ("item.2", "group.1", 2, Decimal("500.50")),
        ("group.2", "total", 1, Decimal("80.00")),
        ("item.3", "group.2", 2, Decimal("80.00")),
        ("total", None, 0, Decimal("1580.50")),
    ]
    assert content.tables[0].row_count == 6
    assert {f.project_name for f in content.figures} == {"路灯"}


def test_a_payment_cut_by_the_page_goes_on() -> None:
    pages = (
        [["一", "灯具", ""], ["1", "灯杆及", ""]],
        [["", "基础", "7"], ["2", "灯", "3"], ["合计", "", "10"]],
    )
    figures = read_payments(blocks(_payments(*pages)), None).figures
    assert [(f.row_label, f.amount_cny) for f in figures] == [
        ("灯杆及基础", Decimal("7.00")),
        ("灯", Decimal("3.00")),
        ("合计", Decimal("10.00")),
    ]


def test_a_payment_printed_again_after_the_page_is_a_repeat() -> None:
    figures = read_payments(blocks(_payments(_ROWS[:3], _ROWS[2:])), None).figures
    assert [f.row_key for f in figures if f.is_repeat] == ["item.2"]


def test_unit_line_between_caption_and_table() -> None:
    text = _payments(_ROWS, header=["序号", "项目名称", "支付金额"])
    with pytest.raises(UnreadableError, match="unit"):
        read_payments(blocks(text), None)
    content = read_payments(blocks(text.replace("明细表", "明细表\n\n单位：万元")), None)
    assert content.figures[-1].amount_cny == Decimal("15805000.00")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("1000", "1O00", "bad_number"),
        ("支付金额（元）", "备注", "column_missing"),
        ("3\t高", "甲\t高", "unreadable_row"),
    ],
)
def test_unreadable_payments(old: str, new: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_payments(blocks(_payments(_ROWS).replace(old, new)), None)
    assert caught.value.reason == reason
    assert caught.value.place is not None


@settings(max_examples=60, deadline=None)
@given(cents=st.lists(st.integers(0, 10**9), min_size=1, max_size=12), cuts=st.sets(st.integers(1, 11)))
def test_payments_split_at_any_row(cents: list[int], cuts: set[int]) -> None:
    rows = [[str(n), f"项目{n}号", f"{Decimal(c) / 100:,.2f}"] for n, c in enumerate(cents, start=1)]
    bounds = [0, *sorted(cut for cut in cuts if cut < len(rows)), len(rows)]
    pages = [rows[a:b] for a, b in pairwise(bounds)]
    content = read_payments(blocks(_payments(*pages)), None)
    assert [f.amount_cny for f in content.figures] == [Decimal(c) / 100 for c in cents]
    assert len(content.tables) == 1


_STATUS = ["序号", "项目名称", "服务内容", "服务时间", "完成情况"]


def test_progress_with_cut_dates_and_shared_cells() -> None:
    first = [
        ["一", "巡检", "", "", ""],
        ["1", "东片", "每周巡检", "2022 年 5 月 1 日-2024 年 4 月 30 日", "尚在服务期内，按合同"],
        ["2", "西片", "", "2022 年 9 月", ""],
    ]
    second = [
        ["", "巡检项目", "", "1 日 - 2024 年 8 月 31 日", "巡检。"],
        ["3", "水电", "", "", ""],
        ["4", "电费", "缴费", "/", "/"],
        ["二", "采购", "", "", ""],
        ["5", "灯头", "买灯", "2021.02.03至2021.02.30", "2023年4月9日通过验收。"],
        ["6", "灯杆", "买杆", "/", "2023年4月9日未通过验收"],
    ]
    text = "表2 子项开展情况\n\n" + grid([_STATUS, *first]) + "\n\n" + grid([_STATUS, *second])
    statuses = read_item_status(blocks(text), "路灯").item_statuses
    assert [(s.number, s.name, s.group_name) for s in statuses][1:3] == [
        (2, "西片巡检项目", "巡检"),
        (3, "水电", "巡检"),
    ]
    assert (statuses[1].service_start, statuses[1].service_end) == (date(2022, 9, 1), date(2024, 8, 31))
    assert [s.is_in_service for s in statuses] == [True, True, False, False, False, False]
    assert statuses[2].service_start is None  # shares the row with all its cells that is nearest
    assert (statuses[4].accepted_on, statuses[5].accepted_on) == (date(2023, 4, 9), None)
    assert statuses[4].service_end is None  # there is no 30 February


def test_indicator_tables_by_their_captions() -> None:
    head = ["序号", "一级指标", "二级指标", "指标值", "截止 2024 年 12 月 31 日 完成情况"]
    text = (
        "表 3 2024 年年初项目绩效指标设置及完成情况一览表\n\n"
        + grid(
            [
                head,
                ["1", "产出指标", "亮灯率", "不低于98%", "全年亮灯率为99.1%"],
                ["2", "", "修复", "白天2小时内", "无佐"],
            ]
        )
        + "\n\n"
        + grid([head, ["", "", "时效", ",夜间4小时内", "证材料"], ["3", "效益指标", "满意度", "90", "/"]])
        + "\n\n表 4 项目自评表绩效指标设置及完成情况一览表\n\n"
        + grid(
            [
                ["一级指标", "二级指标", "三级指标", "年度指标值", "指标完成情况"],
                ["产出指标", "数量指标", "/", "20", "完成"],
            ]
        )
        + "\n\n"
        + grid(
            [
                ["一级指标", "二级指标", "三级指标", "年度指标值", "指标完成情况"],
                ["", "质量指标", "合格率", "100%", "好"],
            ]
        )
        + "\n\n表 7 项目个性化绩效指标完成情况表\n\n"
        + grid([["指标名称", "预期指标值", "完成情况"], ["灯杆", "5个", "6个"]])
    )
    content = read_indicator_tables(blocks(text), "路灯")
    rows = [(i.indicator_set, i.number, i.level_1, i.level_2, i.name, i.year_target.value) for i in content.indicators]
    assert rows == [
        ("initial_targets", 1, "产出指标", None, "亮灯率", "98"),
        ("initial_targets", 2, "产出指标", None, "修复时效", None),
        ("initial_targets", 3, "效益指标", None, "满意度", "90"),
        ("self_evaluation", 1, "产出指标", "数量指标", None, "20"),
        ("self_evaluation", 2, "产出指标", "质量指标", "合格率", "100"),
        ("evaluation", 1, None, None, "灯杆", "5"),
    ]
    assert content.indicators[1].actual_text == "无佐证材料"
    figures = {(f.row_key, f.column_key): (f.value, f.qualifier) for f in content.figures}
    assert figures[("initial_targets.1", "year_target")] == (Decimal("98"), "at_least")
    assert figures[("initial_targets.1", "actual")] == (Decimal("99.1"), None)
    assert ("initial_targets.2", "year_target") not in figures
    places = [(f.row_number, f.column_number) for f in content.figures]
    assert len(places) == len(set(places))


def test_indicator_table_without_its_target_column() -> None:
    text = "表 7 项目绩效指标完成情况表\n\n" + grid([["指标名称", "完成情况"], ["灯杆", "6个"]])
    with pytest.raises(UnreadableError) as caught:
        read_indicator_tables(blocks(text), "路灯")
    assert caught.value.reason == "column_missing"


@given(st.text(alphabet="灯亮好，。；, 12", max_size=120))
def test_results_are_short(text: str) -> None:
    assert len(shorten(text)) <= 40


def test_the_clause_with_the_figure_is_kept() -> None:
    long = "经查阅养护单位全年报送的台账、照片、签认单及第三方抽查记录等材料，2024年亮灯率为99.1%，其余见附件材料。"
    assert shorten(long) == "2024年亮灯率为99.1%"
