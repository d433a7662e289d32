"""Tables side by side: each with the titles above it and the notes below it, the left one first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from loaders.readers.pages.items import Item, Page, PageLine, PageTable

# Tables are side by side when they share this part of the lower one's height.
_SHARED = 0.5
# In heights of a character: how far the lines of a title lie from each other and from the table.
_DISTANCE = 4.0
# A title stands in the middle of its table, give or take this share of the table's width.
_OFF_CENTRE = 0.15


def in_reading_order(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, what belongs to each of several tables side by side put together."""
    for page in pages:
        items = list(page.items)
        for tables in _rows_of_tables(items):
            items = _together(items, tables)
        yield page if items == list(page.items) else replace(page, items=tuple(items))


def _rows_of_tables(items: Sequence[Item]) -> list[list[PageTable]]:
    """The tables that stand beside others, those of one row together, from the left."""
    rows: list[list[PageTable]] = []
    for table in (item for item in items if isinstance(item, PageTable)):
        row = next((row for row in rows if all(_beside(table, other) for other in row)), None)
        if row is None:
            rows.append([table])
        else:
            row.append(table)
    return [sorted(row, key=lambda table: table.box[0]) for row in rows if len(row) > 1]


def _beside(one: PageTable, other: PageTable) -> bool:
    (left, top, right, bottom), (left_2, top_2, right_2, bottom_2) = one.box, other.box
    shared = min(bottom, bottom_2) - max(top, top_2)
    return shared > _SHARED * min(bottom - top, bottom_2 - top_2) and (right <= left_2 or right_2 <= left)


def _together(items: Sequence[Item], tables: Sequence[PageTable]) -> list[Item]:
    """The items with these tables in a row, each behind its own titles where each has its own."""
    first = min(items.index(table) for table in tables)
    before, after = list(items[:first]), [item for item in items[first:] if item not in tables]
    gutters = [(left.box[2] + right.box[0]) / 2 for left, right in pairwise(tables)]
    titles: list[list[PageLine]] = []
    top = min(table.box[1] for table in tables)
    for item in reversed(before):
        parts = _parts(item, gutters) if isinstance(item, PageLine) else None
        if parts is None or not isinstance(item, PageLine) or top - item.box[3] > _DISTANCE * item.height:
            break
        titles.append(parts)
        top = item.box[1]
    while titles and not _is_title_of_each(titles[-1], tables):
        titles.pop()
    result = before[: len(before) - len(titles)]
    for column, table in enumerate(tables):
        result.extend(part for parts in reversed(titles) for part in parts if _column(part, gutters) == column)
        result.append(table)
    return [*result, *after]


def _parts(line: PageLine, gutters: Sequence[float]) -> list[PageLine] | None:
    """The line cut at the gutters between tables; None where it runs over one."""
    if any(segment.box[0] < gutter < segment.box[2] for segment in line.segments for gutter in gutters):
        return None
    columns: dict[int, list[int]] = {}
    for index, segment in enumerate(line.segments):
        columns.setdefault(sum(segment.box[0] > gutter for gutter in gutters), []).append(index)
    return [replace(line, segments=tuple(line.segments[index] for index in indexes)) for indexes in columns.values()]


def _column(line: PageLine, gutters: Sequence[float]) -> int:
    return sum(line.box[0] > gutter for gutter in gutters)


def _is_title_of_each(parts: Sequence[PageLine], tables: Sequence[PageTable]) -> bool:
    """Whether a line holds one title for each table, in its middle."""
    return len(parts) == len(tables) and all(
        abs((part.box[0] + part.box[2]) - (table.box[0] + table.box[2])) / 2
        <= _OFF_CENTRE * (table.box[2] - table.box[0])
        for part, table in zip(parts, tables, strict=True)
    )
