"""Web pages, also as Excel and Word save them: paragraphs and tables in the order of the page."""

from __future__ import annotations

from loaders.readers.html.page import page_blocks
from loaders.readers.html.source import decoded
from loaders.readers.model import Block


def blocks(data: bytes) -> tuple[Block, ...]:
    """The page's blocks. Places have the line of the page's source."""
    return page_blocks(decoded(data))
