"""How far two texts are apart."""

from __future__ import annotations


def distance(one: str, other: str) -> int:
    """How many signs must be exchanged, added or left out to make one the other."""
    row = list(range(len(other) + 1))
    for index, char in enumerate(one, start=1):
        before, row[0] = row[0], index
        for at, target in enumerate(other, start=1):
            before, row[at] = row[at], min(before + (char != target), row[at] + 1, row[at - 1] + 1)
    return row[-1]
