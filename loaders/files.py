"""Files replaced as a whole: a reader sees the old one or the new one, a kill or a full disk leaves the old one."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from loaders import seedfiles
from loaders.seedfiles import Row


def replace_whole(path: Path, data: bytes) -> None:
    """Writes `data` beside `path`, makes it durable, then puts it in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_mode())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_seeds(tables: Mapping[str, Sequence[Row]], folder: Path) -> dict[str, int]:
    """Writes the loaders' tables so that the folder holds those of one load, never some of two.

    All files are written aside first; only their renames stand between the old state and the new, and Ctrl-C
    waits for them. Returns the rows of each table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".loading-", dir=folder) as name:
        counts = seedfiles.write(tables, Path(name))
        with uninterrupted():
            for file in sorted(Path(name).iterdir()):
                file.replace(folder / file.name)
    return counts


def sync_file(path: Path) -> None:
    """Makes the file's content durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Makes the folder's entries durable, where the system can."""
    with suppress(OSError):  # some file systems have no handle for folders
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode() -> int:
    """The rights a new file would have; `mkstemp` gives fewer."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back until the block is done. Only the main thread can, and only there it arrives."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pending.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pending:
        raise KeyboardInterrupt
