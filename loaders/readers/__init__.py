"""Readers turn a file of one format into pages, paragraphs and grids of cells with their place.

`read` recognises the format by content, never by name. Each format is read by one module with the function
`blocks(data)`; `formats.py` lists them.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from loaders.readers.errors import UnreadableError
from loaders.readers.formats import recognise
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import SourceFile


def read(path: Path) -> SourceFile:
    """Reads one file.

    Raises UnreadableError for a file that cannot be opened, is empty, or is of no format this version reads.
    """
    return read_bytes(path.name, load_bytes(path))


def load_bytes(path: Path) -> bytes:
    """The file's bytes; raises UnreadableError where the system refuses them or they are too many."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):  # one that could be opened would have been looked into
            os.scandir(path).close()
        if not stat.S_ISREG(status.st_mode):  # a pipe or a device may have no end
            raise UnreadableError(
                "cannot_open", "it is no ordinary file", expected="a file", advice="name the file or folder itself"
            )
        if status.st_size > allowed().file_bytes:
            raise beyond("file_bytes", "bytes of the file")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            "cannot_open", f"the file cannot be opened: {error.strerror}", advice="check its path and rights"
        ) from error


def read_bytes(file_name: str, data: bytes) -> SourceFile:
    """Reads the bytes of one file; `file_name` is kept for naming it and decides nothing."""
    if not data.strip():
        raise UnreadableError("empty", "the file is empty", expected="a report", advice="fetch it again")
    found = recognise(data)
    return SourceFile(
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=found.media_type,
        blocks=found.reader()(data),
    )
