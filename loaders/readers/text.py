"""Plain text: lines with tabs, bars, commas or aligned columns are rows of grids, all others prose; a form feed ends a
page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.readers.encoding import decode
from loaders.readers.flow import paragraphs
from loaders.readers.model import Block, Cell, Grid, Line, Place
from loaders.readers.text_tables import RawLine, comma_separated, table_at

_TAG = re.compile(r"</?(?:p|br|div|span|b|strong|em|td|tr)\b[^<>]*>", re.IGNORECASE)


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a text file, in whatever encoding Chinese offices write."""
    text, _ = decode(data)
    return comma_separated(text) or parse(text)


def parse(text: str, *, first_line: int = 1, page: int | None = None) -> tuple[Block, ...]:
    """The text's blocks in order.

    Lines count from 1 as an editor counts them; `first_line` and `page` say where a text inside a page begins. Pages
    are told only by form feeds. Rows with tabs that follow each other without an empty line make one grid; a line of
    nothing but tabs inside it is a row of empty cells. Among the other lines tables are told by bars or by columns of
    spaces. Stray HTML tags are dropped.
    """
    found: list[Block] = []
    prose: list[RawLine] = []
    rows: list[tuple[Cell, ...]] = []
    paged = "\f" in text or page is not None
    page = page or 1

    def flush_prose() -> None:
        found.extend(_with_tables(prose))
        prose.clear()

    def flush_rows() -> None:
        if rows:
            found.append(Grid(tuple(rows)))
            rows.clear()

    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), start=first_line):
        page += raw.count("\f")
        line = _TAG.sub(" ", raw.replace("\f", ""))
        place = Place(page=page if paged else None, line=number)
        if "\t" in line and (line.strip() or rows):
            flush_prose()
            rows.append(tuple(Cell(" ".join(cell.split()), place) for cell in line.split("\t")))
        elif line.strip():
            flush_rows()
            prose.append(RawLine(line, Line(line.strip(), place)))
        else:
            flush_rows()
    flush_rows()
    flush_prose()
    return tuple(found)


def _with_tables(lines: Sequence[RawLine]) -> Iterator[Block]:
    """The paragraphs of prose, and the tables drawn among it."""
    prose: list[Line] = []
    index = 0
    while index < len(lines):
        grid, count = table_at(lines, index)
        if grid is None:
            prose.append(lines[index].line)
        else:
            yield from paragraphs(prose)
            prose = []
            yield grid
        index += count
    yield from paragraphs(prose)
