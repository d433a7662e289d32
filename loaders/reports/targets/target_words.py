"""The words of targets as patterns, built once from `loaders/layouts/targets.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from loaders.layouts import layout
from loaders.reports.numbers import MONEY_UNITS, MULTIPLIERS
from loaders.reports.targets.numerals import CHARACTERS

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"


@dataclass(frozen=True, slots=True)
class TargetWords:
    """Patterns over folded text; `meaning_*` give ge, le, gt, lt or eq for a comparator word."""

    label: re.Pattern[str]
    arabic: re.Pattern[str]
    chinese: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    unit: re.Pattern[str]
    each: re.Pattern[str]
    meaning_before: dict[str, str]
    meaning_after: dict[str, str]
    about: frozenset[str]


@cache
def target_words() -> TargetWords:
    """The patterns of the layout file."""
    data = layout("targets")["target"]
    before = {word: meaning for meaning, words in data["before"].items() for word in words}
    after = {word: meaning for meaning, words in data["after"].items() for word in words}
    counted = [*data["units"], *data["individuals"]]
    units = alternatives([*counted, *MONEY_UNITS, *(many + unit for many in MULTIPLIERS for unit in counted)])
    # 2个小时 counts hours, and 3个月 is a duration: a month's own word is 个月.
    unit = rf"(?:个(?=(?:{alternatives(data['individuals'])})))?(?P<unit>{units})(?!之(?!内))"
    per = alternatives(data["per"])
    bounds = alternatives(word for word, meaning in before.items() if meaning != "eq")
    return TargetWords(
        label=re.compile(rf"^(?:{alternatives(data['labels'])}):"),
        arabic=re.compile(
            # A number glued to Latin letters names a thing: 5G, 2F, IPv6.
            rf"(?<![\dA-Za-z.])(?P<low>{ARABIC})(?:(?P<low_unit>{units})?(?:-|~|至|到)(?P<high>{ARABIC}))?"
            r"(?![\dA-Za-z])"
        ),
        chinese=re.compile(rf"(?:^|{bounds}|每(?:{per}))(?P<numeral>[{CHARACTERS}]+)(?=个?(?:{units}))"),
        before=re.compile(rf"(?P<word>{alternatives(before)})$"),
        after=re.compile(rf"(?P<word>{alternatives(after)})"),
        # 元/盏: what a price is for need not be a known word if a bound or the end follows it.
        unit=re.compile(rf"{unit}(?:(?:/|每|/每)(?P<per>{per}|[^\W\d_]{{1,2}}?(?=$|{alternatives(after)})))?"),
        each=re.compile(rf"每个?(?P<per>{per})$"),
        meaning_before=before,
        meaning_after=after,
        about=frozenset(data["about"]),
    )


def alternatives(words: Iterable[str]) -> str:
    """The words as one pattern, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))
