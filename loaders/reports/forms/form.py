"""One project's form as cells: which labels have which values, and its rows of indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.layouts import layout
from loaders.readers.model import Block, Cell, Grid, Paragraph, Place
from loaders.reports.fold import fold, tidy

TARGETS, SELF_EVALUATION = "project_targets", "project_self_evaluation"
# Lines that may stand between a form's title and its cells, or between its parts, are never longer.
_LINE_MAX = 40
_HEADER_MIN = 3


@dataclass(frozen=True)
class Form:
    """The blocks of one form: its title's, and its grids over all pages."""

    kind: str
    blocks: tuple[Block, ...] = field(repr=False)

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The rows of all its grids."""
        return [row for block in self.blocks if isinstance(block, Grid) for row in block.rows]

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.blocks[0].place

    @property
    def title(self) -> str:
        """What is printed over its cells, if anything is: its first line that is no label."""
        for text, _ in self.lines():
            if "表" in text and not _label(text):
                return tidy(text)
        return ""

    @property
    def year(self) -> int | None:
        """The year it is for, from its title or the line of its own below it."""
        pattern = re.compile(layout("forms")["year"])
        for text, _ in self.lines():
            folded = fold(text)
            if match := pattern.fullmatch(folded) or re.match(r"(20\d\d)年", folded):
                return int(match[1])
        return None

    def value(self, key: str) -> str | None:
        """The words beside a label: the next cell, or what follows the colon in the label's own."""
        pattern = re.compile(layout("forms")["labels"][key])
        for row in self.rows:
            printed = [cell for cell in row if cell.text.strip()]
            for index, cell in enumerate(printed):
                label, _, own = fold(cell.text).partition(":")
                if pattern.fullmatch(label):
                    value = own or (tidy(printed[index + 1].text) if index + 1 < len(printed) else "")
                    return value or None
        return None

    def lines(self) -> Iterator[tuple[str, Place]]:
        """The lines above its cells: paragraphs, and rows that are one cell."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from ((line.text, line.place) for line in block.lines)
                continue
            for row in block.rows:
                printed = [cell for cell in row if cell.text.strip()]
                if len(printed) > 1:
                    return
                yield from ((cell.text, cell.place) for cell in printed)


def take_forms(blocks: Sequence[Block]) -> tuple[list[Form], tuple[Block, ...]]:
    """The forms among a file's blocks, and the blocks that belong to none.

    A form begins with the short lines right above the grid that names its project, and goes on over grids without
    a name until something else is printed.
    """
    forms: list[Form] = []
    rest: list[Block] = []
    pending: list[Block] = []  # short lines that may be the next form's title
    current: list[Block] = []

    def close() -> None:
        if current:
            forms.append(Form(_kind(current), tuple(current)))
            current.clear()

    for block in (part for whole in blocks for part in _parts(whole)):
        if isinstance(block, Grid) and _begins(block):
            close()
            current.extend([*pending, block])
            pending.clear()
        elif isinstance(block, Grid) and current:
            current.extend([*pending, block])
            pending.clear()
        elif isinstance(block, Paragraph) and _is_line(block):
            pending.append(block)
        else:
            close()
            rest.extend([*pending, block])
            pending.clear()
    close()
    return forms, (*rest, *pending)


def _parts(block: Block) -> Iterator[Block]:
    """A grid that holds several forms, apart."""
    if isinstance(block, Paragraph):
        yield block
        return
    starts = [index for index, row in enumerate(block.rows) if _names_project(row)]
    if len(starts) < 2 or not _begins(block):
        yield block
        return
    bounds = [0]
    for start in starts[1:]:
        while start > 0 and sum(bool(cell.text.strip()) for cell in block.rows[start - 1]) <= 1:
            start -= 1  # its title's rows
        bounds.append(start)
    for low, high in zip(bounds, [*bounds[1:], len(block.rows)], strict=True):
        yield Grid(block.rows[low:high], block.spans_known)


def _begins(grid: Grid) -> bool:
    """Whether a grid is the beginning of a form: it names its project in a row of its own, above other labels."""
    return any(_names_project(row) for row in grid.rows) and any(
        _label(cell.text) in ("department", "unit") for row in grid.rows for cell in row
    )


def _names_project(row: Sequence[Cell]) -> bool:
    printed = [cell for cell in row if cell.text.strip()]
    return any(_label(cell.text) == "project" for cell in printed[:-1]) and indicator_header(row) is None


def _label(text: str) -> str | None:
    label = fold(text).partition(":")[0]
    return next((key for key, pattern in _labels().items() if pattern.fullmatch(label)), None)


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    return {key: re.compile(pattern) for key, pattern in layout("forms")["labels"].items()}


def indicator_header(row: Sequence[Cell]) -> dict[str, int] | None:
    """The column of each key, where the row is the header of indicators."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        text = fold(cell.text)
        for key, pattern in layout("forms")["indicator_columns"].items():
            if text and key not in found and re.fullmatch(pattern, text):
                found[key] = index
                break
    return found if "level_1" in found and len(found) >= _HEADER_MIN else None


def _kind(blocks: Sequence[Block]) -> str:
    headers = [header for b in blocks if isinstance(b, Grid) for row in b.rows if (header := indicator_header(row))]
    scored = any("score" in header or "actual" in header for header in headers)
    return SELF_EVALUATION if scored else TARGETS


def _is_line(paragraph: Paragraph) -> bool:
    text = fold(paragraph.text)
    return len(text) <= _LINE_MAX and not re.search(r"[。;!?]", text)
