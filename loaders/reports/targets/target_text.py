"""One target as a report words it → comparator, value and unit; nothing where it is not one number.

A target says one number, or one range, with at most one bound: 不少于20000次, 2个小时内, 1-2次/年, 95%. A text with
two conditions (上班时间10分钟内,非上班时间30分钟内), with a number that names something (版本2.0, 5G基站) or with none
(准时完成) is kept as text alone: nothing is guessed. Words and units are data (`loaders/layouts/targets.yml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.reports.document import Target
from loaders.reports.figures import measure
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import MULTIPLIERS, Number, parse_number, plain
from loaders.reports.targets.numerals import chinese_number
from loaders.reports.targets.target_words import ARABIC, TargetWords, target_words

# Numbers that name a day, an entry of a list, a document or an ordinal measure nothing: blotted out first.
_NAMING = re.compile(
    r"(?<!\d)(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[-至到](?:(?:19|20)\d\d年)?(?:\d{1,2}月)?(?:\d{1,2}日)?)?"
    r"|(?<!\d)(?:19|20)\d\d-(?:19|20)\d\d年"
    r"|(?<!\d)\d{1,2}月(?:\d{1,2}日|底|初|末)"
    r"|(?:^|(?<=[;。:,]))\d{1,2}、"
    r"|[〔\[(](?:19|20)\d\d[〕\])]\d*号?"
    r"|第\d+"
)
_BLOT = "#"
_LATIN_MEASURE = re.compile(rf"({ARABIC})([A-Za-z]{{1,5}})")
_UNKNOWN_UNIT = re.compile(r"(?P<unit>[^\W\d_]{1,3})(?:/(?P<per>[^\W\d_]{1,2}))?")
# A form's field with its unit: ≥100.00(%), =5.00(万人次).
_BRACKETED_UNIT = re.compile(r"(?<=\d)\(([^()\d]{1,5})\)$")
_NEGATION = ("不", "未", "没", "没有", "非", "无", "-")


@dataclass(frozen=True, slots=True)
class Reading:
    """A target with the numbers behind it as printed: none, one, or the two ends of a range, in `printed_unit`."""

    target: Target
    numbers: tuple[Number, ...] = ()
    printed_unit: str = ""
    is_about: bool = False


def parse(text: str, unit_hint: str | None = None) -> Target:
    """The target in `text`; `unit_hint` is its unit where the text prints none (群众满意度（%） with 95).

    Values are plain decimals in the unit; money is in yuan with two decimals (458.1489万元 → 4581489.00 元).
    """
    return read_target(text, unit_hint).target


def read_target(text: str, unit_hint: str | None = None) -> Reading:
    """The target together with its printed numbers."""
    printed = tidy(text).strip("。；;，, ")
    words = target_words()
    folded = _NAMING.sub(lambda match: _BLOT * len(match.group()), fold(printed)).strip(";。,")
    folded = words.label.sub("", folded)
    folded = _BRACKETED_UNIT.sub(r"\1", folded)
    if match := _LATIN_MEASURE.fullmatch(folded):  # 4G alone is a measure; in a sentence it is a name
        return _reading(printed, "eq", (parse_number(match[1]),), match[2], None)
    found = [*_arabic(words, folded), *_chinese(words, folded)]
    reading = _read_one(words, printed, folded, found[0], unit_hint) if len(found) == 1 else None
    return reading or Reading(Target(printed))


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A numeral, or a range of two, in the folded text."""

    start: int
    end: int
    numbers: tuple[Number, ...]
    low_unit: str | None = None
    is_chinese: bool = False


def _arabic(words: TargetWords, folded: str) -> list[_Numeral]:
    return [
        _Numeral(
            match.start(),
            match.end(),
            tuple(parse_number(match[name]) for name in ("low", "high") if match[name]),
            match["low_unit"],
        )
        for match in words.arabic.finditer(folded)
    ]


def _chinese(words: TargetWords, folded: str) -> list[_Numeral]:
    """Chinese numerals where they count: after a bound, after 每天 or at the start, and before a unit."""
    found = []
    for match in words.chinese.finditer(folded):
        value = chinese_number(match["numeral"])
        if value is not None:
            number = Number(Decimal(value), Decimal(1), match["numeral"])
            found.append(_Numeral(match.start("numeral"), match.end("numeral"), (number,), is_chinese=True))
    return found


def _read_one(
    words: TargetWords, printed: str, folded: str, numeral: _Numeral, unit_hint: str | None
) -> Reading | None:
    """What stands around the only numeral decides; None where it does not decide."""
    before, after = folded[: numeral.start], folded[numeral.end :]
    lead = words.before.search(before)
    before = before[: lead.start()] if lead else before
    each = words.each.search(before)
    before = before[: each.start()] if each else before

    unit_match = words.unit.match(after)
    after = after[unit_match.end() :] if unit_match else after
    trail = words.after.match(after)
    if not unit_match and not trail and (unit_match := _UNKNOWN_UNIT.fullmatch(after)):
        after = ""  # 30135平方米水面: an unknown word is a unit only where it is short and ends the text
    after = after[trail.end() :] if trail else after
    unit = unit_match["unit"] if unit_match else ""
    pers = {match["per"] for match in (each, unit_match) if match and match["per"]}

    meanings = {
        meaning
        for match, known in ((lead, words.meaning_before), (trail, words.meaning_after))
        if match and (meaning := known[match["word"]]) != "eq"
    }
    is_range = len(numeral.numbers) == 2
    is_whole = not before and not after
    if (
        len(meanings) > 1
        or len(pers) > 1
        or (is_range and (meanings or numeral.numbers[0].value > numeral.numbers[1].value))
        or (numeral.low_unit or unit) != unit
        or before.endswith(_NEGATION)
        or after.startswith("/")  # 5元/立方米水: for what it is paid is not certain
        or ("每" in folded and not pers)  # 每天准时产出5份: what it counts by stands elsewhere in the sentence
        or not (unit or is_whole)  # 版本2.0
        # A Chinese numeral in a sentence names things (一站式, 四个餐); a bound makes it a target.
        or (numeral.is_chinese and not (is_whole or meanings))
    ):
        return None
    comparator = "between" if is_range else next(iter(meanings), "eq")
    reading = _reading(printed, comparator, numeral.numbers, unit or unit_hint or "", next(iter(pers), None))
    return replace(reading, is_about=lead is not None and lead["word"] in words.about)


def _reading(printed: str, comparator: str, numbers: tuple[Number, ...], unit: str, per: str | None) -> Reading:
    if unit in MULTIPLIERS:  # 150万 without a word for what is counted
        numbers = tuple(
            replace(number, value=number.value * MULTIPLIERS[unit], step=number.step * MULTIPLIERS[unit])
            for number in numbers
        )
        unit = ""
    resolved = [measure(number, unit) for number in numbers]
    values = [plain(_shortest(m.value) if m.amount_cny is None else m.amount_cny) for m in resolved]
    word = resolved[0].unit + (f"/{per}" if per else "")
    high = values[1] if len(values) > 1 else None
    return Reading(Target(printed, comparator, values[0], high, word or None), numbers, unit)


def _shortest(value: Decimal | None) -> Decimal:
    """1.5万条 → 15000, not 15000.0: decimals that only the multiplier left behind are dropped."""
    assert value is not None  # what is not money has a value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and abs(value) >= 10_000 else value
