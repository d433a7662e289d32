"""The scored sheet and the scores in prose: levels, weights, totals, and what must not be taken for a score."""

from __future__ import annotations

from decimal import Decimal

import pytest
from evaluation_samples import blocks, column, grid, leaves, segment
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.readers.errors import UnreadableError
from loaders.reports.document import Content
from loaders.reports.evaluation import evaluation
from loaders.reports.evaluation.prose_scores import read_prose_scores
from loaders.reports.evaluation.sheet_figures import read_score_sheets

_INFO = ["单位名称", "某局", "", "项目名称", "路灯养护与节能改造", "项目编号", "/"]
_HEAD = ["一级指标", "二级指标", "三级指标", "分值", "评分标准", "评价情况", "评价得分"]
_INFO_WIDE = [*_INFO[:5], "", *_INFO[5:]]
_HEAD_WIDE = [*_HEAD[:6], "", _HEAD[6]]
_PAGES = [
    [
        _INFO,
        _HEAD,
        ["管理 (40 分)", "财务（40 分）", "台账", "10", "齐全得 10 分", "较齐全", "9.5"],
        ["", "", "支出完", "30", "得分=(执行率-60%)÷(100%-", "未全部支出", "15"],
    ],
    [_INFO, _HEAD, ["", "", "成率", "", "60%)×30", "原因略", ""]],
    [
        _INFO_WIDE,
        _HEAD_WIDE,
        ["绩效（60分）", "产出（60分）", "完成数量，达到质量（标", "50", "分设3个以上", "亮灯率", "指标值“98%”", "20"],
        ["", "", "", "", "", "故障修复", "指标值“2小时”", "25"],
    ],
    [
        _INFO_WIDE,
        _HEAD_WIDE,
        ["", "", "准）。", "", "不足3个不得分", "及时率", "完", ""],
        ["", "", "", "10", "看自评表", "综合评价（10分）", "基本反映", "8"],
    ],
    [
        ["", "", "", "", "1.5分；其余0分", ""],
        ["综合得分", "", "", "100", "评价得分", "77.5"],
        ["备注", "90-100分为“优”", "", "", "", ""],
    ],
]
_SHEET = "2024 年度评分表\n\n" + "\n\n".join(grid(page) for page in _PAGES)


def _sheet(text: str = _SHEET) -> Content:
    return read_score_sheets(blocks(text), "路灯")


def test_a_sheet_whose_columns_shift() -> None:
    content = _sheet()
    scores = {f.row_key: (f.row_label, f.value) for f in column(content, "evaluation_sheet", "score")}
    assert scores == {
        "1.1.1": ("台账", Decimal("9.5")),
        "1.1.2": ("支出完成率", Decimal("15")),
        "2.1.1.1": ("亮灯率", Decimal("20")),
        "2.1.1.2": ("故障修复及时率", Decimal("25")),
        "2.1.2": ("综合评价", Decimal("8")),
        "total": ("综合得分", Decimal("77.5")),
    }
    weights = {f.row_key: (f.row_label, f.value) for f in column(content, "evaluation_sheet", "weight")}
    assert weights["1"] == ("管理", Decimal(40))
    assert weights["2.1.1"] == ("完成数量", Decimal(50))
    assert weights["2.1.2"] == ("综合评价", Decimal(10))
    assert "2.1.1.1" not in weights
    assert {f.resolution for f in column(content, "evaluation_sheet", "score")} == {Decimal("0.1")}


def test_the_sheet_adds_up_at_every_level() -> None:
    content = _sheet()
    scores, weights = column(content, "evaluation_sheet", "score"), column(content, "evaluation_sheet", "weight")
    total = next(f for f in scores if f.row_level == 0)
    assert sum(f.value or 0 for f in leaves(f for f in scores if f.row_level)) == total.value
    for parent in weights:
        if below := [f.value or 0 for f in weights if f.parent_row_key == parent.row_key]:
            assert sum(below) == parent.value, parent.row_label


def test_the_formula_of_a_criterion_cut_by_the_page() -> None:
    terms = [(f.column_key, f.value, f.unit, f.row_key) for f in _sheet().figures if "formula" in (f.column_key or "")]
    assert terms == [
        ("formula_floor", Decimal(60), "%", "1.1.2"),
        ("formula_ceiling", Decimal(100), "%", "1.1.2"),
        ("formula_factor", Decimal(30), "分", "1.1.2"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\t9.5", "\t9,5.1", "bad_number"),
        ("\t台账\t", "\t\t", None),
        ("\t分值\t", "\t说明\t", "column_missing"),
        ("管理 (40 分)\t财务（40 分）\t台账", "\t\t", "unreadable_row"),
    ],
)
def test_a_broken_sheet(old: str, new: str, reason: str | None) -> None:
    text = _SHEET.replace(old, new)
    assert text != _SHEET
    if reason is None:  # without a third level the second is the leaf
        assert _sheet(text).figures[1].row_label == "财务"
        return
    with pytest.raises(UnreadableError) as caught:
        _sheet(text)
    assert caught.value.reason == reason


def test_a_sheet_with_a_weight_beside_each_level() -> None:
    rows = [
        ["一级指标", "权重", "二级指标", "权重", "三级指标", "权重", "得分"],
        ["投入", "30", "预算", "30", "执行率", "20", "18"],
        ["", "", "", "", "编制", "10", "/"],
        ["合计", "30", "", "", "", "30", "18"],
    ]
    content = _sheet("打分表\n\n" + grid(rows))
    weights = {f.row_key: f.value for f in column(content, "evaluation_sheet", "weight")}
    assert weights == {"1": 30, "1.1": 30, "1.1.1": 20, "1.1.2": 10, "total": 30}
    assert [f.is_blank for f in column(content, "evaluation_sheet", "score")] == [False, True, False]


_PROSE = """四、指标分析
（一）管理指标分析
指标下设“财务”1个二级指标，指标分值40分，评价得分24.5分，得分率为61.3%。
1. 财务
该指标下设2个三级指标，指标分值40分，评价得分24.5分，得分率为61.3%。
（1）台账
指标分值10分，评价得分9.5分，得分率为95.0%。
（2）支出完成率
全年被通报2次，10分钟内响应。指标分值 30
分，根据评分标准，该指标得 15 分。
（二）绩效指标分析
1.产出。
（1）亮灯率
指标分值60分，计算本指标得分为53分。
（2）修复
指标分值0分，该项指标未能得分。
五、主要成效
在全省考核得分为98分，各月评分均为10分，得90分以上为优。
六、评价结论
综上，本项目评价得分为 77.5 分，评价等级为“中”。
"""
_SHARES = "评价指标中，一级指标的分数分配比例为：管理占40.0%，绩效占60.0%，两项合计 100 分。\n"


def test_scores_under_headings() -> None:
    content = read_prose_scores(blocks(_PROSE.replace("\n", "\n\n")), None)
    scores = column(content, "evaluation_prose", "score")
    assert [(f.row_key, f.row_level, f.row_label, f.value, f.printed_text) for f in scores if f.row_key] == [
        ("1", 1, "管理", Decimal("24.5"), "24.5"),
        ("1.1", 2, "财务", Decimal("24.5"), "24.5"),
        ("1.1.1", 3, "台账", Decimal("9.5"), "9.5"),
        ("1.1.2", 3, "支出完成率", Decimal("15"), "15"),
        ("2.1.1", 3, "亮灯率", Decimal("53"), "53"),
        ("2.1.2", 3, "修复", Decimal("0"), "未能得分"),
        ("total", 0, "评价得分", Decimal("77.5"), "77.5"),
    ]
    loose = [(f.row_label, f.value, f.qualifier) for f in scores if f.row_key is None]
    assert loose == [("在全省考核", 98, None), ("各月评分", 10, None), ("得", 90, "at_least")]
    grade = column(content, "evaluation_prose", "grade")[0]
    assert (grade.printed_text, grade.value, grade.qualifier) == ("中", None, "word")
    assert [f.row_label for f in column(content, "evaluation_prose", "heading")] == ["绩效", "产出"]
    counts = [(f.row_key, f.value) for f in column(content, "evaluation_prose", "count")]
    assert counts == [("1", Decimal(1)), ("1.1", Decimal(2))]


def test_leaves_add_up_and_a_changed_score_does_not() -> None:
    def surplus(text: str) -> Decimal:
        scores = column(read_prose_scores(blocks(text.replace("\n", "\n\n")), None), "evaluation_prose", "score")
        total = next(f for f in scores if f.row_level == 0)
        assert total.value is not None
        return sum((f.value or Decimal(0) for f in leaves(f for f in scores if f.row_level)), -total.value)

    assert surplus(_PROSE) == 0
    assert surplus(_PROSE.replace("得分为53分", "得分为52分")) == -1


def test_shares_belong_to_their_indicators() -> None:
    content = read_prose_scores(blocks((_SHARES + _PROSE).replace("\n", "\n\n")), None)
    shares = [(f.row_key, f.value) for f in column(content, "evaluation_prose", "weight_share")]
    assert shares == [("1", Decimal("40.0")), ("2", Decimal("60.0"))]
    assert [f.value for f in column(content, "evaluation_prose", "weight") if f.row_key == "total"] == [Decimal(100)]


def test_indicators_named_in_their_sentences() -> None:
    text = """二、综合评价
（一）自评结论
经自评，整体绩效自评分值为 92分，自评结果为优。
（二）分析
1.履职方面
履职的分值权重资金为 50分，我局计算出自评得分为 47分。
产出完成情况：12个指标均完成，因此该项评分为满分 20分。
预算支出率：进度为 87.19%，因此得 17分。因故未安排专项，专项项目自评满分 10分。
2.管理方面
管理的分值权重为 50分，自评得分为45分。
"""
    content = read_prose_scores(blocks(text.replace("\n", "\n\n")), None)
    scores = {f.row_key: (f.row_label, f.value) for f in column(content, "evaluation_prose", "score")}
    assert scores == {
        "1": ("履职", 47),
        "1.1": ("产出完成情况", 20),
        "1.2": ("预算支出率", 17),
        "1.3": ("专项项目", 10),
        "2": ("管理", 45),
        "total": ("自评分值", 92),
    }


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 999), min_size=1, max_size=4), min_size=2, max_size=4), st.integers(12, 40))
def test_any_outline_is_read_back(groups: list[list[int]], width: int) -> None:
    numerals = "一二三四"
    lines = []
    for n, group in enumerate(groups):
        lines += [f"（{numerals[n]}）甲乙类指标分析", "", "1.丙丁", ""]
        for m, tenths in enumerate(group, start=1):
            text = f"指标分值100分，根据既定的评分标准，该项指标得{Decimal(tenths) / 10}分。"
            lines += [f"（{m}）子目", "", *(text[i : i + width] for i in range(0, len(text), width)), ""]
    content = read_prose_scores(blocks("\n".join(lines)), None)
    expected = {f"{n}.1.{m}": Decimal(t) / 10 for n, g in enumerate(groups, 1) for m, t in enumerate(g, 1)}
    assert {f.row_key: f.value for f in column(content, "evaluation_prose", "score")} == expected


def test_read_puts_all_together() -> None:
    text = "1. 简介\n\n项目名称：路灯 2024 年养护\n\n" + _PROSE.replace("\n", "\n\n") + "\n\n" + _SHEET
    content = evaluation.read(segment(text))
    assert {f.project_name for f in content.figures} == {"路灯2024年养护"}
    assert {f.table_code for f in content.figures} == {"evaluation_prose", "evaluation_sheet"}
    places = [(f.table_code, f.row_number, f.column_number) for f in content.figures]
    assert len(places) == len(set(places))
    assert evaluation.read(segment("无关文字。")).figures == ()
