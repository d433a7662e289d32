"""Chinese numerals, as far as reports use them for counting: 一 … 九百九十九万."""

from __future__ import annotations

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHARACTERS = "".join(DIGITS) + "".join(_UNITS)


def chinese_number(text: str) -> int | None:
    """三 → 3, 十二 → 12, 二十 → 20, 一百零五 → 105; None for what is no such numeral (一二, 百一).

    Two digits side by side (二〇二三, 一二) are a year or an enumeration, not a count, and so are None.
    """
    total = 0
    digit: int | None = None
    last_unit = 10_000
    for position, char in enumerate(text):
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit or (digit is None and not (char == "十" and position == 0)):
                return None
            total += (1 if digit is None else digit) * unit
            last_unit, digit = unit, None
        elif char in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[char]
        else:
            return None
    if not text:
        return None
    return total + (digit or 0)


def to_chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五; for 1 to 9999."""
    names = "零一二三四五六七八九"
    text = ""
    gap = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap and text else "") + names[digit] + name
            gap = False
        else:
            gap = True
    return text[1:] if text.startswith("一十") else text
