"""Subjects: which measure the words before (or after) a number name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from loaders.reports.prose import cues
from loaders.reports.prose.cues import Role
from loaders.reports.prose.sections import Heading, Sections
from loaders.reports.prose.tokens import Token
from loaders.reports.prose.vocabulary import SubjectPhrase, Vocabulary, bare

# One character that no list foresees (a slip of the pen) does not make another subject of a known one.
_TOLERATED = 1
# What a subject's name may not be followed by: the other side of the accounts.
_OTHER_SIDE = {"revenue": "支出", "expenditure": "收入"}


@dataclass(frozen=True, slots=True)
class Found:
    """A measure, where its phrase stands in the searched text, and the role told there or by the phrase."""

    key: str
    start: int
    end: int
    role: Role | None
    aspect: str | None


@dataclass(frozen=True)
class Surroundings:
    """What a phrase's conditions are tested against; `current` is the measure of the statement before."""

    sections: Sections
    sentence: str
    sentence_so_far: str
    department: str
    current: str | None

    @cached_property
    def context(self) -> str:
        """Headings and sentence, without quotes."""
        return self.sections.context + "\n" + bare(self.sentence)


def before(text: str, token: Token, around: Surroundings, words: Vocabulary) -> Found | None:
    """The measure named in the clause before the number, with the role told by the words behind its name."""
    for phrase in words.subjects:
        start = text.rfind(phrase.phrase)
        if start < 0 or phrase.where != "before" or not _fits(phrase, token, around):
            continue
        if text[:start].endswith(phrase.not_after or ("\0",)):
            continue
        if not phrase.loose and not _may_precede(text[:start], around.department, words):
            continue
        end = start + len(phrase.phrase)
        tail = text[end:]
        if _OTHER_SIDE.get(phrase.key.split(".")[0], "\0") in tail:
            continue
        role = cues.find(tail, token, True, words) if tail else None
        rest = tail[: role.start] if role else cues.stripped(tail, words)
        if _may_follow(rest, words):
            moved = role and Role(role.aspect, end + role.start, role.sign, role.is_direction)
            return Found(_key(phrase, around, words), start, end, moved, phrase.aspect)
    return None


def after(text: str, token: Token, around: Surroundings, words: Vocabulary) -> Found | None:
    """The measure named by the noun behind a count: 34个(一般公共预算项目)."""
    for phrase in words.subjects:
        if phrase.where == "after" and text.startswith(phrase.phrase) and _fits(phrase, token, around):
            return Found(_key(phrase, around, words), 0, len(phrase.phrase), None, phrase.aspect)
    return None


def whole(text: str, words: Vocabulary) -> str | None:
    """The measure that a share is of: 占(政府采购支出总额)的."""
    cleaned = bare(text)
    exact = [phrase for phrase in words.subjects if phrase.on == "money" and "{" not in phrase.key]
    for phrase in exact:
        if phrase.phrase in cleaned and not phrase.within and phrase.key not in ("project", "overall"):
            rest = cleaned.replace(phrase.phrase, "", 1)
            if _may_follow(rest, words):
                return phrase.key
    return None


def heading(around: Surroundings, words: Vocabulary) -> tuple[str, Heading, int, int] | None:
    """The measure named by the nearest heading that names one, and where in the heading."""
    project = around.sections.project is not None
    for above in reversed(around.sections.headings):
        for phrase in words.headings:
            if phrase.project not in (None, project):
                continue
            at = above.text.find(phrase.phrase)
            if at >= 0:
                return phrase.key, above, above.start + at, above.start + at + len(phrase.phrase)
    return None


def says_nothing(text: str, department: str, words: Vocabulary) -> bool:
    """Whether words before a role are no subject of their own (本部门全年…)."""
    return not _residue(text, department, words)


def _fits(phrase: SubjectPhrase, token: Token, around: Surroundings) -> bool:
    kinds = ("money", "percent") if phrase.on == "money" else (phrase.on,)
    if phrase.on != "any" and token.on not in kinds and token.kind == "figure":
        return False
    if phrase.follows and around.current not in phrase.follows:
        return False
    if phrase.units and token.unit not in phrase.units:
        return False
    if phrase.project not in (None, around.sections.project is not None):
        return False
    context = around.context
    if phrase.within and not any(word in context for word in phrase.within):
        return False
    return not any(word in context for word in phrase.unless)


def _key(phrase: SubjectPhrase, around: Surroundings, words: Vocabulary) -> str:
    if "{fund}" not in phrase.key:
        return phrase.key
    said = [(around.sentence_so_far.rfind(word), fund) for word, fund in words.funds.items()]
    at, fund = max(said)
    return phrase.key.format(fund=fund) if at >= 0 else phrase.key.replace(".{fund}", "")


def _may_precede(text: str, department: str, words: Vocabulary) -> bool:
    if any(word in text for word in words.narrowing):
        return False
    return len(_residue(text, department, words)) <= 1


def _residue(text: str, department: str, words: Vocabulary) -> str:
    """What is left of the words before a subject when organisations and words without weight are taken away."""
    rest = re.sub(r"\([^()]*\)", "", bare(text))
    for name in (department, department.replace("(本级)", "")):
        rest = rest.replace(name, "") if name else rest
    rest = _without(rest, words.fillers_before)
    return "" if _names(rest, department, words) else rest


def _names(text: str, department: str, words: Vocabulary) -> bool:
    """Whether the text is the department, in full or shortened (番禺区政务服务数据管理局, 区政数局)."""
    if not department:
        return bool(words.organisation.match(text))
    left = iter(department)
    return len(text) > 1 and all(char in left for char in text)


def _may_follow(text: str, words: Vocabulary) -> bool:
    rest = _without(re.sub(r"\([^()]*\)", "", bare(text)), words.fillers_after)
    return len(rest) <= _TOLERATED


def _without(text: str, fillers: tuple[str, ...]) -> str:
    for filler in fillers:
        text = text.replace(filler, "")
    return text
