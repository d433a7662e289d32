"""Blocks as plain text: rows of tables as tab-separated lines, a covered cell empty, a page's end as a form feed."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.samples.blocks import Block, PageBreak, Row, Text
from loaders.samples.layout import Layout


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The report in the layout's encoding."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Text):
            lines += [block.text, ""]
        elif isinstance(block, PageBreak):
            lines.append("\f")
        else:
            lines += [_line(row) for row in (*block.header, *block.rows)]
            lines.append("")
    return ("\n".join(lines) + "\n").encode(layout.encoding)


def _line(row: Row) -> str:
    return "\t".join(cell.text if cell else "" for cell in row)
