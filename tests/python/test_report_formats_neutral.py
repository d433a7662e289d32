"""Cells that a spreadsheet would run are made harmless, numbers stay numbers, and every text can be had back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.report_formats.neutral import neutral_cell

_SIGNS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫"]
_STARTS = [*_SIGNS, "\t", "\r", "\n"]


@pytest.mark.parametrize("before", ["", " ", "\u3000", "\xa0", "\ufeff", "\u200b", "\x00", "\t", "\r", "\n"])
@pytest.mark.parametrize("start", _SIGNS)
def test_no_formula_is_left(start: str, before: str) -> None:
    assert neutral_cell(f"{before}{start}cmd|' /C calc'!A0") == f"'{before}{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["-12.50", "+3%", "-1,234,567.80", "+1", "-8.5%", "12.50"])
def test_numbers_stay_numbers(text: str) -> None:
    assert neutral_cell(text) == text


@pytest.mark.parametrize("text", ["-1+1", "-1,23", "+1e5", "-", "--", "-12.5 万元", "+1\n=2", "-１"])
def test_what_only_looks_like_a_number_does_not(text: str) -> None:
    assert neutral_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "决算", "a=1", "2010302", "（-5）", " 合计"])
def test_other_texts_stay(text: str) -> None:
    assert neutral_cell(text) == text


@given(st.text() | st.builds(lambda start, rest: start + rest, st.sampled_from([*_STARTS, "'", " "]), st.text()))
def test_one_apostrophe_less_is_the_text(text: str) -> None:
    cell = neutral_cell(text)
    assert re.sub(r"\A'", "", cell) == text
    assert cell[:1] not in _STARTS or re.fullmatch(r"[+-][\d,.]+%?", cell)
