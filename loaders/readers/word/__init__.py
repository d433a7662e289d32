"""Word documents: paragraphs and tables in the order of the text, with the numbers that Word adds to them."""

from __future__ import annotations

from loaders.readers.model import Block
from loaders.readers.word.body import Body
from loaders.readers.word.package import WordPackage


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a docx. Headers, footers, notes and comments are no part of the text and are left out.

    In a place the line is the number of the paragraph, those in table cells counted; the page is told where the file
    has page breaks.
    """
    return tuple(Body(WordPackage(data)).blocks())
