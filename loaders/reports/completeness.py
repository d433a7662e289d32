"""Whether a report is whole: a report cut in the middle must not pass for one with less in it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Grid, Paragraph, Place
from loaders.reports.document import Content, Segment
from loaders.reports.figures import Figure
from loaders.reports.fold import fold
from loaders.reports.tables.assemble import titles_printed
from loaders.reports.tables.titles import table_code
from loaders.reports.tables.words import words_of_kind

_PART = re.compile(r"^(第[一二三四五六七八九十]部分)")
_SENTENCE_END = re.compile(r"[。!?;.)\"」』]$")
_CLAUSE = re.compile(r"[,，、;；]")
_SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_HEADING = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_HEADING_MAX = 40
_ELSEWHERE = re.compile(r"[(（](?:详?见|另附)?附[件表].{0,10}[)）]$|(?:详?见|另附)附[件表]$")
_ANNOUNCED = "announced"
# Of a printed total, the share below which the projects listed cannot be all.
_LISTED_SHARE = Decimal("0.8")


def require_whole(segment: Segment, content: Content) -> None:
    """Raises UnreadableError where the report lacks what its kind always has, or stops in the middle."""
    _require_parts(segment)
    _require_end(segment)
    spec = segment.spec
    if required := spec.get("requires_tables"):
        # Many departments publish the explanations as a page and the tables as a file of their own.
        if any(table.table_code in required for table in content.tables) or not _explains(content, spec):
            _require_tables(segment, content, required)
        _require_last_row(segment, content)
    _require_passages(segment, spec)
    _require_sheet(segment, content, spec)
    _require_projects(segment, content)


def _explains(content: Content, spec: Mapping[str, Any]) -> bool:
    """Whether the prose is a whole explanation of the accounts: it states each of the measures it must."""
    stated = {f.row_key for f in _figures(content, "narrative") if f.column_key in ("amount", "budget")}
    return all(stated.intersection(choice) for choice in spec["explanation_states"])


def _is_table_title(segment: Segment, text: str) -> bool:
    return "tables" in segment.spec and table_code(text, words_of_kind(segment.kind)) is not None


def _require_passages(segment: Segment, spec: Mapping[str, Any]) -> None:
    """The result must be stated, and the sections that close a report of its kind must stand behind it."""
    texts = [fold(block.text) for block in segment.blocks if isinstance(block, Paragraph)]
    rows = [fold("".join(cell.text for cell in row)) for b in segment.blocks if isinstance(b, Grid) for row in b.rows]
    if (pattern := spec.get("requires")) and not any(re.search(pattern, text) for text in [*texts, *rows]):
        raise _cut(segment, "its result is missing", f"a passage like {pattern!r}")
    headings = [text[:_HEADING_MAX] for text in texts if _SECTION.match(text)]
    if headings and (pattern := spec.get("closing_section")) and not any(re.search(pattern, text) for text in headings):
        raise _cut(segment, "its last sections are missing", f"a section like {pattern!r}")


def _require_sheet(segment: Segment, content: Content, spec: Mapping[str, Any]) -> None:
    """A scored sheet that the report announces as its annex must follow, down to its total."""
    announced = spec.get("announces_sheet")
    if announced is None:
        return
    place = next(
        (b.place for b in segment.blocks if isinstance(b, Paragraph) and re.search(announced, fold(b.text))), None
    )
    if place is not None and not any(figure.row_key == "total" for figure in _figures(content, "evaluation_sheet")):
        raise _cut(
            segment, "its scored sheet is announced but does not follow whole", "the sheet with its total", place
        )


def _require_projects(segment: Segment, content: Content) -> None:
    """A list of projects must come near to the total printed before it; a smaller difference is a finding."""
    figures = [f for f in _figures(content, "project_target") if f.column_key == "total" and not f.is_repeat]
    total = sum(figure.magnitude for figure in figures if figure.row_key == "total")
    listed = sum(figure.magnitude for figure in figures if (figure.row_key or "").startswith("project."))
    if figures and listed < _LISTED_SHARE * total:
        raise _cut(
            segment,
            f"its projects come to {listed} yuan of {total}",
            "all projects",
            figures[-1].place,
        )


def _require_tables(segment: Segment, content: Content, required: dict[str, int | str | None]) -> None:
    """Each table that the set of its year has, or that the report's own contents name, with its totals."""
    words = words_of_kind(segment.kind)
    names = words.tables
    found = {table.table_code for table in content.tables} | {table.table_code for table in content.unplaced}
    found |= {code for code, spec in names.items() if spec.get("else") in found}
    printed = titles_printed(segment.blocks, words)
    year = segment.fiscal_year or 9999
    expected = [
        code for code, since in required.items() if code in printed or (since != _ANNOUNCED and year >= int(since or 0))
    ]
    if missing := [names[code]["name_zh"] for code in expected if code not in found]:
        raise _cut(segment, f"{len(missing)} of {len(expected)} standard tables are missing", "、".join(missing))
    for table in content.tables:
        if table.table_code not in required or table.is_empty or names[table.table_code]["shape"] == "stage_item":
            continue
        figures = _figures(content, table.table_code)
        if not any(figure.row_level in (0, 1) and figure.parent_row_key in (None, "total") for figure in figures):
            raise _cut(segment, f"the table {table.title} ({table.place}) has no total", "its row of totals")


def _require_last_row(segment: Segment, content: Content) -> None:
    """A file that ends in a table ends with its last row: what is printed adds up to the totals printed first.

    Only there: in a table that words follow, a sum that falls short is a finding about the report.
    """
    last = segment.blocks[-1]
    if not isinstance(last, Grid):
        return
    places = {cell.place for cell in last.rows[-1]}
    code = next((figure.table_code for figure in content.figures if figure.place in places), None)
    if code is None:
        ends_in = max((_order(table.place) for table in content.tables), default=(0, 0))
        if any(not table.row_count for table in content.tables if _order(table.place) == ends_in):
            raise _cut(segment, "it ends with a table's header", "the table's rows", last.rows[-1][0].place)
        if any(_order(table.place) > ends_in and table.is_headless for table in content.unplaced):
            raise _cut(segment, "it ends in a table without its header", "the whole table", last.rows[-1][0].place)
        return
    figures = [figure for figure in _figures(content, code) if figure.row_key and not figure.is_repeat]
    if all(figure.row_level is None for figure in figures):
        return  # a list of items, which adds up to none of its rows
    totalled = {figure.table_code for figure in content.figures if figure.row_level == 0}
    # Tables beside the standard set need no total: a list of projects may have none.
    if (
        code in segment.spec["requires_tables"]
        and totalled
        and code not in totalled
        and any(f.row_level for f in figures)
    ):
        raise _cut(segment, "its last table ends before its total", "its row of totals", last.rows[-1][0].place)
    children: dict[tuple[str | None, str | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        children[figure.parent_row_key, figure.column_key].append(figure)
    deepest = max((figure.row_level or 0 for figure in figures), default=0)
    for figure in figures:
        parts = children[figure.row_key, figure.column_key]
        if not parts and (figure.row_level == deepest or figure.place not in places):
            continue
        allowed = sum(((part.resolution or 0) / 2 for part in [figure, *parts]), start=Decimal(0))
        if figure.magnitude - sum(part.magnitude for part in parts) > allowed:
            raise _cut(
                segment,
                f"its last table ends before the parts of {figure.row_label}",
                "its other rows",
                last.rows[-1][0].place,
            )


def _figures(content: Content, code: str) -> list[Figure]:
    return [figure for figure in content.figures if figure.table_code == code]


def _order(place: Place) -> tuple[int, int]:
    return place.page or 0, place.line or 0


def _require_parts(segment: Segment) -> None:
    """Each part (第一部分 …) that the table of contents announces must follow."""
    seen: Counter[str] = Counter()
    first: dict[str, Place] = {}
    for block in segment.blocks:
        if isinstance(block, Paragraph) and (match := _PART.match(text := fold(block.text))):
            if _ELSEWHERE.search(text):
                continue  # published as a file of its own
            seen[match[1]] += 1
            first.setdefault(match[1], block.place)
    if not any(count > 1 for count in seen.values()):
        return  # there is no table of contents
    for part, count in seen.items():
        if count == 1:
            raise _cut(segment, f"{part} is announced ({first[part]}) but does not follow", part)


def _require_end(segment: Segment) -> None:
    """The last paragraph of prose ends its sentence, and is no heading of something that does not follow."""
    last = segment.blocks[-1]
    if isinstance(last, Grid):
        return
    text = fold(last.text)
    place = last.lines[-1].place
    if text.endswith(":") or (_CLAUSE.search(text) and not _SENTENCE_END.search(text) and not _HEADING.match(text)):
        raise _cut(segment, "its last sentence has no end", "a whole sentence", place)
    # A list of the tables that are published apart may close the report.
    if _is_table_title(segment, last.text) and all(isinstance(block, Paragraph) for block in segment.blocks):
        return
    if _HEADING.match(text) and len(text) <= _HEADING_MAX and not re.search(r"[。;]|附[件表]", text):
        raise _cut(segment, f"it ends with the heading {text!r}", "what stands under it", place)


def _cut(segment: Segment, what: str, expected: str, place: Place | None = None) -> UnreadableError:
    return UnreadableError(
        "cut",
        f"the report {segment.title!r} is not whole: {what}",
        place=place or segment.place,
        expected=expected,
        advice="fetch the whole report",
    )
