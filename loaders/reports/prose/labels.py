"""A short noun for what a figure counts, in the report's own words, where no measure is known."""

from __future__ import annotations

import re

from loaders.reports.prose.clauses import Clause
from loaders.reports.prose.prosetext import ProseText
from loaders.reports.prose.tokens import Token
from loaders.reports.prose.vocabulary import Vocabulary

_LABEL_MAX = 24
_END = re.compile(r"[,;。:、!?()]")
# Counting words that are nouns themselves: 11部门, 15省.
_NOUNS = {"部门", "单位", "系统", "省", "市", "区", "县", "镇", "村", "街", "百分点"}


def noun_span(prose: ProseText, token: Token, until: int) -> tuple[int, int]:
    """The words right behind a number and its unit, up to punctuation or the next figure; may be empty."""
    text = prose.text
    start = (
        token.end if token.unit in _NOUNS or text[token.unit_end - 1 : token.unit_end + 1] == "项目" else token.unit_end
    )
    quoted = re.compile(r'"[^"]{1,20}"').match(text, start)
    found = _END.search(text, quoted.end() if quoted else start)
    end = found.start() if found else len(text)
    return start, max(start, min(end, until))


def noun_after(prose: ProseText, start: int, end: int, words: Vocabulary) -> str:
    """The noun that opens the span, cut at the first word that is no part of a noun phrase."""
    text = prose.text[start:end]
    if text[:1] == "的":
        text, start = text[1:], start + 1
    cut = _first_stop(text, words)
    return prose.label(start, start + min(cut, _LABEL_MAX)) if cut else ""


def object_after(prose: ProseText, start: int, end: int, words: Vocabulary) -> str:
    """What the verb right behind a number is about: 693项实行(告知承诺制审批)."""
    text = prose.text[start:end]
    verb = next((stop for stop in words.label_stops if len(stop) > 1 and text.startswith(stop)), None)
    return noun_after(prose, start + len(verb), end, words) if verb else ""


def words_before(prose: ProseText, clause: Clause, words: Vocabulary) -> str:
    """The clause before a number as a noun: without what opens it, and never longer than a label."""
    text = clause.text
    start = 0
    while opening := _opening(text[start:], words):
        start += len(opening)
    rest = clause.part(start)
    if len(rest.text) > _LABEL_MAX:
        from_here = len(rest.text) - _LABEL_MAX
        cuts = [rest.text.rfind(char, from_here, len(rest.text) - 2) for char in "的、"]
        rest = rest.part(max(cuts) + 1 if max(cuts) >= 0 else from_here)
    return rest.label(prose)


def _opening(text: str, words: Vocabulary) -> str | None:
    if words.label_keeps.match(text):
        return None
    return next((word for word in words.label_starts if text.startswith(word)), None)


def _first_stop(text: str, words: Vocabulary) -> int:
    kept = {at for match in words.label_keeps.finditer(text) for at in range(*match.span())}
    for at in range(len(text)):
        if at not in kept and any(text.startswith(stop, at) for stop in words.label_stops):
            return at
    return len(text)
