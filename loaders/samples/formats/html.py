"""Blocks as a web page: merged cells by rowspan and colspan."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from loaders.samples.blocks import Block, PageBreak, Row, Table, Text
from loaders.samples.layout import Layout

_TAGS = {"title": "h1", "heading": "h2", "caption": "h3"}
_HEAD = (
    '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="{encoding}">\n<title>{title}</title>\n'
    "<style>table{{border-collapse:collapse}}td,th{{border:1px solid;padding:2px 6px}}"
    ".number{{text-align:right}}</style>\n</head>\n<body>\n"
)


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The page in the layout's encoding. A page's end and its number have no meaning in it and are left out."""
    found = list(blocks)
    title = next((block.text for block in found if isinstance(block, Text)), "")
    parts = [_HEAD.format(encoding=layout.encoding, title=escape(title))]
    for block in found:
        if isinstance(block, Table):
            parts.append(_table(block))
        elif not isinstance(block, PageBreak) and block.role != "page_number":
            tag = _TAGS.get(block.role, "p")
            parts.append(f"<{tag}>{escape(block.text, quote=False)}</{tag}>\n")
    return "".join([*parts, "</body>\n</html>\n"]).encode(layout.encoding)


def _table(table: Table) -> str:
    rows = [_row(row, "th") for row in table.header] + [_row(row, "td") for row in table.rows]
    return "<table>\n" + "".join(rows) + "</table>\n"


def _row(row: Row, tag: str) -> str:
    cells = []
    for cell in row:
        if cell is None:
            continue
        spans = "".join(
            f' {name}="{size}"' for name, size in (("rowspan", cell.rows), ("colspan", cell.columns)) if size > 1
        )
        kind = ' class="number"' if cell.is_number else ""
        cells.append(f"<{tag}{spans}{kind}>{escape(cell.text, quote=False)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>\n"
