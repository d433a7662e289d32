"""Whether a report is whole: a report cut in the middle must not pass for one with less in it."""

from __future__ import annotations

import re
from collections import Counter

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Grid, Paragraph, Place
from loaders.reports.document import Content, Segment
from loaders.reports.fold import fold

_PART = re.compile(r"^(第[一二三四五六七八九十]部分)")
_SENTENCE_END = re.compile(r"[。!?;.)\"」』:：]$")
_CLAUSE = re.compile(r"[,，、;；]")


def require_whole(segment: Segment, content: Content) -> None:
    """Raises UnreadableError where the report lacks what its kind always has, or stops in the middle."""
    _require_parts(segment)
    _require_end(segment)
    spec = layout("kinds")["kinds"][segment.kind]
    _require_tables(segment, content, spec.get("requires_tables", []))
    if (pattern := spec.get("requires")) and not any(
        re.search(pattern, fold(block.text)) for block in segment.blocks if isinstance(block, Paragraph)
    ):
        raise _cut(segment, "its result is missing", f"a passage like {pattern!r}")


def _require_tables(segment: Segment, content: Content, required: list[str]) -> None:
    names = layout("final_accounts")["tables"]
    found = {table.table_code for table in content.tables}
    if missing := [names[code]["name_zh"] for code in required if code not in found]:
        raise _cut(segment, f"{len(missing)} of {len(required)} standard tables are missing", "、".join(missing))
    for table in content.tables:
        if table.table_code not in required or table.is_empty or names[table.table_code]["shape"] == "stage_item":
            continue
        figures = [figure for figure in content.figures if figure.table_code == table.table_code]
        if not any(figure.row_level in (0, 1) and figure.parent_row_key in (None, "total") for figure in figures):
            raise _cut(segment, f"the table {table.title} ({table.place}) has no total", "its row of totals")


def _require_parts(segment: Segment) -> None:
    """Each part (第一部分 …) that the table of contents announces must follow."""
    seen: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for block in segment.blocks:
        if isinstance(block, Paragraph) and (match := _PART.match(fold(block.text))):
            seen[match[1]] += 1
            first.setdefault(match[1], block.place)
    if not any(count > 1 for count in seen.values()):
        return  # there is no table of contents
    for part, count in seen.items():
        if count == 1:
            raise _cut(segment, f"{part} is announced ({first[part]}) but does not follow", part)


def _require_end(segment: Segment) -> None:
    """The last paragraph of prose ends its sentence."""
    last = segment.blocks[-1]
    if isinstance(last, Grid):
        return
    text = fold(last.text)
    if _CLAUSE.search(text) and not _SENTENCE_END.search(text):
        raise _cut(segment, "its last sentence has no end", "a whole sentence", last.lines[-1].place)


def _cut(segment: Segment, what: str, expected: str, place: Place | None = None) -> UnreadableError:
    return UnreadableError(
        "cut",
        f"the report {segment.title!r} is not whole: {what}",
        place=place or segment.place,
        expected=expected,
        advice="fetch the whole report",
    )
