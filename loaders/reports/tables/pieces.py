"""What stands in a grid without being a row of it: titles, units, notes that a spreadsheet or a page keeps in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.readers.model import Block, Cell, Grid, Line, Paragraph
from loaders.reports.fold import fold
from loaders.reports.tables.titles import table_code
from loaders.reports.tables.words import Words


def pieces(blocks: Sequence[Block], words: Words) -> Iterator[Block]:
    """The blocks, each grid's rows of words about a table taken out as paragraphs; a grid goes on behind them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        rows: list[tuple[Cell, ...]] = []
        for row in block.rows:
            said = _about_table(row, words)
            if not said:
                rows.append(row)
                continue
            if rows:
                yield Grid(tuple(rows), block.spans_known)
                rows = []
            for cell in said:
                yield Paragraph((Line(cell.text, cell.place, ends_paragraph=True),))
        if rows:
            yield Grid(tuple(rows), block.spans_known)


def _about_table(row: tuple[Cell, ...], words: Words) -> list[Cell]:
    """The cells of a row that speaks about a table; none where it is a row of one.

    One cell may hold several of them, line by line: its title, whose it is, its unit.
    """
    printed = [cell for cell in row if cell.text.strip()]
    texts = [fold(cell.text) for cell in printed]
    if len(texts) == 1 and (table_code(texts[0], words) or re.search(words["empty_table"], texts[0])):
        return printed
    if texts and all(re.match(words["words_about_tables"], text) for text in texts):
        return printed
    said = [Cell(part, cell.place) for cell in printed for part in cell.text.split()]
    known = [table_code(cell.text, words) or re.match(words["words_about_tables"], fold(cell.text)) for cell in said]
    return said if len(printed) == 1 and len(said) > 1 and all(known) else []
