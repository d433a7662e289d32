"""One build of a warehouse at a time."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock: process id and start (UTC, ISO 8601), as far as they wrote it down."""

    pid: str = "?"
    since: str = "?"


class LockHeldError(Exception):
    """Another process is building this warehouse."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"held by process {holder.pid} since {holder.since}")
        self.holder = holder


@contextmanager
def locked(path: Path, *, wait: bool = False, on_wait: Callable[[Holder], None] | None = None) -> Iterator[None]:
    """Holds the lock on `path` for the block.

    The kernel releases it with the process, however that ends, so a lock is never stale; the file stays, because
    removing it would let two builds lock two files of one name. Raises LockHeldError, unless told to `wait`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(path)
            if not wait:
                raise LockHeldError(holder) from None
            if on_wait is not None:
                on_wait(holder)
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}))
        file.flush()
        yield
        with suppress(OSError):  # what it says of its holder; the lock itself goes with the file that is closed
            file.truncate(0)


def _holder(path: Path) -> Holder:
    """What the holder wrote down; it may not have come to that yet."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Holder(str(found["pid"]), str(found["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Holder()
