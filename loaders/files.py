"""Files replaced as a whole: a reader sees the old one or the new one, a kill or a full disk leaves the old one."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path

from loaders import seedfiles
from loaders.seedfiles import Row
from loaders.workspace import workspace

_WRITTEN = ".written"
"""In a folder of tables: those of a load that are whole, and on their way to their places."""
_SPARE_SECONDS = 60


def replace_whole(path: Path, data: bytes) -> None:
    """Writes `data` beside `path`, makes it durable, then puts it in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
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


def digest_of(
    root: Path, names: Iterable[str], suffixes: Set[str], *, seed: str = "", without: Set[str] = frozenset()
) -> str:
    """SHA-256 of `seed` and of the files named below `root`, or in the folders named, that have one of the suffixes."""
    digest = hashlib.sha256(seed.encode())
    for name in names:
        path = root / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in suffixes and file.name not in without:
                digest.update(f"{file.relative_to(root)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def write_seeds(tables: Mapping[str, Sequence[Row]], folder: Path) -> dict[str, int]:
    """Writes the loaders' tables so that the folder holds those of one load, never some of two.

    All files are written aside first; the rename of their folder is the one step between the old state and the new.
    What then remains is to put each in its place: Ctrl-C waits for that, and after a kill `copy_seeds` sees through
    it and the next load does it. Returns the rows of each table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with workspace(folder, ".loading-") as made, _locked_folder(folder, fcntl.LOCK_EX):
        counts = seedfiles.write(tables, made / "tables")
        for file in (made / "tables").iterdir():
            sync_file(file)
        with uninterrupted():
            _put_in_place(folder)
            (made / "tables").rename(folder / _WRITTEN)
            sync_folder(folder)
            _put_in_place(folder)
    return counts


def copy_seeds(source: Path, target: Path) -> None:
    """Copies the loaders' tables of one load, as far as they are there, also where a kill left them half in place."""
    with _locked_folder(source, fcntl.LOCK_SH):
        for name in seedfiles.COLUMNS:
            places = (source / _WRITTEN / f"{name}.csv", source / f"{name}.csv")
            if (file := next((place for place in places if place.is_file()), None)) is not None:
                shutil.copyfile(file, target / file.name)


def _put_in_place(folder: Path) -> None:
    """Moves the tables of a load that is written whole to where they belong."""
    written = folder / _WRITTEN
    if written.is_dir():
        for file in sorted(written.iterdir()):
            file.replace(folder / file.name)
        written.rmdir()


@contextmanager
def _locked_folder(folder: Path, kind: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, kind)
        yield
    finally:
        os.close(handle)


def _sweep(path: Path) -> None:
    """Removes what a kill left beside the file; what is younger than a minute may be another's, at work."""
    left = re.compile(re.escape(f".{path.name}.") + r"[a-z0-9_]{8}")
    for file in path.parent.iterdir():
        with suppress(OSError):
            if left.fullmatch(file.name) and abs(time.time() - file.lstat().st_mtime) > _SPARE_SECONDS:
                file.unlink()


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
