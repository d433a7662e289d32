"""What a passage says in points: weights, scores, rates, counts of indicators, shares and grades."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from loaders.layouts import layout
from loaders.reports.evaluation.passages import Passage
from loaders.reports.numbers import Number, parse_number
from loaders.reports.targets.numerals import CHARACTERS, chinese_number
from loaders.reports.targets.target_words import alternatives

_NUMBER = r"(?P<number>\d+(?:\.\d+)?)"
_IS = r"(?:均?为|均?是|:|达到?)?"
# 10分, and not 10分钟, 10分之一 or 10分中心.
_POINTS = r"分(?=$|[,。;:、()\"]|的|和|与)"
_BOUND = {"以上": "at_least", "以下": "at_most", "以内": "at_most", "左右": "about"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One number (or grade) of a passage: `kind` is weight, score, score_rate, count, share, grade or deduction.

    `start` and `end` are of the printed number in the folded text, `subject` the words of its clause before it.
    `level` is the level whose indicators a count counts. `number` is None for a grade.
    """

    kind: str
    start: int
    end: int
    number: Number | None
    unit: str
    words: str
    subject: str
    level: int | None = None
    is_own: bool = True
    qualifier: str | None = None


def statements(passage: Passage) -> list[Statement]:
    """The statements in printed order; every number with the unit 分 is one, whatever its words.

    `is_own` is False for a score that the words do not tie to an indicator (各月评分均为10分).
    """
    found: list[Statement] = []
    taken: set[int] = set()
    for kind, pattern in _patterns():
        for match in pattern.finditer(passage.text):
            start = match.start("number")
            if start in taken or not _applies(kind, passage.text, match):
                continue
            taken.add(start)
            found.append(_statement(kind, passage, match))
    return sorted(found, key=lambda statement: statement.start)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """By kind, the surer first: a number is read by the first that fits."""
    prose = layout("evaluation")["prose"]
    score = alternatives(prose["score_words"])
    weight = alternatives(prose["weight_words"])
    grade = alternatives(prose["grades"])
    grade_words = alternatives(prose["grade_words"])
    return tuple(
        (kind, re.compile(pattern))
        for kind, pattern in (
            ("score_rate", rf"(?P<words>得分率){_IS}{_NUMBER}%"),
            ("count", rf"(?P<number>\d+|[{CHARACTERS}]+)个(?P<words>(?P<level>[一二三四])级指标)"),
            ("share", rf"(?P<words>[^,;:。、\d]{{2,20}}?)占{_NUMBER}%"),
            ("deduction", rf"(?P<words>扣(?:除|减|了)?){_NUMBER}{_POINTS}"),
            ("sum", rf"(?P<words>合计){_IS}{_NUMBER}{_POINTS}"),
            ("weight", rf"(?<!评)(?P<words>{weight}){_IS}{_NUMBER}{_POINTS}"),
            ("score", rf"(?P<words>{score})(?:为|是|:)?(?:满分)?{_NUMBER}{_POINTS}"),
            ("zero", r"(?:该|本|此)(?:项?指标|项)(?P<number>(?:未能|未|不能|不)(?P<words>得分))"),
            ("grade", rf"(?P<words>(?:{grade_words}))(?:评定)?(?:为|是|:)?\"?(?P<number>{grade})\"?(?=$|[,。;)])"),
            (
                "stray",
                rf"(?P<words>[^,;:。、\d]{{0,20}}?)(?<![\d.-]){_NUMBER}(?:{_POINTS}|分(?P<bound>{alternatives(_BOUND)}))",
            ),
        )
    )


def _applies(kind: str, text: str, match: re.Match[str]) -> bool:
    sentence = text[text.rfind("。", 0, match.start()) + 1 : match.start("number")]
    if kind == "count":  # only where the report sets up its indicators: 下设2个二级指标
        return "设" in sentence
    if kind in ("share", "sum"):
        return any(word in sentence for word in layout("evaluation")["prose"]["share_words"])
    return True


def _statement(kind: str, passage: Passage, match: re.Match[str]) -> Statement:
    start, end = match.span("number")
    words = passage.printed(*match.span("words"))
    clause = max(passage.text.rfind(mark, 0, match.start("words")) for mark in ',。;:"') + 1
    if kind in ("share", "stray"):
        subject, words = re.sub(r"(?:均?为|均?是|占)$", "", words), "占" if kind == "share" else words
    else:
        subject = passage.printed(clause, match.start("words"))
    number = None if kind == "grade" else _number(kind, match["number"])
    level = chinese_number(match["level"]) if kind == "count" else None
    unit = {"score_rate": "%", "share": "%", "count": "个", "grade": ""}.get(kind, "分")
    if kind in ("zero", "stray"):
        bound = _BOUND.get(match["bound"]) if kind == "stray" and match["bound"] else None
        own = kind == "zero"
        return Statement("score", start, end, number, unit, words, subject, is_own=own, qualifier=bound)
    return Statement(kind, start, end, number, unit, words, subject, level)


def _number(kind: str, printed: str) -> Number:
    if kind == "zero":
        return parse_number("0")
    value = chinese_number(printed) if kind == "count" else None
    return parse_number(printed if value is None else str(value))
