"""Target tables from broken text and from cells: amounts, hierarchy, repeats, indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from evaluation_samples import column, grid, report, segment
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.readers.errors import UnreadableError
from loaders.reports.document import Content
from loaders.reports.targets import target_table

_HEADER = "项目名称（资金使用单\n\n位）\n\n总计 财政拨款\n财政专户\n拨款\n\n其他资金 绩效目标 绩效指标\n"
_TEXT = f"""项目支出绩效目标表
单位名称：某市城管局（本级） 单位：万元
{_HEADER}
合计 1,030.50 1,030.50

某市城管局
本级 1,030.50 1,030.50

    路灯养护 30.50 30.50
1、保障道路照明；2、降低能耗。

1、1-产出指标；11-数量指标；养护盏数；实施周期指标值:不少于2
0000盏；年度指标值:2万盏。2、1-产出指标；14-成本指标；单价；实施周期指标值:150元/盏为最高限价。
；年度指标值:150元/盏为最高限价。3、3-满意度指标；31-服务对象满意度；居民满意度（%）；实施周期指标值:标准：95 ；
年度指标值:95%。

    环卫作业市场化运
营经费
1,000.00 1,000.00
清扫全区道路
1、1-产出指标；13-时效指标；响应；实施周期指标值:2个小时内；年度指标值:白天1小时内,夜间2小时内。
"""


def _read(text: str) -> Content:
    return target_table.read(segment(text, "project_targets", "项目支出绩效目标表"))


def test_rows_amounts_and_blanks() -> None:
    content = _read(_TEXT)
    total = column(content, "project_target", "total")
    assert [(f.row_key, f.row_level, f.parent_row_key, f.row_label, f.amount_cny) for f in total] == [
        ("total", 0, None, "合计", Decimal("10305000.00")),
        ("unit.1", 1, "total", "某市城管局本级", Decimal("10305000.00")),
        ("project.1", 2, "unit.1", "路灯养护", Decimal("305000.00")),
        ("project.2", 2, "unit.1", "环卫作业市场化运营经费", Decimal("10000000.00")),
    ]
    assert all(f.resolution == Decimal("100.00") for f in total)
    assert [f.is_blank for f in column(content, "project_target", "special_account")] == [True] * 4
    assert [f.amount_cny for f in column(content, "project_target", "fiscal_appropriation")] == [
        f.amount_cny for f in total
    ]


def test_indicators_with_stops_and_breaks_inside_their_values() -> None:
    first, second, third, fourth = _read(_TEXT).indicators
    assert (first.level_1_code, first.level_1, first.level_2_code, first.level_2) == ("1", "产出指标", "11", "数量指标")
    assert first.period_target is not None
    assert (first.period_target.comparator, first.period_target.value) == ("ge", "20000")
    assert first.year_target.value == "20000"
    assert second.year_target.text == "150元/盏为最高限价"
    assert second.year_target.comparator == "le"
    assert third.period_target is not None
    assert (third.name, third.period_target.unit, third.number) == ("居民满意度（%）", "%", 3)
    assert (fourth.project_name, fourth.year_target.value) == ("环卫作业市场化运营经费", None)


def test_figures_of_a_range_have_two_columns() -> None:
    content = _read(_TEXT.replace("年度指标值:2万盏", "年度指标值:2-3次/年"))
    keys = [f.column_key for f in content.figures if f.row_key == "target_form.project.1.1"]
    assert keys == ["period_target", "year_target", "year_target_high"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("30.50 30.50\n1、", "3O.50 30.50\n1、", "bad_number"),
        ("1,000.00 1,000.00", "1,00.00 1,000.00", "bad_number"),
        ("1,000.00 1,000.00", "1,000.00 900.00 100.00", "ambiguous_amounts"),
        ("其他资金 绩效目标 绩效指标", "其他资金 绩效目标 考核内容", "column_missing"),
        ("单位：万元", "", "unit_missing"),
        ("1,000.00 1,000.00\n", "", "unreadable_row"),
        ("年度指标值:2万盏。", "", "unreadable_indicator"),
        (_TEXT[_TEXT.index("清扫全区") :], "", "unreadable_row"),  # the file stops in the middle
    ],
)
def test_what_cannot_be_read_is_said(old: str, new: str, reason: str) -> None:
    assert old in _TEXT
    with pytest.raises(UnreadableError) as caught:
        _read(_TEXT.replace(old, new))
    assert caught.value.reason == reason
    assert caught.value.expected


def test_the_same_table_in_cells() -> None:
    header = ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
    entry = "1、1-产出指标；11-数量指标；盏数；实施周期指标值:5盏；年度指标值:不少于5盏。"
    rows = [
        header,
        ["合计", "12.00", "10.00", "", "2.00", "", ""],
        ["某局", "12.00", "10.00", "", "2.00", "", ""],
        ["路灯养护", "12.00", "10.00", "", "2.00", "照明", entry[:30]],
    ]
    text = "单位：万元\n\n" + grid(rows) + "\n\n" + grid([header, ["", "", "", "", "", "达标", entry[30:]]])
    content = _read(text)
    assert [f.row_key for f in column(content, "project_target", "total")] == ["total", "unit.1", "project.1"]
    assert [f.amount_cny for f in column(content, "project_target", "other_funds")] == [Decimal("20000.00")] * 3
    assert [i.year_target.value for i in content.indicators] == ["5"]
    with pytest.raises(UnreadableError, match="not a number"):
        _read(text.replace("12.00", "12.O0"))


@dataclass(frozen=True)
class _Project:
    name: str
    cents: int
    goal: str
    indicators: tuple[tuple[str, str], ...]

    @property
    def amount(self) -> str:
        return f"{Decimal(self.cents) / 100:,.2f}"

    def entries(self) -> str:
        return "".join(
            f"{n}、1-产出指标；11-数量指标；{name}；实施周期指标值:{value}；年度指标值:{value}。"
            for n, (name, value) in enumerate(self.indicators, start=1)
        )


_WORD = st.text(alphabet="道路桥梁养护照明绿化保洁", min_size=2, max_size=24)
_PROJECTS = st.lists(
    st.builds(
        _Project,
        name=_WORD,
        cents=st.integers(1, 10**9),
        goal=st.lists(_WORD, max_size=3).map(lambda parts: "".join(f"{part}，" for part in parts) + "见效。"),
        indicators=st.lists(
            st.tuples(_WORD, st.sampled_from(["不少于20次", "100%", "1,200盏", "按时", "3元/次为最高限价。"])),
            min_size=1,
            max_size=4,
        ).map(tuple),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda project: project.name,
)


def _wrap(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


@settings(max_examples=60, deadline=None)
@given(projects=_PROJECTS, widths=st.tuples(st.integers(9, 20), st.integers(14, 50)), data=st.data())
def test_a_table_broken_into_lines_is_read_back(
    projects: list[_Project], widths: tuple[int, int], data: st.DataObject
) -> None:
    repeated = data.draw(st.integers(0, len(projects) - 1))
    printed = [*projects[: repeated + 1], *projects[repeated:]]
    total = f"{Decimal(sum(p.cents for p in projects)) / 100:,.2f}"
    lines = ["单位：万元", *_HEADER.splitlines(), f"合计 {total} {total}", f"某局 {total} {total}"]
    for project in printed:
        name = _wrap(project.name, widths[0])
        amounts = f"{project.amount} {project.amount}"
        own_line = data.draw(st.booleans())
        lines += [*name, amounts] if own_line else [*name[:-1], f"{name[-1]} {amounts}"]
        lines += [*_wrap(project.goal, widths[0]), *_wrap(project.entries(), widths[1])]
    gap = data.draw(st.sampled_from(["\n", "\n\n"]))
    content = _read(gap.join(lines))
    rows = [f for f in column(content, "project_target", "total") if f.row_level == 2]
    assert [(f.row_label, f.amount_cny) for f in rows] == [(p.name, Decimal(p.cents) * 100) for p in printed]
    assert [f.is_repeat for f in rows] == [index == repeated + 1 for index in range(len(printed))]
    assert sum(f.amount_cny or 0 for f in rows if not f.is_repeat) == Decimal(sum(p.cents for p in projects)) * 100
    expected = [(p.name, name, value.rstrip("。")) for p in printed for name, value in p.indicators]
    assert [(i.project_name, i.name, i.year_target.text) for i in content.indicators] == expected


def test_a_second_project_of_the_same_amount_is_no_repeat() -> None:
    twice = _TEXT + _TEXT[_TEXT.index("    环卫作业") :].replace("2个小时内", "3个小时内")
    rows = column(_read(twice), "project_target", "total")
    assert [f.row_key for f in rows][-2:] == ["project.2", "project.3"]
    again = column(_read(_TEXT + _TEXT[_TEXT.index("    环卫作业") :]), "project_target", "total")
    assert [(f.row_key, f.is_repeat) for f in again][-2:] == [("project.2", False), ("project.2", True)]


def test_the_real_table() -> None:
    content = target_table.read(report("panyu-project-targets.txt", "project_targets"))
    rows = column(content, "project_target", "total")
    projects = [f for f in rows if f.row_level == 2]
    distinct = [f for f in projects if not f.is_repeat]
    assert (len(projects), len(distinct)) == (20, 19)
    assert sum(f.amount_cny or 0 for f in distinct) == Decimal("60280100.00") == rows[0].amount_cny
    assert sum(f.amount_cny or 0 for f in projects) != rows[0].amount_cny
    assert len([i for i in content.indicators if not i.is_repeat]) == 80
    assert all(i.name and i.period_target and i.level_1_code and i.level_2_code for i in content.indicators)
    assert len({replace(f, place=rows[0].place) for f in distinct}) == 19
