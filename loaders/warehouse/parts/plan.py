"""Which parts a warehouse consists of: what stands from the build before, and what is to be built."""

from __future__ import annotations

import hashlib
import math
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from loaders.lake.documents import Entry, Family
from loaders.settings import whole_number

PART_FIGURES = 1_200_000
"""Figures in a part that is full: 2.5 GiB of memory for its build, and half a minute of a core."""
_ROOM = 1.05
"""A part may have so much more than its share, so that families of uneven size leave no crumbs."""
_SMALL_PARTS = 24
"""How many parts smaller than half of a full one may stand before they are built anew as fewer."""
_GONE_SHARE = 0.25
"""The share of its documents that may be gone from a part before it is built anew."""


@dataclass(frozen=True)
class Part:
    """Documents that are built together. Its key says all that decides what is in it: the same key, the same rows."""

    key: str
    entries: tuple[Entry, ...]

    @cached_property
    def figures(self) -> int:
        """How many figures its documents have."""
        return sum(entry.figures for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Standing:
    """A part of the build before, as far as it still stands: without the documents that are `gone` from it."""

    part: Part
    gone: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of the warehouse to be published: each of the lake's documents stands in exactly one."""

    standing: tuple[Standing, ...]
    new: tuple[Part, ...]

    @property
    def all(self) -> list[Standing]:
        """What the warehouse consists of once the new parts are built, in the order of their keys."""
        return sorted([*self.standing, *map(Standing, self.new)], key=lambda each: each.part.key)


def plan(families: Sequence[Family], former: Iterable[Standing], code: str) -> Plan:
    """The parts for those families, keeping of the `former` ones what they still say.

    A family whose documents stand together in a former part, all of them as they are now, stays where it is. All
    others are built. `code` is a digest of the models: parts of other models are no use.
    """
    wanted = {family.key: family for family in families}
    home = {entry.standing: family.key for family in families for entry in family.entries}
    standing: list[Standing] = []
    for known in former:
        if known.part.key != key_of(known.part.entries, code):
            continue
        gone = set(known.gone)
        present = [entry for entry in known.part.entries if entry not in gone]
        there: Mapping[str, list[Entry]] = defaultdict(list)
        for entry in present:
            there[home.get(entry.standing, "")].append(entry)
        kept = {name for name, found in there.items() if name in wanted and len(found) == len(wanted[name].entries)}
        left = [entry for entry in known.part.entries if home.get(entry.standing) not in kept or entry in gone]
        if kept and len(left) <= _GONE_SHARE * len(known.part.entries):
            standing.append(Standing(known.part, tuple(left)))
            for name in kept:
                del wanted[name]
    small = [known for known in standing if known.part.figures < part_figures() / 2]
    if len(small) > _SMALL_PARTS:
        standing = [known for known in standing if known not in small]
        held = {home[entry.standing] for known in small for entry in known.part.entries if entry not in known.gone}
        wanted |= {family.key: family for family in families if family.key in held}
    new = [Part(key_of(entries, code), entries) for entries in _packed(wanted.values())]
    return Plan(tuple(standing), tuple(new))


def key_of(entries: Iterable[Entry], code: str) -> str:
    """The key of a part of those documents, built by the models of that digest."""
    digest = hashlib.sha256(code.encode())
    for standing in sorted(entry.standing for entry in entries):
        digest.update("\0".join(standing).encode() + b"\n")
    return digest.hexdigest()[:20]


def part_figures() -> int:
    """Figures in a full part, as the setting JUESUAN_PART_FIGURES has it."""
    return whole_number("JUESUAN_PART_FIGURES", PART_FIGURES)


def jobs() -> int:
    """How many parts are built at once: the setting JUESUAN_JOBS, or one for each core."""
    return whole_number("JUESUAN_JOBS", os.cpu_count() or 1)


def _packed(families: Collection[Family]) -> Iterator[tuple[Entry, ...]]:
    """The families in their order, as many together as fill a part; none is divided.

    Where there is more than one part, they are of one size and as many as keep every core at work.
    """
    total = sum(family.figures for family in families)
    pieces = math.ceil(total / part_figures())
    if pieces > 1:
        pieces = math.ceil(pieces / jobs()) * jobs()
    most = min(part_figures(), math.ceil(_ROOM * total / max(pieces, 1)))
    entries: list[Entry] = []
    figures = 0
    for family in families:
        if entries and figures + family.figures > most:
            yield tuple(entries)
            entries, figures = [], 0
        entries += family.entries
        figures += family.figures
    if entries:
        yield tuple(entries)
