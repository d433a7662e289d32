"""Which digit runs are figures, which are not, and why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from prose_support import read, segment

from loaders.reports.prose import narrative


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.printed, token.kind) for token in narrative.tokens(segment(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年3月5日召开", [("2024", "date"), ("3", "date"), ("5", "date")]),
        ("截至12月底", [("12", "date")]),
        ("规划期为2021-2025年", [("2021", "date"), ("2025", "date")]),
        ("电费(202401-202406)已付", [("202401", "date"), ("202406", "date")]),
        ("依据青财〔2020〕36号文件", [("2020", "document_number"), ("36", "document_number")]),
        ("根据《水网规划2035（第3版）》", [("2035", "title"), ("3", "title")]),
        ("开展“1+6+N”行动", [("1", "quotation"), ("6", "quotation")]),
        ("实行1+6+N治理", [("1", "name"), ("6", "name")]),
        ("建设5G专网和IPv6改造", [("5", "name"), ("6", "name")]),
        ("受理12345热线工单", [("12345", "name")]),
        ("平台2.0上线", [("2.0", "name")]),
        ("全年7×24小时值守", [("7", "name"), ("24", "name")]),
        ("获第3届水博会金奖", [("3", "ordinal")]),
        ("县政府15次常务会议通过", [("15", "ordinal")]),
        ("1.加强管理", [("1", "enumerator")]),
        ("1.2024年，启动清淤", [("1", "enumerator"), ("2024", "date")]),
        ("（2）压实责任", [("2", "enumerator")]),
        ("详见附件3和表2-1", [("3", "reference"), ("2", "reference"), ("1", "reference")]),
        ("表 3 2024 年指标", [("3", "reference"), ("2024", "date")]),
        ("— 12 —", [("12", "page_number")]),
        ("指标分值5分，得分率为90%", [("5", "points"), ("90", "points")]),
        ("增长--（基数为0，不可比）", [("0", "base_note")]),
        ("单价超过50万元（含）的项目", [("50", "threshold")]),
        ("自签订之日起7个工作日内备案", [("7", "threshold")]),
        ("①压减经费", []),
    ],
)
def test_what_is_no_figure(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("办结事项1.2万件", "1.2"),
        ("用时15分钟", "15"),
        ("历时3年", "3"),
        ("工期10日内", "10"),
        ("限24小时内办结", "24"),
        ("报送报表3张", "3"),
        ("召开专题会议15次", "15"),
        ("人数为35，均在岗", "35"),
        ("满意率90%", "90"),
        ("采购平板2台", "2"),
        ("1.5亿元已拨付", "1.5"),
    ],
)
def test_what_is_a_figure_though_it_looks_otherwise(text: str, printed: str) -> None:
    assert (printed, "figure") in kinds(text)


def test_what_no_rule_knows_is_reported() -> None:
    assert [token.printed for token in narrative.coverage(segment("编码38417已录入"))] == ["38417"]
    assert [token.printed for token in narrative.coverage(segment("支出12,34.5万元"))] == ["12,34.5"]
    assert narrative.coverage(segment("支出1,234.5万元")) == ()


def test_full_width_commas_group_thousands_or_separate() -> None:
    assert [figure.printed_text for figure in read("基本支出1，234．5万元")] == ["1，234．5"]
    assert kinds("闸门5，17座泵站")[0][0] == "5"


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("受理诉求超3.5万件", Decimal(35000), "件", "more_than"),
        ("发放材料800多份", Decimal(800), "份", "more_than"),
        ("服务群众近2,000人次", Decimal(2000), "人次", "about"),
        ("巡查不少于12次", Decimal(12), "次", "at_least"),
        ("误差不超过3%", Decimal(3), "%", "at_most"),
        ("注册用户2亿", Decimal(200_000_000), "", None),
        ("培训3天", Decimal(3), "天", None),
    ],
)
def test_units_multipliers_and_qualifiers(text: str, value: Decimal, unit: str, qualifier: str | None) -> None:
    (figure,) = read(text)
    assert (figure.value, figure.unit, figure.qualifier) == (value, unit, qualifier)


def test_a_range_is_two_bounds() -> None:
    low, high = read("每批30-50人")
    assert (low.value, low.qualifier, high.value, high.qualifier) == (30, "at_least", 50, "at_most")


def test_passages_without_figures_of_their_own() -> None:
    assert read("第四部分 名词解释", "单位价值：指每台100元的设备。") == ()
    assert [f.printed_text for f in read("第四部分 情况说明", "设备：采购每台100元的泵。")] == ["100"]
    assert narrative.read(segment("目标：巡查12次", kind="project_targets")).figures == ()
