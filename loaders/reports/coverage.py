"""Every number on a report's pages, accounted for: placed, kept under the report's own words, no figure, or unplaced.

A number is a digit run of the source's blocks. None is dropped in silence: what no reading takes, and no rule tells to
be a date, a code, a list number or a name, is kept as an unplaced figure with its place and the words around it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.readers.model import Cell, Grid, Line, Paragraph, Place
from loaders.reports.document import Content, Segment
from loaders.reports.figures import Figure
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.prose.prosetext import prose_text
from loaders.reports.prose.sections import Sections
from loaders.reports.prose.tokens import CLAIMS, RUN, tokenise
from loaders.reports.prose.vocabulary import vocabulary
from loaders.reports.tables.assemble import UNKNOWN
from loaders.reports.tables.header import header_rows, is_column_numbers
from loaders.reports.tables.stated import TABLE_CODE as STATED
from loaders.reports.tables.titles import is_title
from loaders.reports.tables.words import table_words

PLACED, LABELLED, NOT_FIGURE, UNPLACED = "placed", "labelled", "not_figure", "unplaced"
# What a token of text may be and still be a number that states something.
_STATES = frozenset({*CLAIMS, "points", "unclassified"})
_CODE = re.compile(r"\[?(?:\d{7}|\d{5}|\d{2,3})\]?")
_CODE_AND_NAME = re.compile(r"^\[?(?:\d{7}|\d{5}|\d{3})\]?(?=[^\d.,%])")
_DATE = re.compile(r"(?:19|20)\d\d(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?|年度?)?|\d{1,2}月(?:\d{1,2}日)?")
_NUMBERS_LINES = re.compile(r"序号|行次|编号|栏次|(?:部门|单位)\)?(?:代码|编码)")
# Kinds of projects are numbered: 31部门项目.
_KIND_TITLE = re.compile(r"(?:支出|项目)?(?:类型|类别)")
_KIND = re.compile(r"\d{1,2}-?[^\W\d]{2,10}")
_CODE_TITLE = re.compile(r"编码|代码|科目|^[类款项]$|编号")
_WORDS_MAX = 40


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many numbers a report prints, and what became of them.

    `placed` have a row and a column of their own, `labelled` only the report's words, `not_figures` are dates, codes,
    list numbers, page numbers and names, `unplaced` are kept with their place alone. The four add up to `printed`.
    """

    printed: int = 0
    placed: int = 0
    labelled: int = 0
    not_figures: int = 0
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """One digit run: where it stands, the words around it, and whether it can be no figure."""

    text: str
    place: Place
    row_label: str
    column_label: str
    is_figure: bool


def cover(segment: Segment, content: Content) -> tuple[Coverage, tuple[Figure, ...]]:
    """What became of each number, and the figures of those that nothing else holds, in print order."""
    runs = list(_runs(segment, _labels(content)))
    taken = _taken(runs, content)
    count: Counter[str] = Counter()
    figures: list[Figure] = []
    for index, run in enumerate(runs):
        fate = taken.get(index) or (UNPLACED if run.is_figure else NOT_FIGURE)
        count[fate] += 1
        if fate == UNPLACED:
            figures.append(_figure(run, len(figures) + 1))
    coverage = Coverage(len(runs), count[PLACED], count[LABELLED], count[NOT_FIGURE], count[UNPLACED])
    assert coverage.printed == sum((coverage.placed, coverage.labelled, coverage.not_figures, coverage.unplaced))
    return coverage, tuple(figures)


def _taken(runs: Sequence[_Run], content: Content) -> dict[int, str]:
    """Which runs the content's figures are, and its indicators' words hold: by place, else the next of that text."""
    at: dict[tuple[str, Place], list[int]] = defaultdict(list)
    anywhere: dict[str, list[int]] = defaultdict(list)
    for index, run in enumerate(runs):
        at[run.text, run.place].append(index)
        anywhere[run.text].append(index)
    taken: dict[int, str] = {}
    missed: list[tuple[str, Place, str]] = []
    for text, place, fate in _read(content):
        free = [index for index in at[text, place] if index not in taken]
        if free:
            taken[next((index for index in free if runs[index].is_figure), free[0])] = fate
        else:
            missed.append((text, place, fate))
    for text, place, fate in missed:
        free = [index for index in anywhere[text] if index not in taken and runs[index].is_figure]
        if free:
            taken[min(free, key=lambda index: _distance(place, runs[index].place))] = fate
    return taken


def _distance(start: Place, place: Place) -> tuple[int, int]:
    """How far behind its beginning a part of a passage stands; what stands before it comes last."""
    lines = (place.line or 0) - (start.line or 0)
    pages = (place.page or 0) - (start.page or 0)
    return (pages if pages >= 0 else 10_000 - pages, lines if pages or lines >= 0 else 10_000 - lines)


def _read(content: Content) -> Iterator[tuple[str, Place, str]]:
    """The digit runs of everything read."""
    for figure in content.figures:
        if figure.is_blank or figure.table_code == STATED:
            continue
        fate = PLACED if figure.row_key and figure.column_key else LABELLED
        for match in RUN.finditer(fold(figure.printed_text)):
            yield match.group(), figure.place, fate
    numbers = Counter(
        (run, figure.place)
        for figure in content.figures
        if figure.table_code == "project_indicator"
        for run in RUN.findall(fold(figure.printed_text))
    )
    for indicator in content.indicators:
        for code in (str(indicator.number), indicator.level_1_code, indicator.level_2_code):
            if code:
                yield code, indicator.place, NOT_FIGURE
        targets = (indicator.period_target, indicator.year_target)
        texts = [indicator.name, indicator.actual_text, *(target.text for target in targets if target)]
        for text in texts:
            for run in RUN.findall(fold(text or "")):
                if numbers[run, indicator.place] > 0:
                    numbers[run, indicator.place] -= 1  # a figure of its own
                else:
                    yield run, indicator.place, LABELLED


def _labels(content: Content) -> frozenset[str]:
    """The names of all rows and columns read: digits in them (20万元以下的设备) are part of the name."""
    return frozenset(fold(label) for figure in content.figures for label in (figure.row_label, figure.column_label))


def _runs(segment: Segment, labels: frozenset[str]) -> Iterator[_Run]:
    sections = Sections(vocabulary())
    title = ""
    for block in segment.blocks:
        if isinstance(block, Paragraph):
            yield from _in_prose(block, sections)
            title = block.text if is_title(block.text) else title
        else:
            yield from _in_grid(block, tidy(title), labels)


def _in_prose(paragraph: Paragraph, sections: Sections) -> Iterator[_Run]:
    prose = prose_text(paragraph)
    sections.enter(prose)
    for token in tokenise(prose):
        for match in RUN.finditer(fold(token.printed)):
            around = prose.label(max(0, token.start - _WORDS_MAX // 2), min(len(prose.text), token.unit_end + 10))
            states = token.kind in _STATES and not sections.skipped
            yield _Run(match.group(), prose.place(token.start), around, "", states)


def _in_grid(grid: Grid, title: str, labels: frozenset[str]) -> Iterator[_Run]:
    words = table_words("final_accounts")
    count = header_rows(grid.rows, words)
    titles = [
        "".join(fold(row[column].text) for row in grid.rows[:count] if column < len(row))
        for column in range(grid.width)
    ]
    for number, row in enumerate(grid.rows):
        label = next((tidy(cell.text) for cell in row if re.search(r"[^\W\d_]", cell.text)), "")
        row_label = ": ".join(part for part in (title, label) if part)[:_WORDS_MAX]
        is_header = number < count or is_column_numbers(row)
        for column, cell in enumerate(row):
            is_name = is_header or fold(cell.text) in labels or _is_code(row, column, titles[column])
            is_name |= bool(_KIND_TITLE.fullmatch(titles[column]) and _KIND.fullmatch(fold(cell.text)))
            yield from _in_cell(cell, row_label, titles[column], is_name)


def _is_code(row: Sequence[Cell], column: int, title: str) -> bool:
    """Whether a cell of digits numbers or codes its row: by the column's title, or because the row's name follows."""
    text = fold(row[column].text)
    if _NUMBERS_LINES.search(title):
        return text.isdigit()
    following = next((fold(cell.text) for cell in row[column + 1 :] if cell.text.strip()), "")
    names = bool(re.search(r"[^\W\d_]", following)) or (following.isdigit() and len(following) <= 2)
    return bool(_CODE.fullmatch(text)) and (bool(_CODE_TITLE.search(title)) or names)


def _in_cell(cell: Cell, row_label: str, title: str, is_name: bool) -> Iterator[_Run]:
    text = fold(cell.text)
    runs = RUN.findall(text)
    if not runs:
        return
    if not re.search(r"[^\d.,%+-]", text):
        states = not (is_name or _DATE.fullmatch(text))
        for run in runs:
            yield _Run(run, cell.place, row_label, title[:_WORDS_MAX], states)
        return
    body = _CODE_AND_NAME.sub("", text)
    for run in runs[: len(runs) - len(RUN.findall(body))]:
        yield _Run(run, cell.place, row_label, title[:_WORDS_MAX], False)
    prose = prose_text(Paragraph((Line(body, cell.place),)))
    for token in tokenise(prose):
        for run in RUN.findall(fold(token.printed)):
            yield _Run(run, cell.place, row_label, title[:_WORDS_MAX], token.kind in _STATES and not is_name)


def _figure(run: _Run, number: int) -> Figure:
    figure = Figure(
        table_code=UNKNOWN,
        row_number=number,
        column_number=1,
        row_label=run.row_label,
        column_label=run.column_label,
        place=run.place,
        printed_text=run.text,
        unit="",
    )
    try:
        parsed = parse_number(run.text)
    except NumberError:
        return figure
    return replace(figure, value=parsed.value, step=parsed.step, resolution=parsed.step)
