"""Roles: what the words before a number say it is for its subject."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.reports.prose.tokens import Token
from loaders.reports.prose.vocabulary import Vocabulary

# A change without a stated basis takes the one before it in its statement.
INHERITED = "inherited"


@dataclass(frozen=True, slots=True)
class Role:
    """`aspect` with the sign its words give; the cue is `text[start:]` of the words it was found in."""

    aspect: str
    start: int
    sign: int = 1
    is_direction: bool = False


def find(text: str, token: Token, has_subject: bool, words: Vocabulary) -> Role | None:
    """The role told by the end of `text`, the longest way it can be read; None where no word tells one."""
    for end in _ends(text, words):
        role = _direction(text[:end], token, words) or _phrase(text[:end], token, has_subject, words)
        if role:
            return role
    return None


def flat(text: str, words: Vocabulary) -> Role | None:
    """与上年决算数(持平): which change is said to be none; None where 持平 compares with nothing known."""
    for end in _ends(text, words):
        for basis in words.bases:
            match = basis.pattern.search(text[:end])
            if match:
                return Role(basis.aspect, match.start(), is_direction=True)
    return None


def after(text: str, token: Token, words: Vocabulary) -> str | None:
    """The aspect told by the words behind the number: 364.43万元的差异."""
    return next((r.aspect for r in words.roles_after if r.on == token.on and text.startswith(r.phrase)), None)


def stripped(text: str, words: Vocabulary) -> str:
    """The words without copulas and qualifiers at their end."""
    return text[: _ends(text, words)[-1]]


def _ends(text: str, words: Vocabulary) -> list[int]:
    """Where the words may end: with all of their copulas and qualifiers, and with one less each time."""
    ends = [len(text)]
    trailing = (*words.copulas, *words.qualifiers_before)
    while suffix := max((w for w in trailing if text[: ends[-1]].endswith(w)), key=len, default=""):
        ends.append(ends[-1] - len(suffix))
    return ends


def _direction(text: str, token: Token, words: Vocabulary) -> Role | None:
    for direction in words.directions:
        if not text.endswith(direction.word):
            continue
        before = text[: len(text) - len(direction.word)]
        bases = [basis for basis in words.bases if basis.aspect.startswith(direction.implies or "")]
        matches = [(basis, match) for basis in bases if (match := basis.pattern.search(before))]
        if matches:
            basis, match = min(matches, key=lambda found: found[1].start())
            return Role(_rated(basis.aspect, token), match.start(), direction.sign, is_direction=True)
        if direction.implies:
            return Role(_rated(direction.implies, token), len(before), direction.sign, is_direction=True)
        if (token.on == "count" and token.unit != "个百分点") or len(direction.word) == 1:
            continue  # 新增加15项 counts things, 增 alone is no change
        return Role(INHERITED, len(before), direction.sign, is_direction=True)
    return None


def _rated(aspect: str, token: Token) -> str:
    return f"{aspect}_rate" if token.on == "percent" else aspect


def _phrase(text: str, token: Token, has_subject: bool, words: Vocabulary) -> Role | None:
    for role in words.roles:
        if role.on not in ("any", token.on) or not text.endswith(role.phrase):
            continue
        start = len(text) - len(role.phrase)
        if not role.needs_subject or has_subject or start > 0:
            return Role(role.aspect, start)
    return None
