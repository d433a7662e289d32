"""Temporary folders that outlive nobody: removed at the end, and after a kill by the next one of their kind."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = ".in-use"
_RANDOM = r"[a-z0-9_]{8}"  # what `tempfile` puts behind a prefix


@contextmanager
def workspace(parent: Path, prefix: str, *, spare_seconds: float = 60) -> Iterator[Path]:
    """A new folder in `parent`, removed with all it holds when the block ends.

    Folders of that prefix whose maker is dead are removed first. One made less than `spare_seconds` ago is left
    alone, for its maker may not have locked it yet; whoever holds a lock of his own may pass 0.
    """
    parent.mkdir(parents=True, exist_ok=True)
    sweep(parent, prefix, spare_seconds=spare_seconds)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(parent: Path, prefix: str, *, spare_seconds: float = 60) -> None:
    """Removes the folders of that prefix whose maker is dead, as `workspace` does before it makes one."""
    name = re.compile(re.escape(prefix) + _RANDOM)
    for folder in parent.iterdir():
        if name.fullmatch(folder.name) and _is_abandoned(folder, spare_seconds):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path, spare_seconds: float) -> bool:
    with suppress(OSError):
        status = folder.lstat()
        if status.st_uid != os.getuid() or abs(time.time() - status.st_mtime) < spare_seconds:
            return False
        try:
            lock = (folder / _LOCK).open("r+")
        except FileNotFoundError:
            return True
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False
