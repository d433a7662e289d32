"""The words that lead up to a number, cut into clauses; dates are taken out, each character knows its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.reports.prose.prosetext import ProseText
from loaders.reports.prose.tokens import Token
from loaders.reports.prose.vocabulary import Vocabulary

_COMPARED = re.compile(r"(?:比|较|与|同|和)$")
_YEAR = re.compile(r"((?:19|20)\d{2})年?度?")
_LAST_YEAR = "上年"
_BOUNDARY = re.compile(r"[,;。:!?]")


@dataclass(frozen=True, slots=True)
class Clause:
    """Matching text and the position in the paragraph's text of each of its characters."""

    text: str
    positions: tuple[int, ...]

    def part(self, start: int, end: int | None = None) -> Clause:
        """A stretch of the clause."""
        return Clause(self.text[start:end], self.positions[start:end])

    def label(self, prose: ProseText) -> str:
        """The clause as printed."""
        return prose.label(self.positions[0], self.positions[-1] + 1) if self.positions else ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Everything between the figure before and this one.

    `clause` is the last clause, `earlier` the clauses before it in the same sentence; `crosses_sentence` and
    `crosses_clause` tell whether a full stop, or a full stop or semicolon, lies in between. `opens_parts` says
    that a list of parts begins here; a short one (其中A…，B…；) ends with the next semicolon, a long one
    (其中：A…；B…。) with the sentence.
    """

    clause: Clause
    earlier: tuple[Clause, ...]
    text: str
    crosses_sentence: bool
    crosses_clause: bool
    opens_parts: bool
    opens_short_parts: bool
    gives_reason: bool


def lead(prose: ProseText, silent: list[Token], start: int, end: int, last_year: int | None, words: Vocabulary) -> Lead:
    """Cuts the text from `start` to `end`; `silent` are the dates and list numbers in it."""
    whole = _without(prose, silent, start, end, last_year)
    sentence = whole.part(whole.text.rfind("。") + 1)
    pieces = _pieces(sentence)
    last = pieces[-1]
    if not last.text and len(pieces) > 1 and sentence.text.endswith(":"):
        last = pieces[-2]
        pieces = pieces[:-1]
    after_semicolon = whole.text[max(whole.text.rfind("。"), whole.text.rfind(";")) + 1 :]
    opened = [piece.text for piece in _pieces(sentence) if piece.text.startswith(words.parts)]
    return Lead(
        clause=last,
        earlier=tuple(piece for piece in pieces[:-1] if piece.text),
        text=whole.text,
        crosses_sentence="。" in whole.text,
        crosses_clause="。" in whole.text or ";" in whole.text,
        opens_parts=bool(opened),
        opens_short_parts=bool(opened) and opened[-1] not in words.parts,
        gives_reason=any(reason in after_semicolon for reason in words.reasons),
    )


def _without(prose: ProseText, silent: list[Token], start: int, end: int, last_year: int | None) -> Clause:
    text = ""
    positions: list[int] = []
    spans = {token.start: token.unit_end for token in silent}
    position = start
    while position < end:
        if position in spans:
            stop = spans[position]
            # "比2022年度减少" is "比上年减少", and so is any other mention of that year.
            year = _YEAR.fullmatch(prose.text[position:stop])
            if year and (_COMPARED.search(text) or int(year[1]) == last_year):
                text += _LAST_YEAR
                positions += [position, min(stop, end) - 1]
            position = stop
            continue
        text += prose.text[position]
        positions.append(position)
        position += 1
    return Clause(text, tuple(positions))


def _pieces(clause: Clause) -> list[Clause]:
    """Cuts at punctuation outside brackets, and at a bracket that is not closed before the number."""
    pieces: list[Clause] = []
    start = 0
    closes = _closing(clause.text)
    skip_until = -1
    for index, char in enumerate(clause.text):
        if index <= skip_until:
            continue
        if char == "(" and index in closes:
            skip_until = closes[index]
        elif _BOUNDARY.match(char) or char in "(":
            pieces.append(_trimmed(clause.part(start, index)))
            start = index + 1
    pieces.append(_trimmed(clause.part(start)))
    return pieces


def _closing(text: str) -> dict[int, int]:
    opened: list[int] = []
    found: dict[int, int] = {}
    for index, char in enumerate(text):
        if char == "(":
            opened.append(index)
        elif char == ")" and opened:
            found[opened.pop()] = index
    return found


def _trimmed(clause: Clause) -> Clause:
    text = clause.text
    start = len(text) - len(text.lstrip(")、 -"))
    if text[start:].startswith("(") and (closed := _closing(text[start:]).get(0)) is not None:
        # A remark right behind the number before: (因四舍五入存在尾差)
        start += closed + 1
    return clause.part(start)
