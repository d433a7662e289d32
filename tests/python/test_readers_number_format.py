"""Number formats: what Excel prints, so that the last printed digit is known."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers.spreadsheet.format_codes import BUILT_IN
from loaders.readers.spreadsheet.number_format import printed_number, printed_text

ACCOUNTING = BUILT_IN[43]

# Value, format code, what Excel prints.
CASES = [
    # General: shortest form, the noise of binary arithmetic left out
    ("18980.28", "General", "18980.28"),
    ("18980.279999999999", "General", "18980.28"),
    ("0.30000000000000004", "General", "0.3"),
    ("9.9999999983992893E-3", "General", "0.01"),
    ("5.5511151231257827E-17", "General", "0"),
    ("18980.283333333333", "General", "18980.28333"),
    ("1234567890.12", "General", "1234567890.12"),
    ("123456789012345", "General", "123456789012345"),
    ("100", "General", "100"),
    ("1E+3", "General", "1000"),
    ("-0.5", "General", "-0.5"),
    ("0", "General", "0"),
    ("12.5", "", "12.5"),
    ("12.5", "@", "12.5"),
    ("12.5", 'General"万元"', "12.5万元"),
    # decimals and separators
    ("18980.28", "#,##0.00", "18,980.28"),
    ("18980.2", "0.00", "18980.20"),
    ("18980.279999999999", "0.00", "18980.28"),
    ("0.005", "0.00", "0.01"),
    ("1.005", "0.00", "1.01"),
    ("2.675", "#,##0.00", "2.68"),
    ("999999.995", "#,##0.00", "1,000,000.00"),
    ("1234567", "#,##0", "1,234,567"),
    ("5", "000", "005"),
    ("12", "0,000", "0,012"),
    ("0", "#,##0.00", "0.00"),
    ("0", "#,###.##", ""),
    ("18980", "#.##", "18980"),
    ("18980.5", "#.##", "18980.5"),
    ("0.5", "#.00", ".50"),
    ("1.5", ".00", "1.50"),
    ("1.25", "0.0#", "1.25"),
    ("1.2", "0.0#", "1.2"),
    ("1.2", "0.0??", "1.2"),
    # negative numbers, whatever shows them
    ("-1234.5", "#,##0.00", "-1,234.50"),
    ("-1234.5", "#,##0.00_);(#,##0.00)", "-1,234.50"),
    ("1234.5", "#,##0.00_);(#,##0.00)", "1,234.50"),
    ("-1234.5", "0.00;[Red]0.00", "-1234.50"),
    ("-1234.5", "0.00_ ;[Red]\\-0.00\\ ", "-1234.50"),
    ("-1234.5", '0.00;"△"0.00', "-1234.50"),
    ("-0.001", "0.00", "-0.00"),
    # zero: a dash or nothing is a blank
    ("0", ACCOUNTING, ""),
    ("1234.5", ACCOUNTING, "1,234.50"),
    ("-1234.5", ACCOUNTING, "-1,234.50"),
    ("0", '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', ""),
    ("-8", '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "-8.00"),
    ("0", "0.00;-0.00;", ""),
    ("0", "0.00;-0.00;;@", ""),
    ("7", ";;;", ""),
    ("0", '0.00;-0.00;"无"', "无"),
    ("0", BUILT_IN[44], ""),
    ("-5", BUILT_IN[44], "-5.00"),
    ("5", "$0.00", "$5.00"),
    # scaling
    ("123456789", "#,##0,", "123,457"),
    ("123456789", "0.00,,", "123.46"),
    ("123456", '0\\.0,"万"', "12.3万"),
    ("123456", '0!.0,"万"', "12.3万"),
    ("1234567", "0\\.0000", "123.4567"),
    # percent
    ("0.1352", "0.00%", "13.52%"),
    ("0.1352", "0%", "14%"),
    ("-0.0725", "0.0%", "-7.3%"),
    # conditions
    ("123456", '[>=10000]0.00,"千";0.00', "123.46千"),
    ("1234", '[>=10000]0.00,"千";0.00', "1234.00"),
    ("-5", '[<0]"负"0;0', "-负5"),
    ("0.5", "[=0]0;[<1]0.00;0.0", "0.50"),
    ("8", "[=0]0;[<1]0.00;0.0", "8.0"),
    # currency, colours, words
    ("1234.5", "[$¥-804]#,##0.00", "1,234.50"),
    ("1234.5", '"￥"#,##0.00', "1,234.50"),
    ("1234.5", "[$-804]0.0", "1234.5"),
    ("12", '[Blue]0"项"', "12项"),
    # exponents and fractions
    ("18980.28", "0.00E+00", "1.90E+04"),
    ("0.00012", "0.0E-0", "1.2E-4"),
    ("0.5", "# ?/?", "0.5"),
    # dates
    ("45291", "yyyy/m/d", "2023/12/31"),
    ("45291", 'yyyy"年"m"月"d"日"', "2023年12月31日"),
    ("45291", "[$-804]yyyy-mm-dd;@", "2023-12-31"),
    ("45291.75", "yyyy/m/d h:mm", "2023/12/31 18:00"),
    ("45291.75", "h:mm AM/PM", "6:00 PM"),
    ("45291.7500115741", "mm:ss", "00:01"),
    ("1.5", "[h]:mm", "36:00"),
    ("45291", "d-mmm-yy", "31-Dec-23"),
    ("45291", "aaaa", "星期日"),
    ("1", "yyyy/m/d", "1900/1/1"),
    ("-1", "yyyy/m/d", "-1"),
    ("99999999", "yyyy/m/d", "99999999"),
]


@pytest.mark.parametrize(("value", "code", "printed"), CASES)
def test_number_is_printed_as_excel_prints_it(value: str, code: str, printed: str) -> None:
    assert printed_number(Decimal(value), code) == printed


def test_the_other_calendar_begins_four_years_later() -> None:
    assert printed_number(Decimal(43829), "yyyy/m/d", is_1904=True) == "2023/12/31"


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        ("合计", "General", "合计"),
        ("合计", "@", "合计"),
        ("合计", ACCOUNTING, "合计"),
        ("单位", '@"：万元"', "单位：万元"),
        ("18,980.28", "0.0", "18,980.28"),
    ],
)
def test_text_is_printed_by_the_section_for_texts(text: str, code: str, printed: str) -> None:
    assert printed_text(text, code) == printed


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6), st.integers(0, 6))
def test_fixed_decimals_print_the_value_rounded_half_up(value: Decimal, places: int) -> None:
    """Property: `#,##0.0…` prints the value rounded to its decimals, and every digit of it."""
    value = value.quantize(Decimal("0.01"))
    code = "#,##0" + "." * bool(places) + "0" * places
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    printed = printed_number(value, code)
    assert Decimal(printed.replace(",", "")) == expected
    assert len(printed.partition(".")[2]) == places
    assert printed.lstrip("-") == f"{abs(expected):,.{places}f}"


@given(st.integers(-(10**13), 10**13))
def test_general_brings_back_what_was_typed(cents: int) -> None:
    """Property: an amount of at most 15 digits with fen, stored as a float, prints as it was typed."""
    printed = printed_number(Decimal(repr(cents / 100)), "General")
    assert Decimal(printed) == Decimal(cents).scaleb(-2)


@given(st.floats(allow_nan=False, allow_infinity=False), st.text('#0?.,%;@E+-_*"\\[]<=>ydhmsAa/P 元1x', max_size=16))
def test_any_code_prints_any_number(value: float, code: str) -> None:
    """Property: no format code and no number ends in a fault."""
    assert isinstance(printed_number(Decimal(repr(value)), code), str)
    assert isinstance(printed_text("元", code), str)
    assert not math.isnan(value)
