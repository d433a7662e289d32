"""The texts that a pattern of a layout stands for."""

from __future__ import annotations

from functools import cache
from itertools import product

# A pattern of more is no wording.
_MOST = 4_000
_OPEN_ENDED = frozenset(".[{+*^$")


@cache
def phrases(pattern: str) -> frozenset[str]:
    """All texts that a pattern matches whole, as far as it spells them out.

    What holds a class of characters or a repetition (`.{2,30}`, `20\\d\\d`) spells nothing out; the alternatives beside
    it do, and so does all around it where it may be left out.
    """
    found, end = _alternatives(pattern, 0)
    assert end == len(pattern), pattern  # layouts hold whole patterns only
    return found


def _alternatives(pattern: str, at: int) -> tuple[frozenset[str], int]:
    found: set[str] = set()
    while True:
        texts, at = _sequence(pattern, at)
        found |= texts
        if at == len(pattern) or pattern[at] == ")":
            return frozenset(found), at
        at += 1  # the bar


def _sequence(pattern: str, at: int) -> tuple[set[str], int]:
    texts = {""}
    while at < len(pattern) and pattern[at] not in "|)":
        part, at = _part(pattern, at)
        if at < len(pattern) and pattern[at] == "?":
            part, at = part | {""}, at + 1
        texts = {"".join(pair) for pair in product(texts, part)} if len(texts) * len(part) <= _MOST else set()
    return texts, at


def _part(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """The texts of one sign or group, without a question mark behind it."""
    char = pattern[at]
    if char == "(":
        start = at + 3 if pattern.startswith("(?:", at) else at + 1
        found, end = _alternatives(pattern, start)
        return found, _behind_repetition(pattern, end + 1)
    if char == "\\":
        found = frozenset() if pattern[at + 1].isalnum() else frozenset({pattern[at + 1]})
        return found, _behind_repetition(pattern, at + 2)
    if char == "[":
        return frozenset(), _behind_repetition(pattern, pattern.index("]", at + 2) + 1)
    if char in _OPEN_ENDED:
        return frozenset(), _behind_repetition(pattern, at + 1)
    return frozenset({char}), at + 1


def _behind_repetition(pattern: str, at: int) -> int:
    """Where the pattern goes on behind {2,30}, + or *."""
    if at < len(pattern) and pattern[at] == "{":
        return pattern.index("}", at) + 1
    if at < len(pattern) and pattern[at] in "+*":
        return at + 1
    return at
