"""Names of sheets: what Excel takes, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LENGTH = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_RESERVED = frozenset({"", "history"})


def sheet_names(tables: Iterable[str]) -> list[str]:
    """A name for each table, in their order: the table's own as far as it fits."""
    taken: set[str] = set()
    names = []
    for table in tables:
        wanted = _FORBIDDEN.sub("_", table)
        if wanted.lower() in _RESERVED:
            wanted += "_"
        name, number = _cut(wanted), 1
        while name.lower() in taken:
            number += 1
            name = _cut(wanted, f"~{number}")
        taken.add(name.lower())
        names.append(name)
    return names


def _cut(name: str, end: str = "") -> str:
    """At most 31 UTF-16 units; a name that is too long ends in a mark."""
    if _units(name + end) <= _LENGTH:
        return name + end
    end = end or "~"
    while _units(name + end) > _LENGTH:
        name = name[:-1]
    return name + end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
