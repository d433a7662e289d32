"""Parts that the published file no longer reads are removed, but not while somebody may still read the file before."""

from __future__ import annotations

import json
import time
from collections.abc import Set
from contextlib import suppress
from pathlib import Path

from loaders.files import replace_whole
from loaders.settings import whole_number
from loaders.warehouse.parts.part import BUILDING
from loaders.workspace import workspace

_LEFT = "left.json"
"""Since when each part has been left, in seconds since 1970."""
_KEPT_HOURS = 24


def expire(parts: Path, used: Set[str]) -> None:
    """Removes the parts that have not been `used` for a day (JUESUAN_KEEP_PARTS_HOURS), and notes which are left now.

    Whoever has opened the file that was published before goes on reading its parts. A clock that was set back makes a
    part stay longer, never go sooner, and so does a record that is damaged. Raises OSError where the system refuses.
    """
    record = parts / _LEFT
    known = _known(record)
    now = time.time()
    kept = whole_number("JUESUAN_KEEP_PARTS_HOURS", _KEPT_HOURS) * 3600
    left = {}
    for folder in sorted(parts.iterdir()):
        if folder.is_dir() and not folder.name.startswith(BUILDING) and folder.name not in used:
            since = known.get(folder.name, now)
            if now - since > kept:
                _remove(folder)
            else:
                left[folder.name] = since
    replace_whole(record, json.dumps(left, indent=1).encode())


def _known(record: Path) -> dict[str, float]:
    with suppress(FileNotFoundError, ValueError):
        return {str(part): float(since) for part, since in json.loads(record.read_text(encoding="utf-8")).items()}
    return {}


def _remove(part: Path) -> None:
    """First takes it out of its place, whole: what a kill leaves half removed must not be taken for a part."""
    with workspace(part.parent, BUILDING) as aside:
        part.rename(aside / part.name)
