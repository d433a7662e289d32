"""Numbers: what is one, what it is worth, and how exact it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers.model import Place
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold, fold_with_offsets, tidy
from loaders.reports.numbers import NumberError, parse_number


@pytest.mark.parametrize(
    ("printed", "value", "step"),
    [
        ("18,980.28", "18980.28", "0.01"),
        ("0", "0", "1"),
        ("0.00", "0.00", "0.01"),
        ("-7.5", "-7.5", "0.1"),
        ("－７．５", "-7.5", "0.1"),
        ("１２.３", "12.3", "0.1"),
        (" 1 234.5 ", "1234.5", "0.1"),
        ("999,999,999,999,999", "999999999999999", "1"),
    ],
)
def test_numbers(printed: str, value: str, step: str) -> None:
    number = parse_number(printed)
    assert (number.value, number.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    "printed",
    ["1,23.4.5", "—", "-", "", "1,2345", "12,34", ",123", "1.", ".5", "1e5", "12万", "1" * 16, "1.12345678901", "٣"],
)
def test_what_is_no_number(printed: str) -> None:
    with pytest.raises(NumberError):
        parse_number(printed)


@given(st.decimals(-(10**14), 10**14, places=2), st.booleans())
def test_any_amount_is_read_back(value: Decimal, separators: bool) -> None:
    number = parse_number(f"{value:,}" if separators else str(value))
    assert (number.value, number.step) == (value, Decimal("0.01"))


@pytest.mark.parametrize(
    ("printed", "unit", "amount", "step"),
    [
        ("18,980.28", "万元", "189802800.00", "100"),
        ("1.5", "亿元", "150000000", "10000000"),
        ("3.20", "元", "3.20", "0.01"),
    ],
)
def test_money_is_in_yuan(printed: str, unit: str, amount: str, step: str) -> None:
    found = measure(parse_number(printed), unit)
    assert (found.unit, found.amount_cny, found.step_cny) == ("元", Decimal(amount), Decimal(step))


def test_counts_lose_their_multiplier() -> None:
    found = measure(parse_number("157.83"), "万宗")
    assert (found.unit, found.value, found.step, found.amount_cny) == ("宗", Decimal("1578300"), Decimal(100), None)


def _resolutions(*printed: str) -> list[str]:
    figures = []
    for number, text in enumerate(printed, start=1):
        found = measure(parse_number(text or "0"), "万元")
        figures.append(
            Figure(
                "revenue", number, 1, "", "", Place(), text, "元",
                amount_cny=found.amount_cny, step_cny=None if not text else found.step_cny, is_blank=not text,
            )
        )  # fmt: skip
    return [str(figure.resolution) for figure in resolve(figures)]


def test_a_column_with_trailing_zeros_is_as_exact_as_each_figure_says() -> None:
    assert _resolutions("1.50", "2.5", "0.10") == ["100.00", "1000.00", "100.00"]


def test_a_column_that_drops_trailing_zeros_is_as_exact_as_its_finest() -> None:
    assert _resolutions("126", "8488.95", "1.5") == ["100.00", "100.00", "100.00"]


def test_zero_and_blank_are_as_exact_as_the_column() -> None:
    assert _resolutions("0", "", "2.50") == ["100.00", "100.00", "100.00"]
    assert _resolutions("", "") == ["1", "1"]


def test_full_width_zeros_count() -> None:
    assert _resolutions("１.５０", "２.５") == ["100.00", "1000.00"]


def test_folding() -> None:
    assert fold("“三公” 经费（万元）１，２") == '"三公"经费(万元)1,2'
    assert tidy("公务用车购 置费 A B") == "公务用车购置费A B"


@given(st.text("甲（） １a，“\n", max_size=20))
def test_folded_characters_know_their_origin(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert all(fold(text[offset]) == char for char, offset in zip(folded.text, folded.offsets, strict=True))
    assert folded.printed_slice(0, len(folded.text)) in text
