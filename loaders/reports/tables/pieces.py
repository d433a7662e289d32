"""What stands in a grid without being a row of it: titles, units, notes that a spreadsheet or a page keeps in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.layouts import layout
from loaders.readers.model import Block, Cell, Grid, Line, Paragraph
from loaders.reports.fold import fold
from loaders.reports.tables.titles import table_code


def pieces(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, each grid's rows of words about a table taken out as paragraphs; a grid goes on behind them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            continue
        rows: list[tuple[Cell, ...]] = []
        for row in block.rows:
            if not _is_about_table(row):
                rows.append(row)
                continue
            if rows:
                yield Grid(tuple(rows), block.spans_known)
                rows = []
            for cell in row:
                if cell.text.strip():
                    yield Paragraph((Line(cell.text, cell.place, ends_paragraph=True),))
        if rows:
            yield Grid(tuple(rows), block.spans_known)


def _is_about_table(row: tuple[Cell, ...]) -> bool:
    texts = [fold(cell.text) for cell in row if cell.text.strip()]
    if len(texts) == 1 and (table_code(texts[0]) or re.search(layout("final_accounts")["empty_table"], texts[0])):
        return True
    return bool(texts) and all(re.match(layout("final_accounts")["words_about_tables"], text) for text in texts)
