"""Pages to the blocks that all readers yield."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaders.readers.model import Block
from loaders.readers.pages.furniture import without_furniture
from loaders.readers.pages.items import Page, PageTable
from loaders.readers.pages.opentables import with_open_tables
from loaders.readers.pages.paragraphs import PlacedLine, paragraphs
from loaders.readers.pages.sidebyside import in_reading_order


def blocks_of(pages: Iterable[Page]) -> Iterator[Block]:
    """The blocks one after the other; no more than a few pages are held at a time."""
    pending: list[PlacedLine] = []
    for page in in_reading_order(with_open_tables(without_furniture(pages))):
        for item in page.items:
            if isinstance(item, PageTable):
                yield from paragraphs(pending)
                pending = []
                yield item.grid
            else:
                pending.append(PlacedLine(page.number, page.frame, item))
    yield from paragraphs(pending)
