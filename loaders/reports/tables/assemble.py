"""Logical tables: a title, and the grids behind it joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, takewhile

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Cell, Grid, Paragraph, Place
from loaders.reports.fold import fold, tidy
from loaders.reports.readings.wording import Mended, is_recognised, mended_cells
from loaders.reports.tables.header import Path, column_paths, header_rows, is_column_numbers, words
from loaders.reports.tables.pieces import pieces
from loaders.reports.tables.titles import TITLE_MAX, is_title, meant_title, table_code, without_leaders
from loaders.reports.tables.words import Words

UNKNOWN = "unplaced"
"""The code of a table whose title no layout knows: its numbers are kept, and belong to nothing."""

_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_NOTE = re.compile(r"^(?:注|备注|说明|本表)")
# Between a title and its table stand its number, its unit, a department, a date; never so many lines.
_WORDS_BEFORE_TABLE = 6
# A sentence that says why a table is empty.
_SENTENCE_MAX = 150


@dataclass
class LogicalTable:
    """One table of a report: header paths by column and all its data rows, in print order.

    `units` are all units stated above it or in its header; the last one printed is its `unit`. `mended` are its words
    that were misread in a picture.
    """

    code: str
    title: str
    place: Place
    words: Words
    unit: str | None = None
    units: list[tuple[str, Place]] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    stated_empty: bool = False
    fault: UnreadableError | None = None
    mended: list[Mended] = field(default_factory=list)
    _header: list[Path] = field(default_factory=list)
    _words_since_title: int = 0

    @property
    def has_begun(self) -> bool:
        """Whether its header has been read."""
        return bool(self.paths) or self.fault is not None

    def add(self, grid: Grid) -> bool:
        """Takes over a grid's rows; False where the grid is another table."""
        count = header_rows(grid.rows, self.words)
        grid = self._with_header_mended(grid, count)
        if not self.has_begun:
            self._begin(grid, count)
        elif self._widens(grid, count):
            return True
        elif not self._continues(grid, count):
            return False
        body = [row for row in grid.rows[:count] if not self._is_header(row)] + list(grid.rows[count:])
        self.rows.extend(row for row in body if words(row) not in self._header and not is_column_numbers(row))
        return True

    def _with_header_mended(self, grid: Grid, count: int) -> Grid:
        """The grid with the column titles that its recognised header can only have: those of the layout, or its own."""
        if not any(is_recognised(cell) for row in grid.rows[:count] for cell in row):
            return grid
        known = self.words.header_wording
        own = {word for path in self._header for word in path}
        cells = mended_cells([cell for row in grid.rows[:count] for cell in row], known.with_texts(own), self.mended)
        widths = [len(row) for row in grid.rows[:count]]
        ends = list(accumulate(widths))
        header = tuple(tuple(cells[end - width : end]) for width, end in zip(widths, ends, strict=True))
        return replace(grid, rows=header + grid.rows[count:])

    def _begin(self, grid: Grid, count: int) -> None:
        if count == 0:
            self.fault = UnreadableError(
                "header_missing",
                f"the table {self.title} begins without a header",
                place=grid.place,
                expected="its column titles",
                advice="check the table in the source",
            )
            return
        header = grid.rows[:count]
        width = max(len(row) for row in header)
        self.paths = column_paths(header, width, self.words, spans_known=grid.spans_known)
        self.labels = ["".join(path[-1:]) for path in self.paths]
        self._header = [words(row) for row in header]
        for unit, place in self._units_inside(header):
            self.state_unit(unit, place)

    def state_unit(self, unit: str, place: Place) -> None:
        """Takes in a unit said above the table or in its header; a later word comes before an earlier."""
        self.unit = unit
        self.units.append((unit, place))

    def _units_inside(self, header: Iterable[Sequence[Cell]]) -> list[tuple[str, Place]]:
        """The units that column titles state themselves, as 决算数（万元）."""
        pattern = re.compile(self.words["units"]["in_header"])
        return [(match[1], cell.place) for row in header for cell in row if (match := pattern.search(fold(cell.text)))]

    def _widens(self, grid: Grid, count: int) -> bool:
        """Takes over further columns of the rows there are, where a table too wide for its page goes on beside itself.

        Only tables with a column for each economic class are so wide. The names of the rows stand on each page.
        """
        if not count or not _may_be_wide(self.words, self.code):
            return False
        header = grid.rows[:count]
        width = max(len(row) for row in header)
        paths = column_paths(header, width, self.words, spans_known=grid.spans_known)
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(paths, self.paths, strict=False)))
        places = {tuple(fold(cell.text) for cell in row[:shared]): index for index, row in enumerate(self.rows)}
        body = [row for row in grid.rows[count:] if not is_column_numbers(row) and words(row)]
        found = [places.get(tuple(fold(cell.text) for cell in row[:shared])) for row in body]
        if not shared or shared == width or None in found or len(set(found)) < len(found):
            return False
        if any(path in self.paths for path in paths[shared:]):
            return False
        start = len(self.paths)
        for index, row in zip(found, body, strict=True):
            assert index is not None  # asked above
            own = self.rows[index]
            blanks = tuple(Cell("", own[0].place) for _ in range(start - len(own)))
            self.rows[index] = (*own, *blanks, *row[shared:])
        self.paths += paths[shared:]
        self.labels += ["".join(path[-1:]) for path in paths[shared:]]
        self._header += [words(row) for row in header]
        return True

    def _continues(self, grid: Grid, header_count: int) -> bool:
        """Whether a grid without a title goes on with this table: by its header, or for want of another."""
        leading = [row for row in grid.rows[:header_count] if words(row)]
        if not leading or any(self._is_header(row) for row in leading):
            return True
        # A name that the page break cut, or a line without an amount.
        return grid.width == len(self.paths) or (len(leading) == 1 and len(words(leading[0])) == 1)

    def _is_header(self, row: Sequence[Cell]) -> bool:
        """Whether most words of the row are this table's column titles (a page may cut one of them)."""
        known = {word for path in self._header for word in path}
        printed = words(row)
        return printed in self._header or (
            len(printed) > 1 and 2 * sum(word in known for word in printed) > len(printed)
        )


def _may_be_wide(known: Words, code: str) -> bool:
    """Whether the table, or the one it is with another header, has a column for each economic class."""
    spec = known.tables.get(code, {})
    return bool(spec.get("economic_columns")) or ("else" in spec and _may_be_wide(known, spec["else"]))


def logical_tables(blocks: Sequence[Block], known: Words) -> list[LogicalTable]:
    """The document's tables, by title, never by number.

    A title counts once a grid, or words that say the table is empty, follow it before anything else, so a table
    of contents names no table. A unit holds for its table and, until another is printed, for those behind it.
    A title that no layout knows begins a table of the code `UNKNOWN`.
    """
    unit_pattern = re.compile(known["units"]["pattern"])
    empty_pattern = re.compile(known["empty_table"])
    found: list[LogicalTable] = []
    current: LogicalTable | None = None
    unit: str | None = None
    above = ""
    for block in pieces(blocks, known):
        if isinstance(block, Grid):
            above = ""
            if current is not None and current.add(block):
                _keep(found, current)
            else:
                current = None
            continue
        folded = fold(block.text)
        title, above = _title(above, block, known), block.text
        if title is not None:
            code, text = title
            goes_on = current is not None and code == current.code and (code != UNKNOWN or text == current.title)
            if not goes_on:
                current = LogicalTable(code, text, block.place, known, unit)
            assert current is not None
            if _meant_title(block, known) == text:
                current.mended.append(Mended(block.place, block.text, text))
            if empty_pattern.search(folded):
                current.stated_empty = True
                _keep(found, current)
        said = unit_pattern.search(folded)
        if unit_match := said or _meant_unit(block, unit_pattern, known):
            unit = unit_match[1]
            if current is not None and said is None:
                current.mended.append(Mended(block.place, block.text, unit_match[0]))
            if current is not None and not current.has_begun:
                current.state_unit(unit, block.place)
        if title is not None or current is None:
            continue
        if len(folded) <= _SENTENCE_MAX and empty_pattern.search(folded):
            current.stated_empty = True
            _keep(found, current)
        elif _ends_table(block, current):
            current = None
    return found


def titles_printed(blocks: Sequence[Block], known: Words) -> dict[str, Place]:
    """The known tables whose titles stand anywhere, the table of contents included, with the first place."""
    result: dict[str, Place] = {}
    above = ""
    for block in pieces(blocks, known):
        if isinstance(block, Paragraph):
            if (title := _title(above, block, known)) is not None:
                result.setdefault(title[0], block.place)
            above = block.text
            continue
        above = ""
        for row in block.rows:
            if len(printed := [cell for cell in row if cell.text.strip()]) == 1:
                code = table_code(without_leaders(printed[0].text), known)
                result.setdefault(code or UNKNOWN, printed[0].place)
    result.pop(UNKNOWN, None)
    return result


def table_titles(blocks: Sequence[Block], known: Words) -> Iterator[tuple[str, Place]]:
    """The printed titles of known tables, in print order, with their places."""
    above = ""
    for block in pieces(blocks, known):
        if isinstance(block, Paragraph):
            title = _title(above, block, known)
            if title is not None and title[0] != UNKNOWN:
                yield title[1], block.place
        above = block.text if isinstance(block, Paragraph) else ""


def _title(above: str, paragraph: Paragraph, known: Words) -> tuple[str, str] | None:
    """The table and its title where a paragraph is one, alone or as the end of a title that began a line above."""
    alone = table_code(paragraph.text, known)
    joined = table_code(above + paragraph.text, known) if above else None
    if joined is not None and joined != alone:
        return joined, tidy(above + paragraph.text)
    if alone is None and (meant := _meant_title(paragraph, known)) is not None:
        code = table_code(meant, known)
        return None if code is None else (code, meant)
    if alone is None and is_title(paragraph.text):
        return UNKNOWN, tidy(paragraph.text)
    return (alone, tidy(paragraph.text)) if alone is not None else None


def _meant_title(paragraph: Paragraph, known: Words) -> str | None:
    """The title that a paragraph read in a picture can only be."""
    return None if paragraph.place.reading is None else meant_title(paragraph.text, known)


def _meant_unit(paragraph: Paragraph, pattern: re.Pattern[str], known: Words) -> re.Match[str] | None:
    """The unit that a line read in a picture can only state."""
    if paragraph.place.reading is None:
        return None
    meant = (known.unit_wording.meant(fold(part)) for part in paragraph.text.split())
    return next((match for text in meant if text and (match := pattern.search(text))), None)


def _ends_table(paragraph: Paragraph, table: LogicalTable) -> bool:
    """Whether a paragraph shows that the table is over, or that its title was only named."""
    folded = fold(paragraph.text)
    if _NOTE.match(folded):
        return False
    table._words_since_title += not table.has_begun
    return (
        len(folded) > TITLE_MAX
        or bool(_PART.match(folded))
        or (not table.has_begun and bool(_ENUMERATED.match(folded)))
        or table._words_since_title > _WORDS_BEFORE_TABLE
    )


def _keep(found: list[LogicalTable], table: LogicalTable) -> None:
    if not any(table is known for known in found):
        found.append(table)
