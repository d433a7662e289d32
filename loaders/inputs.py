"""The files that are given to a load: found, named, and each accounted for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.readers.errors import UnreadableError
from loaders.settings import whole_number

_LAKE_FROM = 2_000


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as given. `size_bytes` and `sha256` are missing where it could not be opened.

    `document_count`: the documents that stand for it, whatever became of them; never none.
    """

    input_file_id: str
    file_name: str
    sha256: str
    size_bytes: int | None
    document_count: int = 0


def input_file(file_name: str, sha256: str = "", size_bytes: int | None = None) -> InputFile:
    """A file with its key, which is made of its bytes, or of its name where there are none."""
    key = sha256 or hashlib.sha256(file_name.encode("utf-8", "replace")).hexdigest()
    return InputFile(f"file-{key[:12]}", file_name, sha256, size_bytes)


def shown_name(path: Path) -> str:
    """The file's name as text. Names unpacked on another system are often in GBK, which this system takes for none."""
    name = path.name
    try:
        name.encode("utf-8")
        return name
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "backslashreplace")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and all that stands in the folders named, without what is hidden.

    What a folder holds and cannot be read (a folder without the right, a link that leads nowhere or to a folder, a
    pipe) is in the list too: it is for the reading to refuse it, so that nothing is left out in silence. Raises
    UnreadableError for a folder in which nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(_inside(path))
            if not inside:
                raise UnreadableError(
                    "no_documents", f"the folder {path} holds no documents", advice="name a folder with reports"
                )
            found.update(dict.fromkeys(inside))
        else:
            found[path] = None  # a missing file is quarantined like any other that cannot be read
    return list(found)


def is_for_lake(paths: Iterable[Path]) -> bool:
    """Whether there are more files than are kept as CSV tables: the setting JUESUAN_LAKE_FROM."""
    most = lake_from()
    return sum(1 for _ in zip(range(most + 1), _each(paths), strict=False)) > most


def lake_from() -> int:
    """Up to so many files are kept as CSV tables."""
    return whole_number("JUESUAN_LAKE_FROM", _LAKE_FROM)


def _each(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from _inside(path) if path.is_dir() else (path,)


def _inside(folder: Path) -> Iterator[Path]:
    refused: list[Path] = []

    def refuse(error: OSError) -> None:
        refused.append(Path(error.filename))

    for name, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (Path(name, each) for each in files if not each.startswith("."))
        yield from (path for each in folders if (path := Path(name, each)).is_symlink())
    yield from refused
