"""Readers turn a file of one format into pages, paragraphs and grids of cells with their place.

`read` recognises the format by content, never by name.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from loaders.readers import text as text_reader
from loaders.readers.encoding import decode
from loaders.readers.errors import UnreadableError
from loaders.readers.model import SourceFile

# First bytes of formats that are known by sight but not read yet; each names itself in the message.
_SIGNATURES = (
    (b"%PDF", "application/pdf", "PDF"),
    (b"PK\x03\x04", "application/zip", "Word, Excel or zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "old Word or Excel"),
    (b"\x89PNG", "image/png", "image"),
    (b"\xff\xd8\xff", "image/jpeg", "image"),
)


def read(path: Path) -> SourceFile:
    """Reads one file.

    Raises UnreadableError for a file that cannot be opened, is empty, or is of no format this version reads.
    """
    return read_bytes(path.name, load_bytes(path))


def load_bytes(path: Path) -> bytes:
    """The file's bytes; raises UnreadableError where the system refuses them."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            "cannot_open", f"the file cannot be opened: {error.strerror}", advice="check its path and rights"
        ) from error


def read_bytes(file_name: str, data: bytes) -> SourceFile:
    """Reads the bytes of one file; `file_name` is kept for naming it and decides nothing."""
    if not data.strip():
        raise UnreadableError("empty", "the file is empty", expected="a report", advice="fetch it again")
    media_type = sniff(data)
    if media_type != "text/plain":
        name = next(name for mark, _, name in _SIGNATURES if data.startswith(mark))
        raise UnreadableError(
            "format_not_read",
            f"this is a {name} file ({media_type})",
            expected="plain text",
            advice="this version reads plain text; see docs/coverage.md",
        )
    text, encoding = decode(data)
    return SourceFile(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        blocks=text_reader.blocks(text),
    )


def sniff(data: bytes) -> str:
    """The media type by the file's first bytes; `text/plain` where no signature is known."""
    return next((media for mark, media, _ in _SIGNATURES if data.startswith(mark)), "text/plain")
