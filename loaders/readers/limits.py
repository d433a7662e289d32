"""How much a file may ask for before it is refused: far above any report, far below what stops a machine.

Each limit is a setting: the environment variable JUESUAN_ with its name in capitals takes its place.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits with their defaults; docs/coverage.md lists them.

    `file_bytes`: a file, and each file inside an archive. `pages`: of a PDF. `archive_entries`, `archive_bytes`:
    all files of an archive together, those of archives inside it included. `archive_ratio`: unpacked bytes for each
    packed one. `archive_depth`: archives inside archives. `part_bytes`: one part of a Word or Excel file, unpacked.
    `sheets`: of a workbook. `cells`: with content, of a workbook. `grid_slots`: rows × columns of one table.
    `table_depth`: tables inside tables. `text_chars`: of one text that is kept (a name, a label, a target).
    `convert_seconds`: LibreOffice's time for one file. `document_seconds` and `memory_bytes`: of the process that reads
    one file. `jobs`: files read at once (0: as many as there are cores).
    """

    file_bytes: int = 256 << 20
    pages: int = 5_000
    archive_entries: int = 2_000
    archive_bytes: int = 1 << 30
    archive_ratio: int = 300
    archive_depth: int = 3
    part_bytes: int = 256 << 20
    sheets: int = 500
    cells: int = 2_000_000
    grid_slots: int = 2_000_000
    table_depth: int = 30
    text_chars: int = 20_000
    convert_seconds: int = 120
    document_seconds: int = 600
    memory_bytes: int = 6 << 30
    jobs: int = 0


def from_environment(environment: Mapping[str, str]) -> Limits:
    """The limits with those that the environment sets; raises UnreadableError for one that is no whole number."""
    values = {}
    for field in fields(Limits):
        name = f"JUESUAN_{field.name.upper()}"
        text = environment.get(name, "").strip()
        if text and not (text.isascii() and text.isdigit()):
            raise UnreadableError(
                "bad_setting", f"{name} is {text!r}", expected="a whole number", advice=f"correct or unset {name}"
            )
        if text:
            values[field.name] = int(text)
    return Limits(**values)


@cache
def allowed() -> Limits:
    """The limits of this run."""
    return from_environment(os.environ)


def beyond(name: str, what: str, place: Place | None = None) -> UnreadableError:
    """What to say where the limit `name` is passed by `what`."""
    value = getattr(allowed(), name)
    return UnreadableError(
        "beyond_limit",
        f"{what}: more than {value:,}",
        place=place,
        expected="a report",
        advice=f"if it is one, allow more with JUESUAN_{name.upper()}",
    )
