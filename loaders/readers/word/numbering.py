"""Automatic numbers: 一、 （一） 1. are not in the text of a Word document but in its lists.

Source: ISO/IEC 29500-1, §17.9 (numbering) and §17.18.59 (number formats).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from lxml import etree

from loaders.readers.word.names import Names
from loaders.readers.xml import local

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC")),
    *((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its first number, its digits, its words with %1 to %9 for the numbers of levels."""

    start: int = 1
    style: str = "decimal"
    words: str = ""
    restart: int | None = None
    is_plain: bool = False


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: etree._Element | None, names: Names) -> None:
        self._names = names
        self._levels: dict[str, dict[int, _Level]] = {}
        self._of_list: dict[str, str] = {}
        self._overrides: dict[tuple[str, int], int] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                self._read_levels(element)
            elif local(element) == "num":
                self._read_list(element)

    def _read_levels(self, element: etree._Element) -> None:
        key = self._names.value(element, "abstractNumId") or ""
        self._levels[key] = {}
        for child in element:
            if local(child) == "lvl":
                number, level = self._level(child)
                self._levels[key][number] = level
                if (style := self._names.value(self._names.child(child, "pStyle"))) is not None:
                    self._by_style[key, style] = number

    def _level(self, element: etree._Element) -> tuple[int, _Level]:
        names = self._names
        restart = names.child(element, "lvlRestart")
        level = _Level(
            start=names.number(names.child(element, "start"), default=1),
            style=names.value(names.child(element, "numFmt")) or "decimal",
            words=names.value(names.child(element, "lvlText")) or "",
            restart=None if restart is None else names.number(restart),
            is_plain=names.is_on(names.child(element, "isLgl")),
        )
        return names.number(element, "ilvl"), level

    def _read_list(self, element: etree._Element) -> None:
        names = self._names
        key = names.value(element, "numId") or ""
        self._of_list[key] = names.value(names.child(element, "abstractNumId")) or ""
        for child in element:
            if local(child) != "lvlOverride":
                continue
            number = names.number(child, "ilvl")
            if (own := names.child(child, "lvl")) is not None:
                # A list with a level of its own has all levels to itself.
                copy = f"{self._of_list[key]} {key}"
                self._levels[copy] = {**self._levels.get(self._of_list[key], {}), number: self._level(own)[1]}
                self._of_list[key] = copy
            if (start := names.child(child, "startOverride")) is not None:
                self._overrides[key, number] = names.number(start, default=1)

    def label(self, key: str | None, level: str | None, style: str | None) -> str:
        """The number of the next paragraph of a list, as printed; empty for bullets and for what is in no list."""
        source = self._of_list.get(key or "")
        if key is None or source is None or source not in self._levels:
            return ""
        number = (
            int(level)
            if level and level.isascii() and level.isdigit()
            else self._by_style.get((source, style or ""), 0)
        )
        number = min(number, _LEVELS - 1)
        levels = self._levels[source]
        counts = self._counts[source]
        this = levels.get(number, _Level(words=f"%{number + 1}."))
        override = self._overrides.get((key, number))
        if override is not None and (key, number) not in self._begun:
            this = replace(this, start=override)
            counts.pop(number, None)
        self._begun.add((key, number))
        counts[number] = counts.get(number, this.start - 1) + 1
        for deeper in [other for other in counts if other > number]:
            restart = levels.get(deeper, _Level()).restart
            if restart is None or number < restart:
                del counts[deeper]
        if this.style in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda match: self._printed(levels, counts, int(match[1]) - 1, this), this.words)

    def _printed(self, levels: dict[int, _Level], counts: dict[int, int], number: int, this: _Level) -> str:
        level = levels.get(number, _Level())
        return printed(counts.get(number, level.start), "decimal" if this.is_plain else level.style)


def printed(number: int, style: str) -> str:
    """A number in one of Word's number formats; as digits in those that Chinese reports do not use."""
    if number < 1:
        return str(number)
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return _counted(number, _DIGITS, ("", "十", "百", "千"), "〇" if style == "chineseCounting" else "零")
    if style == "chineseLegalSimplified":
        return _counted(number, _LEGAL_DIGITS, ("", "拾", "佰", "仟"), "零", says_one=True)
    if style in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "taiwaneseCounting"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if style in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if style == "ideographTraditional" else _BRANCHES
        return signs[number - 1] if number <= len(signs) else str(number)
    if style in ("upperRoman", "lowerRoman"):
        return _roman(number) if style == "upperRoman" else _roman(number).lower()
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A" if style == "upperLetter" else "a") + (number - 1) % 26)
        return letter * min((number - 1) // 26 + 1, 20)
    if style == "decimalZero":
        return f"{number:02d}"
    if style == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    for name, first in (("Circle", "①"), ("CircleChinese", "①"), ("Paren", "⑴"), ("Fullstop", "⒈")):
        if style == f"decimalEnclosed{name}" and number <= 20:
            return chr(ord(first) + number - 1)
    return str(number)


def _counted(number: int, digits: str, units: tuple[str, ...], zero: str, *, says_one: bool = False) -> str:
    """A number below ten thousand in Chinese words: 一, 十, 十一, 一百零二."""
    if number >= 10_000:
        return str(number)
    text = ""
    gap = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (zero if gap and text else "") + digits[digit] + units[power]
            gap = False
        else:
            gap = True
    return text[1:] if 10 <= number < 20 and not says_one else text


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text
