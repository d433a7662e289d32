"""Titles of the standard tables."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from loaders.layouts import layout
from loaders.reports.fold import fold

# 表1 · 附表1 · 公开01表 · 1. · 一、 · (一)
_NUMBERING = re.compile(
    r"^附?(?:公开)?(?:表?\d{1,2}(?!\d)(?:-\d{1,2})?表?|表?[一二三四五六七八九十]{1,3}(?=[、.:])|\([一二三四五六七八九十\d]{1,3}\))[:.、]?"
)
_CONTINUED = re.compile(r"^续表[:.、]?|[\[(]?续表?[\])]?$")
_SAID_TO_BE_EMPTY = re.compile(r"\((?:本表|此表)?(?:为?空表?|无数据|无发生额)\)$")
_YEAR = re.compile(r"^20\d\d年度?")
_LOOKS_LIKE_TITLE = re.compile(r"[^,。;!?]{2,40}表(?:\([^()]{1,20}\))?")
TITLE_MAX = 60


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    tables: dict[str, Any] = layout("final_accounts")["tables"]
    return [(code, re.compile(title)) for code, table in tables.items() for title in table["titles"]]


def table_code(text: str) -> str | None:
    """The standard table whose title this text is, or None.

    Its number (表1, 公开01表, 一、), its year and the mark of its continuation (续表) do not matter.
    """
    bare = _bare(text)
    return next((code for code, pattern in _patterns() if pattern.fullmatch(bare)), None)


def is_title(text: str) -> bool:
    """Whether this is the title of some table, standard or not."""
    bare = _bare(text)
    return len(bare) > 2 and bool(_LOOKS_LIKE_TITLE.fullmatch(bare))


def _bare(text: str) -> str:
    folded = fold(text)
    if len(folded) > TITLE_MAX:
        return ""
    for part in (_NUMBERING, _YEAR, _SAID_TO_BE_EMPTY, _CONTINUED):
        folded = part.sub("", folded)
    return folded
