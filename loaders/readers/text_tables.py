"""Tables in plain text that are drawn without tabs: between bars, in columns of spaces, or with commas."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from loaders.readers.model import Block, Cell, Grid, Line, Paragraph, Place

_BARS = re.compile(r"[|│┃｜]")
# A line that only draws: |---|:--:| or +----+ or ├──┼──┤.
_RULE = re.compile(r"[\s|│┃｜+:=\-─━┄┅┈┉┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋]{3,}")
_GAP = re.compile(r"\s{2,}|\u3000+")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
# Fewer lines or columns stand below each other by chance, as in a table of contents.
_ALIGNED_LINES, _ALIGNED_COLUMNS = 3, 3
_BAR_LINES = 2


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line with its spaces, and as prose."""

    raw: str
    line: Line


def table_at(lines: Sequence[RawLine], start: int) -> tuple[Grid | None, int]:
    """The table that begins with a line, and how many lines it takes; None and 1 where none begins there."""
    bars = _run(lines, start, lambda raw: len(_BARS.findall(raw)) > 1 or bool(_RULE.fullmatch(raw)))
    if len(bars) >= _BAR_LINES and (grid := _between_bars(bars)) is not None:
        return grid, len(bars)
    columns = _run(lines, start, lambda raw: len(_GAP.split(raw.strip())) > 1)
    if len(columns) >= _ALIGNED_LINES and (grid := _in_columns(columns)) is not None:
        return grid, len(columns)
    return None, 1


def comma_separated(text: str) -> tuple[Block, ...] | None:
    """The blocks of a text whose every line has the same number of fields between commas; None for any other text.

    Lines of one field alone are the words around a table, as in a sheet saved as CSV.
    """
    if "," not in text or "\t" in text:
        return None
    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        before = 0
        for fields in reader:
            rows.append((before + 1, fields))
            before = reader.line_num
    except csv.Error:
        return None
    counts = {len(fields) for _, fields in rows if fields}
    if len(counts) != 1 or min(counts) < _ALIGNED_COLUMNS or len(rows) < _BAR_LINES:
        return None
    found: list[Block] = []
    table: list[tuple[Cell, ...]] = []
    for number, fields in [*rows, (0, [])]:
        texts = [" ".join(field.split()) for field in fields]
        place = Place(line=number)
        filled = [text for text in texts if text]
        if table and filled:
            table.append(tuple(Cell(text, place) for text in texts))
            continue
        if table:
            found.append(Grid(tuple(table)))
            table = []
        if len(filled) > 1:
            table.append(tuple(Cell(text, place) for text in texts))
        elif filled:
            found.append(Paragraph((Line(filled[0], place, ends_paragraph=True),)))
    return tuple(found)


def _run(lines: Sequence[RawLine], start: int, belongs: Callable[[str], bool]) -> Sequence[RawLine]:
    """The lines from one on that belong, as long as each stands directly below the one before."""
    end = start
    while end < len(lines) and belongs(lines[end].raw):
        if end > start and lines[end].line.place.line != (lines[end - 1].line.place.line or 0) + 1:
            break
        end += 1
    return lines[start:end]


def _between_bars(lines: Sequence[RawLine]) -> Grid | None:
    drawn = [(line, _BARS.split(line.raw.strip())) for line in lines if not _RULE.fullmatch(line.raw)]
    if len(drawn) < _BAR_LINES or len({len(cells) for _, cells in drawn}) != 1:
        return None
    # Bars at the edges, where every line has them, have no cell outside.
    begin = all(not cells[0].strip() for _, cells in drawn)
    end = len(drawn[0][1]) - all(not cells[-1].strip() for _, cells in drawn)
    if end - begin < 2:
        return None
    return Grid(
        tuple(
            tuple(Cell(" ".join(cell.split()), line.line.place) for cell in cells[begin:end]) for line, cells in drawn
        )
    )


def _in_columns(lines: Sequence[RawLine]) -> Grid | None:
    """The grid of lines whose words stand below each other: columns are parted where every line is empty."""
    printed = [_by_column(line.raw) for line in lines]
    width = max(map(len, printed))
    empty = [all(column >= len(chars) or chars[column] == " " for chars in printed) for column in range(width)]
    columns: list[tuple[int, int]] = []
    for column in range(width):
        if empty[column]:
            continue
        if columns and column - columns[-1][1] < 2:
            columns[-1] = columns[-1][0], column + 1
        else:
            columns.append((column, column + 1))
    if len(columns) < _ALIGNED_COLUMNS:
        return None
    rows = [
        tuple(Cell(" ".join("".join(chars[begin:end]).split()), line.line.place) for begin, end in columns)
        for line, chars in zip(lines, printed, strict=True)
    ]
    with_numbers = sum(any(_NUMBER.fullmatch(cell.text) for cell in row) for row in rows)
    return Grid(tuple(rows)) if 2 * with_numbers >= len(rows) else None


def _by_column(raw: str) -> list[str]:
    """The line's characters by printed column: a wide one takes two, the second of them empty text."""
    found: list[str] = []
    for char in raw.rstrip():
        wide = unicodedata.east_asian_width(char) in "WFA"
        shown = " " if char.isspace() else char
        found += [shown, " " if shown == " " else ""] if wide else [shown]
    return found
