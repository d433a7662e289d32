"""The words of `layouts/prose_roles.yml` and `layouts/prose_subjects.yml`, read once and ready for matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from loaders.layouts import layout
from loaders.reports.fold import fold


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """Words right before (or after) a number that tell its aspect."""

    phrase: str
    aspect: str
    on: str
    needs_subject: bool


@dataclass(frozen=True, slots=True)
class Direction:
    """增加, 下降, 调减: the sign, and the aspect that the word itself implies (None: its basis tells)."""

    word: str
    sign: int
    implies: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a change is against: a pattern that ends where the direction word begins."""

    aspect: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class SubjectPhrase:
    """One phrase of one subject, with the conditions under which it is meant; see prose_subjects.yml."""

    phrase: str
    key: str
    on: str
    where: str
    within: tuple[str, ...]
    unless: tuple[str, ...]
    not_after: tuple[str, ...]
    units: tuple[str, ...]
    follows: tuple[str, ...]
    project: bool | None
    loose: bool
    aspect: str | None


@dataclass(frozen=True)
class Vocabulary:
    """Everything the prose reader knows by word."""

    counters: tuple[str, ...]
    points: frozenset[str]
    qualifiers_before: Mapping[str, str]
    qualifiers_after: Mapping[str, str]
    copulas: tuple[str, ...]
    directions: tuple[Direction, ...]
    flat: tuple[str, ...]
    bases: tuple[Basis, ...]
    roles: tuple[RolePhrase, ...]
    roles_after: tuple[RolePhrase, ...]
    parts: tuple[str, ...]
    reasons: tuple[str, ...]
    fillers_before: tuple[str, ...]
    fillers_after: tuple[str, ...]
    narrowing: tuple[str, ...]
    organisation: re.Pattern[str]
    label_starts: tuple[str, ...]
    label_stops: tuple[str, ...]
    label_keeps: re.Pattern[str]
    funds: Mapping[str, str]
    subjects: tuple[SubjectPhrase, ...]
    headings: tuple[SubjectPhrase, ...]
    document_projects: tuple[re.Pattern[str], ...]
    passage_projects: tuple[re.Pattern[str], ...]
    wholes: Mapping[str, str | None]
    class_lists: tuple[str, ...]
    skip: Mapping[str, tuple[str, ...]]
    share_words: tuple[str, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the two layout files."""
    roles = layout("prose_roles")
    subjects = layout("prose_subjects")
    return Vocabulary(
        counters=_longest(roles["counters"].split()),
        points=frozenset(roles["points"]),
        qualifiers_before=_by_phrase(roles["qualifiers"]["before"]),
        qualifiers_after=_by_phrase(roles["qualifiers"]["after"]),
        copulas=_longest(roles["copulas"]),
        directions=_directions(roles["directions"]),
        flat=_longest(roles["flat"]),
        bases=tuple(_bases(roles)),
        roles=tuple(_role_phrases(roles["roles"])),
        roles_after=tuple(_role_phrases(roles["roles_after"])),
        parts=_longest(roles["parts"]),
        reasons=_longest(roles["reasons"]),
        fillers_before=_longest(roles["fillers"]["before"]),
        fillers_after=_longest(roles["fillers"]["after"]),
        narrowing=_longest(roles["narrowing"]),
        organisation=re.compile(rf"^[^,;。]*?(?:{_any(roles['organisations'].split())})$"),
        label_starts=_longest(roles["label_starts"]),
        label_stops=_longest(roles["label_stops"]),
        label_keeps=re.compile(_any(roles["label_keeps"])),
        funds=_by_phrase(subjects["funds"]),
        subjects=tuple(_subject_phrases(subjects["subjects"])),
        headings=tuple(_subject_phrases(subjects["headings"])),
        document_projects=tuple(_name_pattern(text) for text in subjects["projects"]["document"]),
        passage_projects=tuple(_name_pattern(text) for text in subjects["projects"]["passage"]),
        wholes=subjects["wholes"],
        class_lists=tuple(fold(phrase) for phrase in subjects["class_lists"]),
        skip={kind: tuple(words) for kind, words in subjects["skip"].items()},
        share_words=_longest(layout("evaluation")["prose"]["share_words"]),
    )


def bare(text: str) -> str:
    """Without quotes: "三公"经费 and 三公经费 are one phrase."""
    return text.replace('"', "")


def _longest(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(str(word)) for word in words}, key=lambda word: (-len(word), word)))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in _longest(words))


def _by_phrase(groups: Mapping[str, list[str]]) -> dict[str, str]:
    pairs = [(fold(phrase), name) for name, phrases in groups.items() for phrase in phrases]
    return dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def _directions(groups: Mapping[str, list[str]]) -> tuple[Direction, ...]:
    known = {
        "up": (1, None),
        "down": (-1, None),
        "adjusted_up": (1, "adjustment"),
        "adjusted_down": (-1, "adjustment"),
        "changed": (1, None),
    }
    found = [Direction(word, *known[group]) for group, words in groups.items() for word in words]
    return tuple(sorted(found, key=lambda direction: (-len(direction.word), direction.word)))


def _bases(roles: Mapping[str, Any]) -> Iterable[Basis]:
    before, nouns, after = (_any(roles[f"basis_{part}"]) for part in ("before", "nouns", "after"))
    for group in roles["bases"]:
        pattern = rf"(?:{before})?(?:{_any(group['times'])})(?:{nouns})*(?:{after})?$"
        yield Basis(group["aspect"], re.compile(pattern))


def _role_phrases(groups: list[Mapping[str, Any]]) -> list[RolePhrase]:
    found = [
        RolePhrase(fold(phrase), group["aspect"], group["kind"], bool(group.get("needs_subject")))
        for group in groups
        for phrase in group["phrases"]
    ]
    return sorted(found, key=lambda role: (-len(role.phrase), role.needs_subject, role.phrase))


def _subject_phrases(groups: list[Mapping[str, Any]]) -> list[SubjectPhrase]:
    found = []
    for group in groups:
        for phrase in group["phrases"]:
            # Quotes are often dropped or doubled: both forms are looked for.
            for form in dict.fromkeys((fold(phrase), bare(fold(phrase)))):
                found.append(
                    SubjectPhrase(
                        phrase=form,
                        key=group["key"],
                        on=group.get("kind", "money"),
                        where=group.get("where", "before"),
                        within=_words(group, "within"),
                        unless=_words(group, "unless"),
                        not_after=_words(group, "not_after"),
                        units=_words(group, "units"),
                        follows=_words(group, "follows"),
                        project=group.get("project"),
                        loose=bool(group.get("loose")),
                        aspect=group.get("aspect"),
                    )
                )
    # Stable: among phrases of one length the file's order decides.
    return sorted(found, key=lambda subject: -len(subject.phrase))


def _words(group: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(bare(fold(word)) for word in group.get(name) or ())


def _name_pattern(text: str) -> re.Pattern[str]:
    pattern = re.escape(fold(text)).replace(r"\{name\}", r"(?P<name>[^,;。:]{2,60}?)")
    return re.compile(rf"^(?:{pattern})" if not text.endswith("{name}") else rf"^(?:{pattern})$")
