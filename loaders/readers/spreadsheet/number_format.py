"""What Excel prints for a cell: its value in the form of the cell's number format.

The last printed digit says how far an amount is rounded, so 18980.2 under `0.00` must be read as 18980.20, and
18980.279999999999 as 18980.28.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from loaders.readers.spreadsheet.date_format import printed_date
from loaders.readers.spreadsheet.format_codes import Section, printed_words, sections

# Excel keeps and shows 15 digits; those behind are left over from binary arithmetic.
_STORED = Context(prec=15, rounding=ROUND_HALF_UP)
# Room for the largest number under as many percent signs as a code can have.
_WIDE = Context(prec=2000, rounding=ROUND_HALF_UP)
# General shows 11 characters, the point included.
_GENERAL_DIGITS = 10
# The fen: what General rounds to in amounts so large that 11 characters have no room for it.
_GENERAL_DECIMALS = 2
# Signs of a negative amount besides the minus.
_NEGATIVE_MARKS = str.maketrans("", "", "()（）△▲-−")
_YUAN = str.maketrans("", "", "¥￥")
_DASHES = str.maketrans("", "", "-‐‑–—−－")


def printed_number(value: Decimal, code: str, *, is_1904: bool = False) -> str:
    """The number as the format prints it, without the spaces that only align it.

    A negative number has a minus, whatever the format shows it by (brackets, a triangle, red alone), and no sign of
    the yuan before it. A format that shows nothing for a value, or only a dash for zero, gives an empty text: a cell
    in which somebody wrote a dash keeps it. `is_1904` is the workbook's calendar.
    """
    value = _STORED.plus(value)
    section = _section(value, sections(code)) if code.strip() else None
    if section is None or "general" in section.kinds or section.is_fraction:
        return _around(section, _general(abs(value)), value)
    if section.is_date:
        return printed_date(value, section, is_1904=is_1904)
    if not section.kinds & {"digit", "exponent"}:
        return _signed(printed_words(section.tokens), value)
    return _signed(_number(abs(value), section), value)


def printed_text(text: str, code: str) -> str:
    """The text as the format's section for texts prints it."""
    last = sections(code)[-1]
    if "text" not in last.kinds:
        return text
    return "".join(text if token.kind == "text" else printed_words((token,)) for token in last.tokens).strip()


def _section(value: Decimal, found: Sequence[Section]) -> Section | None:
    """The section that prints a number: by its condition, else by its sign. None where only texts have one."""
    if "text" in found[-1].kinds:
        found = found[:-1]
    numbers = found[:3]
    if not numbers:
        return None
    if any(section.condition for section in numbers[:2]):
        held = next((section for section in numbers[:2] if section.holds(value)), None)
        others = [section for section in numbers if section.condition is None]
        return held or (others[-1] if others else None)
    if value < 0 and len(numbers) > 1:
        return numbers[1]
    return numbers[2] if value == 0 and len(numbers) > 2 else numbers[0]


def _general(value: Decimal) -> str:
    """The shortest form, in at most 11 characters unless whole digits or fen need more."""
    whole_digits = max(1, value.adjusted() + 1) if value else 1
    decimals = max(_GENERAL_DIGITS - whole_digits, _GENERAL_DECIMALS)
    text = format(_rounded(value, decimals), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _around(section: Section | None, number: str, value: Decimal) -> str:
    """The number with the words that stand around it in the format."""
    if section is None or "general" not in section.kinds:
        return _signed(number, value)
    return _signed(
        "".join(number if token.kind == "general" else printed_words((token,)) for token in section.tokens).strip(),
        value,
    )


def _signed(printed: str, value: Decimal) -> str:
    """The printed form of a magnitude with the sign of its value."""
    printed = printed.translate(_YUAN).strip()
    if value == 0 and not printed.translate(_DASHES).strip():
        return ""
    if value >= 0 or not any(char.isdigit() for char in printed):
        return printed
    return "-" + printed.translate(_NEGATIVE_MARKS).strip()


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def _number(value: Decimal, section: Section) -> str:
    """A magnitude in the places that the section has for its digits."""
    places = section.places
    value = value.scaleb(places.shift)
    if places.around is not None:
        before, after = places.around
        return before + format(_rounded(value, len(places.decimals)), ",f" if places.is_grouped else "f") + after
    tokens = section.tokens
    power = 0
    if places.mantissa < len(tokens):
        step = max(1, len(places.whole))
        power = value.adjusted() // step * step if value else 0
        value = value.scaleb(-power)
    digits, _, fraction = format(_rounded(value, len(places.decimals)), "f").partition(".")
    digits = digits.lstrip("0")
    whole = _whole_places(digits, [tokens[index].text for index in places.whole], grouped=places.is_grouped)
    decimals = _decimal_places(fraction, [tokens[index].text for index in places.decimals])
    by_index = dict(zip(places.whole + places.decimals, whole + decimals, strict=True))
    # A point without a digit behind it is left out. Where no digit has a place before it, all stand there.
    by_index[places.point] = digits * (not whole) + "." * any(decimals)
    printed = "".join(
        by_index[index] if index in by_index else printed_words((token,))
        for index, token in enumerate(tokens[: places.mantissa])
    )
    if places.mantissa == len(tokens):
        return printed
    exponent = tokens[places.mantissa :]
    sign = "-" if power < 0 else "+" if exponent[0].text[1] == "+" else ""
    size = sum(1 for token in exponent if token.kind == "digit")
    return f"{printed}E{sign}{abs(power):0{max(1, size)}d}"


def _whole_places(digits: str, marks: Sequence[str], *, grouped: bool) -> list[str]:
    """What each place before the point prints; the first takes all digits that have no place of their own."""
    places: list[str] = []
    count = 0
    for position in range(len(marks)):
        mark = marks[len(marks) - 1 - position]
        own = digits[: len(digits) - position] if position == len(marks) - 1 else digits[-1 - position :][:1]
        if position >= len(digits):
            own = {"0": "0", "?": " "}.get(mark, "")
        printed = ""
        for digit in reversed(own):
            if grouped and digit.isdigit() and count and count % 3 == 0:
                printed = "," + printed
            printed = digit + printed
            count += 1
        places.append(printed)
    return places[::-1]


def _decimal_places(digits: str, marks: Sequence[str]) -> list[str]:
    """What each place behind the point prints: zeros at the end only where the mark is one."""
    last = max((index for index, mark in enumerate(marks) if mark == "0" or digits[index] != "0"), default=-1)
    return [digit if index <= last else "" for index, digit in enumerate(digits[: len(marks)])]
