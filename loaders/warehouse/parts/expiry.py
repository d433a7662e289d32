"""Parts that the published file no longer reads are removed, but not while somebody may still read the file before."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Set
from pathlib import Path

from loaders.files import replace_whole
from loaders.settings import whole_number
from loaders.warehouse.parts.part import BUILDING

_LEFT = "left.json"
"""Since when each part has been left, in seconds since 1970."""
_KEPT_HOURS = 24


def expire(parts: Path, used: Set[str]) -> None:
    """Removes the parts that have not been `used` for a day (JUESUAN_KEEP_PARTS_HOURS), and notes which are left now.

    Whoever has opened the file that was published before goes on reading its parts. A clock that was set back makes a
    part stay longer, never go sooner.
    """
    record = parts / _LEFT
    known: dict[str, float] = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    now = time.time()
    kept = whole_number("JUESUAN_KEEP_PARTS_HOURS", _KEPT_HOURS) * 3600
    left = {}
    for folder in sorted(parts.iterdir()):
        if folder.is_dir() and not folder.name.startswith(BUILDING) and folder.name not in used:
            since = known.get(folder.name, now)
            if now - since > kept:
                shutil.rmtree(folder)
            else:
                left[folder.name] = since
    replace_whole(record, json.dumps(left, indent=1).encode())
