"""Titles of tables."""

from __future__ import annotations

import re

from loaders.reports.fold import fold
from loaders.reports.tables.words import Words

# 表1 · 附表1 · 公开01表 · 部门公开表1 · 1. · 一、 · (一)
_NUMBERING = re.compile(
    r"^(?:附?(?:财决|财预|部门|单位)?(?:预算|决算)?(?:公开)?表?\d{1,2}(?!\d)(?:-\d{1,2})?表?[:.、]?"
    r"|附?(?:公开)?表?[一二三四五六七八九十]{1,3}[:.、]|\([一二三四五六七八九十\d]{1,3}\)[:.、]?)+"
)
_CONTINUED = re.compile(r"^续表[:.、]?|[\[(]?续表?[\])]?$")
_SAID_TO_BE_EMPTY = re.compile(r"\((?:本表|此表)?(?:为?空表?|无数据|无发生额)\)$")
_YEAR = re.compile(r"^(20\d\d)年度?")
_LEADERS = re.compile(r"[.·]{2,}\d*$")
_LOOKS_LIKE_TITLE = re.compile(r"[^,。;!?]{2,40}表(?:\([^()]{1,20}\))?")
TITLE_MAX = 60


def table_code(text: str, words: Words) -> str | None:
    """The table whose title this text is, or None.

    Its number (表1, 公开01表, 一、), its year and the mark of its continuation (续表) do not matter.
    """
    bare = _bare(text)
    return next((code for code, pattern in words.titles if pattern.fullmatch(bare)), None)


def meant_title(text: str, words: Words) -> str | None:
    """The title that a text read in a picture is a misreading of, with what stands before it; None where it is none."""
    bare = _bare(text)
    if len(bare) < 2 or words.title_wording.knows(bare):
        return None
    meant = words.title_wording.meant(bare)
    return None if meant is None else fold(text).replace(bare, meant)


def title_year(text: str) -> int | None:
    """The year that a table's title begins with."""
    match = _YEAR.match(_NUMBERING.sub("", fold(text)))
    return int(match[1]) if match else None


def without_leaders(text: str) -> str:
    """An entry of a table of contents without its dots and page number."""
    return _LEADERS.sub("", fold(text))


def is_title(text: str) -> bool:
    """Whether this is the title of some table, known or not."""
    bare = _bare(text)
    return len(bare) > 2 and bool(_LOOKS_LIKE_TITLE.fullmatch(bare))


def _bare(text: str) -> str:
    folded = fold(text)
    if len(folded) > TITLE_MAX:
        return ""
    for part in (_NUMBERING, _YEAR, _SAID_TO_BE_EMPTY, _CONTINUED):
        folded = part.sub("", folded)
    return folded
