"""A target as worded → comparator, value, unit; and nothing where nothing is certain."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.layouts import layout
from loaders.reports.targets.numerals import chinese_number, to_chinese
from loaders.reports.targets.target_text import parse, read_target


@pytest.mark.parametrize(
    ("text", "comparator", "value", "high", "unit"),
    [
        ("每天300人以上", "ge", "300", None, "人/天"),
        ("不超过8%", "le", "8", None, "%"),
        ("停运时长不高于3%", "le", "3", None, "%"),
        ("2-4次/年", "between", "2", "4", "次/年"),
        ("3～5个工作日", "between", "3", "5", "工作日"),
        ("10%至15%", "between", "10", "15", "%"),
        ("3个小时内", "le", "3", None, "小时"),
        ("至少三名", "ge", "3", None, "名"),
        ("不少于两个街道可扫码", "ge", "2", None, "个"),
        ("12.3456万元", "eq", "123456.00", None, "元"),
        ("为居民省下路费1.2万元", "eq", "12000.00", None, "元"),
        ("30万元/年", "eq", "300000.00", None, "元/年"),
        ("150元/套为最高限价。", "le", "150.00", None, "元/套"),
        ("25万条", "eq", "250000", None, "条"),
        ("1.5万人次", "eq", "15000", None, "人次"),
        ("标准：100%", "eq", "100", None, "%"),
        ("支付率达92%以上", "ge", "92", None, "%"),
        ("4012平方", "eq", "4012", None, "平方"),
        ("30", "eq", "30", None, None),
        ("8G", "eq", "8", None, "G"),
        ("≥ 95%", "ge", "95", None, "%"),
        ("＞3次", "gt", "3", None, "次"),
        ("＝5个", "eq", "5", None, "个"),
        ("低于2‰", "lt", "2", None, "‰"),
        ("每季度一次", "eq", "1", None, "次/季度"),
        ("十二人", "eq", "12", None, "人"),
        ("2024年执行率为71.20%", "eq", "71.20", None, "%"),
        ("5G基站40个", "eq", "40", None, "个"),
        ("未超过2起", "le", "2", None, "起"),
        ("1个月", "eq", "1", None, "个月"),
    ],
)
def test_one_number(text: str, comparator: str, value: str, high: str | None, unit: str | None) -> None:
    target = parse(text)
    assert (target.comparator, target.value, target.value_high, target.unit) == (comparator, value, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "按时完成",
        "标准：控制数",
        "白天20分钟内,夜间40分钟内",
        "15分钟响应，一般故障在3小时内修复",
        "平台版本3.1",
        "每天按点送出ABC三个餐",
        "每日、每周巡检",
        "一、二类道路",
        "2025年底前完成",
        "第三期工程完工",
        "超过90%以上",
        "9-3个",
        "12319热线接通率98%以上",
        "每人按规定领取5份",
        "",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    target = parse(text)
    assert (target.comparator, target.value, target.value_high, target.unit) == (None, None, None, None)


def test_hint_gives_a_unit_only_where_none_is_printed() -> None:
    assert parse("95", "%").unit == "%"
    assert parse("95人", "%").unit == "人"


def test_about_is_kept_beside_the_target() -> None:
    assert read_target("约50人").is_about
    assert not read_target("50人").is_about


_BEFORE = [(word, meaning) for meaning, words in layout("targets")["target"]["before"].items() for word in words]
_AFTER = [(word, meaning) for meaning, words in layout("targets")["target"]["after"].items() for word in words]
_VALUES = st.decimals(min_value=0, max_value=9_999_999, places=2, allow_nan=False).map(abs)
_UNITS = st.sampled_from(["%", "次", "人", "台", "平方米", "小时", "分钟"])


@given(value=_VALUES, unit=_UNITS, word=st.sampled_from(_BEFORE), grouped=st.booleans())
def test_a_rendered_target_is_read_back(value: Decimal, unit: str, word: tuple[str, str], grouped: bool) -> None:
    target = parse(f"{word[0]}{value:{',' if grouped else ''}}{unit}")
    assert (target.comparator, Decimal(target.value or "-1"), target.unit) == (word[1], value, unit)


@given(value=_VALUES, unit=_UNITS, word=st.sampled_from(_AFTER))
def test_a_bound_may_follow(value: Decimal, unit: str, word: tuple[str, str]) -> None:
    target = parse(f"{value}{unit}{word[0]}")
    assert (target.comparator, Decimal(target.value or "-1"), target.unit) == (word[1], value, unit)


@given(low=st.integers(0, 900), width=st.integers(0, 90), unit=_UNITS, dash=st.sampled_from("-－—~～至"))
def test_a_range_is_read_back(low: int, width: int, unit: str, dash: str) -> None:
    target = parse(f"{low}{dash}{low + width}{unit}")
    assert (target.comparator, target.value, target.value_high) == ("between", str(low), str(low + width))


@given(first=st.integers(1, 99), second=st.integers(1, 99))
def test_two_conditions_are_never_one_number(first: int, second: int) -> None:
    assert parse(f"市区{first}分钟内到场，郊区{second}分钟内到场").value is None


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert chinese_number(to_chinese(number)) == number


@pytest.mark.parametrize("text", ["", "一二", "百一", "二〇二三", "三个"])
def test_what_is_no_numeral(text: str) -> None:
    assert chinese_number(text) is None
