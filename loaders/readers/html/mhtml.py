"""Web pages in one file with their pictures (MHTML), as Word, Excel and browsers save them."""

from __future__ import annotations

import email
from email.message import Message

from loaders.readers.errors import UnreadableError
from loaders.readers.html.page import page_blocks
from loaders.readers.html.source import decoded
from loaders.readers.model import Block


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of the pages inside. Of a workbook each sheet is a page; places have the line inside it."""
    parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    if not parts:
        raise UnreadableError(
            "damaged", "the file holds no web page", expected="a page saved whole", advice="save it again, as PDF"
        )
    pages = [_text(part) for part in parts]
    if "<frameset" not in pages[0].lower():
        return page_blocks(pages[0])
    # The frame that holds the names of the sheets comes last, and no table is in it.
    sheets = [text for text in pages[1:] if "<table" in text.lower()]
    return tuple(block for number, text in enumerate(sheets, start=1) for block in page_blocks(text, number))


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_content_charset()
    return decoded(payload, charset) if isinstance(payload, bytes) and payload.strip() else ""
