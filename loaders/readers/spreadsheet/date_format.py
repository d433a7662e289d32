"""Dates and times, which Excel keeps as days since its first day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from loaders.readers.spreadsheet.format_codes import Section, Token

_SECONDS = 86_400
# 1900 counts as a leap year in Excel: before its 29 February, day 1 is 1 January 1900, behind it one day less.
_FIRST_DAY = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_FALSE_LEAP_DAY = 60
_LAST_DAY = {False: 2_958_465, True: 2_957_003}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_MONTH_NAMES = (*_MONTHS, "November", "December")
_WEEKDAYS = "一二三四五六日"
_ENGLISH_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def printed_date(value: Decimal, section: Section, *, is_1904: bool) -> str:
    """The day and time in the section's form; a number that is no date of Excel is printed as the number it is."""
    if not 0 <= value <= _LAST_DAY[is_1904]:
        return format(value, "f")
    decimals = _decimals(section.tokens)
    unit = Decimal(1).scaleb(-decimals)
    seconds = (value * _SECONDS).quantize(unit, rounding=ROUND_HALF_UP)
    days, rest = divmod(seconds, _SECONDS)
    if not is_1904 and days < _FALSE_LEAP_DAY:
        days += 1
    moment = _FIRST_DAY[is_1904] + timedelta(days=int(days), seconds=int(rest))
    is_twelve = any(token.kind == "half" for token in section.tokens)
    printed = []
    for index, token in enumerate(section.tokens):
        if token.kind == "date":
            minutes = token.text[0] == "m" and _is_minutes(section.tokens, index)
            printed.append(_part(moment, token.text, is_twelve=is_twelve, is_minutes=minutes))
        elif token.kind == "elapsed":
            per = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            printed.append(f"{int(seconds // per):0{len(token.text)}d}")
        elif token.kind == "half":
            before, after = token.text.split("/")
            printed.append(after if moment.hour >= 12 else before)
        elif token.kind == "digit":
            continue
        elif token.kind == "point" and decimals:
            printed.append(str(rest % 1)[1:])
        else:
            printed.append(token.text)
    return "".join(printed).strip()


def _decimals(tokens: Sequence[Token]) -> int:
    """Digits behind the seconds' point."""
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return min(3, sum(token.kind == "digit" for token in tokens[point:]))


def _is_minutes(tokens: Sequence[Token], index: int) -> bool:
    """Whether an m means minutes: behind an hour, or before a second."""
    parts = [i for i, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    at = parts.index(index)
    before = tokens[parts[at - 1]].text[0] if at else ""
    after = tokens[parts[at + 1]].text[0] if at + 1 < len(parts) else ""
    return before == "h" or after == "s"


def _part(moment: datetime, text: str, *, is_twelve: bool, is_minutes: bool) -> str:
    size = len(text)
    if text[0] in "ye":
        return f"{moment.year % 100:02d}" if text[0] == "y" and size < 3 else str(moment.year)
    if text[0] == "a" or (text[0] == "d" and size > 2):
        weekday = moment.weekday()
        if text[0] == "a":
            return ("星期" if size == 4 else "") + _WEEKDAYS[weekday]
        return _ENGLISH_WEEKDAYS[weekday][: 3 if size == 3 else None]
    if text[0] == "m" and not is_minutes and size > 2:
        name = _MONTH_NAMES[moment.month - 1]
        return name[:1] if size == 5 else name[: 3 if size == 3 else None]
    value = {
        "m": moment.minute if is_minutes else moment.month,
        "d": moment.day,
        "h": (moment.hour - 1) % 12 + 1 if is_twelve else moment.hour,
        "s": moment.second,
    }[text[0]]
    return f"{value:0{min(2, size)}d}"
