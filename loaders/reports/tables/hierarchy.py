"""Codes and what contains what."""

from __future__ import annotations

from collections.abc import Iterable

# Digits of a functional code at each level: 类, 款, 项. Economic codes have the first two.
LEVELS = {3: 1, 5: 2, 7: 3}


def level_of(code: str) -> int:
    """1 for 类, 2 for 款, 3 for 项."""
    return LEVELS[len(code)]


def parent_of(code: str, printed: Iterable[str], top: str) -> str:
    """The nearest printed code that contains this one, or `top`.

    A report may leave a level out; its children then belong to the next level printed.
    """
    known = set(printed)
    return next((code[:size] for size in (5, 3) if size < len(code) and code[:size] in known), top)
