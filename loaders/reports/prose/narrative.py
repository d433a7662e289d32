"""The prose of a segment, read statement by statement: which subject, which role, which number.

`read` gives the figures; `tokens` and `coverage` prove that no number was dropped in silence. Columns of a table that
hold sentences (评价情况) are prose too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.layouts import layout
from loaders.readers.model import Grid, Line, Paragraph, Place
from loaders.reports.document import Content, Segment
from loaders.reports.fold import fold
from loaders.reports.prose import statements
from loaders.reports.prose.prosetext import ProseText, prose_text
from loaders.reports.prose.reader import Reader
from loaders.reports.prose.sections import Sections
from loaders.reports.prose.tokens import CLAIMS, Token, tokenise
from loaders.reports.prose.vocabulary import vocabulary

# Reports that are tables by nature: their text is read with the tables.
_WITHOUT_PROSE = frozenset({"project_targets"})


@dataclass(frozen=True, slots=True)
class PlacedToken:
    """A numeric token of a segment with its class, for the proof that no number was dropped in silence."""

    kind: str
    printed: str
    unit: str
    place: Place


def read(segment: Segment) -> Content:
    """Every figure that the segment's paragraphs state, and those of sentences in grids."""
    reader = Reader(segment)
    for prose, tokens, skipped in _paragraphs(segment, reader.sections):
        if not skipped:
            reader.read(prose, tokens)
    return Content(figures=statements.figures(reader.found))


def tokens(segment: Segment) -> tuple[PlacedToken, ...]:
    """Every digit run of the segment's paragraphs with its class.

    `figure` is what `read` places; all else says why it is no figure (date, name, points, glossary …).
    `unclassified` is a number of which nothing is known: it should be looked at.
    """
    result = []
    for prose, found, skipped in _paragraphs(segment, Sections(vocabulary())):
        for token in found:
            if token.number is not None or token.kind not in CLAIMS:
                kind = skipped if skipped and token.kind in ("figure", "unclassified") else token.kind
                result.append(PlacedToken(kind, token.printed, token.unit, prose.place(token.start)))
    return tuple(result)


def coverage(segment: Segment) -> tuple[PlacedToken, ...]:
    """The digit runs that no rule accounts for; empty where every number is placed or known to be no figure."""
    return tuple(token for token in tokens(segment) if token.kind == "unclassified")


def _paragraphs(segment: Segment, sections: Sections) -> Iterator[tuple[ProseText, tuple[Token, ...], str | None]]:
    if segment.kind in _WITHOUT_PROSE:
        return
    for block in segment.blocks:
        if isinstance(block, Paragraph):
            prose = prose_text(block)
            sections.enter(prose)
            yield prose, tokenise(prose), sections.skipped
        else:
            for paragraph in _sentences(block):
                prose = prose_text(paragraph)
                yield prose, tokenise(prose), sections.skipped


def _sentences(grid: Grid) -> Iterator[Paragraph]:
    titles = re.compile(layout("evaluation")["prose_columns"])
    columns: set[int] = set()
    for row in grid.rows:
        for column, cell in enumerate(row):
            if titles.fullmatch(fold(cell.text)):
                columns.add(column)
            elif column in columns and "。" in cell.text:
                yield Paragraph((Line(cell.text, cell.place),))
