"""The numeric tokens of a paragraph: every digit run, each told apart as a figure or as what else it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from loaders.reports.numbers import MONEY_UNITS, Number, NumberError, parse_number
from loaders.reports.prose.marks import Mark, marks
from loaders.reports.prose.prosetext import ProseText
from loaders.reports.prose.vocabulary import vocabulary

# Tokens that claim something; all others are told why they claim nothing.
CLAIMS = frozenset({"figure", "flat", "not_comparable"})
RUN = re.compile(r"\d+(?:[,.]\d+)*")
_RATES = frozenset({"%", "‰", "倍"})
_MULTIPLIERS = {
    "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "十万": Decimal(100_000),
    "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000),
}  # fmt: skip
# A number without a unit is a figure where a sentence states it: 人数为35。
_STATED = re.compile(r"(?:为|是|达|共|计|至|:)[约近超]?$")
_MINUS_BEFORE = re.compile(r"(?:^|[为是达到至率减(,:;])-$")
_PLACEHOLDER = re.compile(
    r"(?:(?<=增长)|(?<=下降)|(?<=增加)|(?<=减少)|(?<=上升)|(?<=降低)|(?<=的)|(?<=率)|(?<=占)|(?<=为))"
    r"-{1,3}(?:%|(?=\(|[,;。]|$))"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One number (or a claim without one) and where it stands in its paragraph's matching form.

    `kind` is figure, flat (持平), not_comparable (--%), or why it is none of these (date, name, points …;
    unclassified where no rule knows). `end` is the end of the number, `unit_end` that of its unit and of the
    qualifier behind it (of a date: of the whole date). `number` is scaled by a `multiplier` without a unit of money
    (2,000万 users).
    """

    kind: str
    start: int
    end: int
    unit_end: int
    printed: str
    number: Number | None = None
    unit: str = ""
    qualifier: str | None = None
    multiplier: str = ""

    @property
    def as_money(self) -> Token | None:
        """经营收入0万: a number whose 元 was left out, read as money; None where it cannot be."""
        if self.kind != "figure" or self.unit or self.multiplier not in ("万", "亿"):
            return None
        return replace(self, unit=self.multiplier + "元", number=parse_number(self.printed), multiplier="")

    @property
    def on(self) -> str:
        """Money, percent or count: what roles and subjects ask for."""
        if self.unit in MONEY_UNITS:
            return "money"
        return "percent" if self.unit in _RATES else "count"


@lru_cache(maxsize=1 << 12)
def tokenise(prose: ProseText) -> tuple[Token, ...]:
    """All tokens of a paragraph, in order."""
    known = marks(prose)
    found = [*_numbers(prose, known), *_claims(prose, known)]
    return tuple(sorted(found, key=lambda token: token.start))


def _numbers(prose: ProseText, known: tuple[Mark, ...]) -> list[Token]:
    found: list[Token] = []
    position = 0
    while match := RUN.search(prose.text, position):
        start, end = match.span()
        mark = next((mark for mark in known if mark.start <= start < mark.end), None)
        if mark:
            # "1.2023年" is a list number and a year: the run goes on behind the mark.
            end = min(end, mark.end)
            found.append(Token(mark.kind, start, end, mark.end, prose.printed(start, end).rstrip(".,，．")))
        else:
            end = _number_end(prose, start, min([end] + [m.start for m in known if start < m.start < end]))
            found.append(_figure(prose, start, end))
        position = end
    return found


def _number_end(prose: ProseText, start: int, end: int) -> int:
    """A full-width comma that groups no thousands is punctuation: 5，17 is two numbers."""
    text = prose.text[start:end]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", text):
        return end
    for offset, char in enumerate(text):
        if char == "," and prose.printed(start + offset, start + offset + 1) == "，":
            return start + offset
    return end


def _figure(prose: ProseText, start: int, end: int) -> Token:
    text = prose.text
    if _MINUS_BEFORE.search(text[max(0, start - 2) : start]):
        start -= 1
    printed = prose.printed(start, end)
    try:
        number = parse_number(printed)
    except NumberError:
        kind = "name" if text[start:end].count(".") > 1 else "unclassified"
        return Token(kind, start, end, end, printed)
    unit, multiplier, unit_end, qualifier = _unit(text, end)
    if unit is None and text[end : end + 1] in ("-", "~", "至") and text[end + 1 : end + 2].isdigit():
        upper = RUN.match(text, end + 1)
        assert upper
        unit, multiplier, _, _ = _unit(text, upper.end())
        unit_end, qualifier = end, "at_least"
    elif unit is not None and re.search(r"\d[-~至]$", text[:start]):
        qualifier = "at_most"
    qualifier = qualifier or _qualifier_before(text[:start])
    factor = _MULTIPLIERS.get(multiplier, Decimal(1))
    number = Number(number.value * factor, number.step * factor, number.printed)
    kind = _kind(text, start, end, unit, unit_end)
    return Token(kind, start, end, unit_end, printed, number, unit or "", qualifier, multiplier)


def _unit(text: str, end: int) -> tuple[str | None, str, int, str | None]:
    """Unit (None: there is none), its multiplier, where it ends, and the qualifier inside or behind it."""
    words = vocabulary()
    match = unit_pattern().match(text, end)
    assert match
    multiplier = match["multiplier"] or ""
    unit = match["unit"]
    if unit is None and not multiplier:
        return None, "", end, None
    qualifier = "more_than" if match["odd"] or match["odd_inside"] or match["odd_after"] else None
    if match["tail"]:
        qualifier = words.qualifiers_after[match["tail"]]
    unit = unit or ""
    if multiplier + unit in MONEY_UNITS and unit:
        unit, multiplier = multiplier + unit, ""
    return unit, multiplier, match.end(), qualifier


@cache
def unit_pattern() -> re.Pattern[str]:
    words = vocabulary()
    units = "|".join(
        re.escape(word) for word in sorted({*words.counters, *words.points, "元", "%", "‰"}, key=lambda w: -len(w))
    )
    tails = "|".join(word for word in words.qualifiers_after if word not in ("余", "多", "内", "以上", "以下"))
    return re.compile(
        rf"(?P<odd>[余多])?(?P<multiplier>[十百千]?万|亿|[百千](?=[余多元万]))?(?P<odd_inside>[余多])?"
        rf"(?:(?P<unit>{units})(?!公司|员)(?P<odd_after>[余多](?!年))?)?"
        rf"(?P<tail>{tails}|(?:及)?以上(?![^,;。、)])|以下(?![^,;。、)])|内(?![^,;。、)]))?"
    )


def _qualifier_before(text: str) -> str | None:
    stripped = text.removesuffix("人民币")
    return next((name for phrase, name in vocabulary().qualifiers_before.items() if stripped.endswith(phrase)), None)


def _kind(text: str, start: int, end: int, unit: str | None, unit_end: int) -> str:
    if unit in vocabulary().points:
        return "points" if text[end : end + 2] not in ("分钟", "分局", "分店", "分部") else "figure"
    if unit == "%" and (re.search(r"得分率[为是达到:]*$", text[:start]) or _shares_points(text, start)):
        return "points"
    if unit is not None:
        return "figure"
    number = text[start:end]
    if re.fullmatch(r"(?:19|20)\d{2}", number):
        return "date"
    if re.fullmatch(r"12\d{3}|9[56]\d{3}|1(?:10|14|19|20|22)", number):
        return "name"  # a hotline: 12345, 12366, 95598
    if _STATED.search(text[:start]) and not re.match(r"[^,;。、)-]", text[end:]):
        return "figure"
    if re.fullmatch(r"\d\.\d", number) and re.search(r"[^\x00-\x7f]$", text[:start]):
        return "name"  # a version: 数字政府2.0
    return "unclassified"


def _shares_points(text: str, position: int) -> bool:
    """Whether the sentence says how the points of an evaluation are shared out: 分值分配：项目安排占15%."""
    sentence = _sentence(text, position)
    return any(word in sentence for word in vocabulary().share_words)


def _sentence(text: str, position: int) -> str:
    start = text.rfind("。", 0, position) + 1
    end = text.find("。", position)
    return text[start : end if end >= 0 else len(text)]


def _claims(prose: ProseText, known: tuple[Mark, ...]) -> list[Token]:
    flat = re.compile("|".join(vocabulary().flat))
    found = []
    for kind, pattern, unit in (("not_comparable", _PLACEHOLDER, "%"), ("flat", flat, "")):
        for match in pattern.finditer(prose.text):
            if any(mark.start <= match.start() < mark.end and mark.kind in ("title", "quotation") for mark in known):
                continue
            start, end = match.span()
            printed = prose.printed(start, end).rstrip("%％")
            found.append(Token(kind, start, end, end, printed, unit=unit))
    return found
