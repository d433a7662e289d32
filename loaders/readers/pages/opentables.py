"""Tables without rules, or with rules across only: found by their numbers, which stand below each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from loaders.readers.model import Cell, Grid, Place, Reading
from loaders.readers.pages.bands import bands
from loaders.readers.pages.bodyrows import has_numbers, rows_of_lines
from loaders.readers.pages.columns import Columns, columns, fits
from loaders.readers.pages.geometry import Box
from loaders.readers.pages.heading import Title, column_titles
from loaders.readers.pages.items import Item, Page, PageLine, PageTable, Segment, together

# In points: how far the edges of numbers in one column may differ.
_ALIGNED = 3.0
# In heights of a character: the largest distance of lines in one table.
_DISTANCE = 4.5
# So many names without an amount may follow each other.
_NAMES_MAX = 30
# A row of so many numbers is a table by itself.
_LONE_ROW = 3
_SENTENCE = re.compile(r"[。；！？]|，.{12}")
_CAPTION = re.compile(r"[:：]")
_PAGE_NUMBER_MAX = 500


@dataclass(frozen=True, slots=True)
class _Region:
    """The lines of a table among those of a page: titles from `top` to `body`, then rows up to `end`."""

    top: int
    body: int
    end: int


def with_open_tables(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages, lines that form tables replaced by these. A table may go on in the next page's lines."""
    going_on: Columns | None = None
    for page in pages:
        items: list[Item] = []
        for stretch in _stretches(page.items):
            if isinstance(stretch, PageTable):
                going_on = None
                items.append(stretch)
                continue
            found, last = _tables(stretch, page, going_on if not items else None)
            items.extend(found)
            going_on = last
        yield replace(page, items=tuple(items))


def _stretches(items: Sequence[Item]) -> Iterator[PageTable | list[PageLine]]:
    """Ruled tables, and the lines between them."""
    lines: list[PageLine] = []
    for item in items:
        if isinstance(item, PageLine):
            lines.append(item)
            continue
        if lines:
            yield lines
        lines = []
        yield item
    if lines:
        yield lines


def _tables(lines: list[PageLine], page: Page, going_on: Columns | None) -> tuple[list[Item], Columns | None]:
    """The lines with their tables in place, and the columns of a table that reaches the end of the lines."""
    items: list[Item] = []
    last: Columns | None = None
    done = 0
    printed = bands(lines)
    lines = [band.line for band in printed]
    for region in _regions(lines):
        body = lines[region.body : region.end]
        known = columns(body)
        top = max(region.top, done)
        if going_on is not None and not done and fits(going_on, lines[: region.end]):
            known, top = going_on, 0
        if len(known) < 2 or _is_contents(body, known):
            continue
        titles: list[Title] = []
        if known is not going_on:
            known, titles = column_titles(lines[top : region.body], body, known)
        items.extend(part for band in printed[done:top] for part in band.parts)
        items.append(_page_table(titles, lines[top if known is going_on else region.body : region.end], known, page))
        last, done = known, region.end
    items.extend(part for band in printed[done:] for part in band.parts)
    return items, last if done == len(lines) else None


def _regions(lines: Sequence[PageLine]) -> Iterator[_Region]:
    """The tables among lines that follow each other."""
    index = 0
    while index < len(lines):
        if not has_numbers(lines[index]) or _SENTENCE.search(lines[index].text):
            index += 1
            continue
        end = _end(lines, index)
        rows = sum(has_numbers(line) for line in lines[index:end])
        if rows > 1 or sum(segment.is_number for segment in lines[index].segments) >= _LONE_ROW:
            yield _Region(_top(lines, index, end), index, end)
        index = end


def _end(lines: Sequence[PageLine], start: int) -> int:
    """The line behind the last of a table whose first row is at `start`."""
    end = start + 1
    pitches: list[float] = []
    names = 0
    for index in range(start + 1, len(lines)):
        line, above = lines[index], lines[index - 1]
        distance = line.middle - above.middle
        if distance > _DISTANCE * line.height or _SENTENCE.search(line.text):
            break
        if has_numbers(line):
            if not _aligned(line, lines[start:end]):
                break
            pitches.append(distance)
            names, end = 0, index + 1
        else:
            names += 1
            if names > _NAMES_MAX or _CAPTION.search(line.text):
                break
    # Names behind the last row with numbers are rows when they stand as rows do.
    box = _box(lines[start:end])
    while end < len(lines):
        line = lines[end]
        distance = line.middle - lines[end - 1].middle
        usual = max(pitches, default=0.0) + 1
        lefts = [segment.box[0] for other in lines[start:end] for segment in other.segments]
        begins = any(abs(line.box[0] - left) <= _ALIGNED for left in lefts)
        if distance > usual or not begins or _CAPTION.search(line.text) or _SENTENCE.search(line.text):
            break
        if line.box[2] > box[2] + 1 or line.height > 1.2 * lines[end - 1].height:
            break
        end += 1
    return end


def _aligned(line: PageLine, above: Sequence[PageLine]) -> bool:
    """Whether a number of the line stands below one of the lines above it, or both begin alike."""
    edges = np.array([segment.box for other in above for segment in other.segments if segment.is_number])
    for segment in line.segments:
        left, _, right, _ = segment.box
        if not segment.is_number:
            continue
        middles = (edges[:, 0] + edges[:, 2]) / 2
        off = np.minimum(np.abs(edges[:, 2] - right), np.abs(edges[:, 0] - left))
        if (np.minimum(off, np.abs(middles - (left + right) / 2)) <= _ALIGNED).any():
            return True
    return any(abs(other.box[0] - line.box[0]) <= _ALIGNED for other in above if has_numbers(other))


def _top(lines: Sequence[PageLine], body: int, end: int) -> int:
    """The first line of the titles above the row at `body`."""
    left, _, right, _ = _box(lines[body:end])
    top = body
    for index in range(body - 1, -1, -1):
        line, below = lines[index], lines[index + 1]
        if (
            below.middle - line.middle > _DISTANCE * line.height
            or _CAPTION.search(line.text)
            or _SENTENCE.search(line.text)
        ):
            break
        above = lines[index - 1] if index > 0 else None
        if len(line.segments) == 1 and not (
            _is_part_of_titles(line, below, left, right) or (above is not None and _goes_on(line, above))
        ):
            break
        top = index
    return top


def _goes_on(line: PageLine, above: PageLine) -> bool:
    """Whether a line with one stretch is the second line of one of the titles above it."""
    (segment,) = line.segments
    over = [other for other in above.segments if other.box[0] < segment.box[2] and segment.box[0] < other.box[2]]
    return len(above.segments) > 1 and bool(over) and line.box[1] - over[0].box[3] < 0.5 * line.height


def _is_part_of_titles(line: PageLine, below: PageLine, left: float, right: float) -> bool:
    """Whether a line with one stretch belongs to the titles below it: it stands over or between them, close."""
    distance = (below.box[1] - line.box[3]) / line.height
    narrow = line.box[2] - line.box[0] < 0.5 * (below.box[2] - below.box[0]) or len(below.segments) == 1
    inside = left - 1 <= line.box[0] and line.box[2] <= right + 1
    return narrow and line.height <= 1.2 * below.height and distance < (0.9 if inside else 0.5)


def _is_contents(lines: Sequence[PageLine], known: Columns) -> bool:
    """Whether the lines are a table of contents: names, and page numbers that never fall."""
    if len(known) != 2:
        return False
    last = [line.segments[-1].text for line in lines if has_numbers(line)]
    if not all(text.isascii() and text.isdigit() for text in last):
        return False
    numbers = [int(text) for text in last]
    return numbers == sorted(numbers) and numbers[-1] <= _PAGE_NUMBER_MAX


def _box(lines: Sequence[PageLine]) -> Box:
    lefts, tops, rights, bottoms = zip(*(line.box for line in lines), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _page_table(titles: Sequence[Title], body: Sequence[PageLine], known: Columns, page: Page) -> PageTable:
    """The table with its titles and rows as a grid."""
    edges = known.edges()
    rows = [*_title_rows(titles, edges, page), *_body_rows(body, known, edges, page)]
    boxes = [title.box for title in titles] + [_box(body)]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return PageTable(Grid(tuple(rows), spans_known=True), (min(lefts), min(tops), max(rights), max(bottoms)))


def _title_rows(titles: Sequence[Title], edges: Sequence[float], page: Page) -> list[tuple[Cell, ...]]:
    if not titles:
        return []
    depth = max(title.level for title in titles) + 1
    top, bottom = min(title.box[1] for title in titles), max(title.box[3] for title in titles)
    first = Place(page.number, min(title.number for title in titles))
    slots = [[Cell("", first) for _ in edges[1:]] for _ in range(depth)]
    for title in titles:
        below = [other.level for other in titles if other.level > title.level and _under(other, title)]
        rows = (min(below) if below else depth) - title.level
        box = (edges[title.first], title.box[1] if title.level else top, edges[title.last + 1], title.box[3])
        place = _place(page, title.number, box if below else (*box[:3], bottom), title.reading)
        for row in range(title.level, title.level + rows):
            slots[row][title.first : title.last + 1] = [Cell("", place, 0, 0)] * (title.last - title.first + 1)
        slots[title.level][title.first] = Cell(title.text, place, rows, title.last - title.first + 1)
    return [tuple(row) for row in slots]


def _under(title: Title, over: Title) -> bool:
    return over.first <= title.first and title.last <= over.last


def _body_rows(
    lines: Sequence[PageLine], known: Columns, edges: Sequence[float], page: Page
) -> Iterator[tuple[Cell, ...]]:
    across = page.loose_rules
    rules = across[(across[:, 1] <= known.lefts[1]) & (across[:, 2] >= known.lefts[-1]), 0].tolist()
    for row in rows_of_lines(lines, known, rules):
        cells: list[list[Segment]] = [[] for _ in range(len(known))]
        numbers: list[int] = [0] * len(known)
        for line in row:
            for segment in line.segments:
                column = known.nearest(segment)
                cells[column].append(segment)
                numbers[column] = numbers[column] or line.number
        _, top, _, bottom = _box(row)
        yield tuple(
            Cell(
                " ".join(segment.text for segment in inside),
                _place(
                    page,
                    number or row[0].number,
                    (edges[column], top, edges[column + 1], bottom),
                    together(segment.reading for segment in inside),
                ),
            )
            for column, (inside, number) in enumerate(zip(cells, numbers, strict=True))
        )


def _place(page: Page, number: int, box: Box, reading: Reading | None) -> Place:
    (shown,) = page.frame.shown_boxes(np.array([box]))
    return Place(page.number, number, shown, reading=reading)
