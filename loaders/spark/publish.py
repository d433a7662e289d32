"""A folder put in the place of another in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

from loaders import messages
from loaders.files import sync_folder, uninterrupted
from loaders.messages import SaidError

MARK = "build_report.json"
"""In every folder that a build has written."""

_HERE = -100  # AT_FDCWD of renameat2(2)
_EXCHANGE = 2  # RENAME_EXCHANGE
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


def refuse_foreign(target: Path) -> None:
    """Raises SaidError where something stands in the folder's place that no build has written."""
    if target.exists() and not (target / MARK).is_file() and not (target.is_dir() and not any(target.iterdir())):
        raise SaidError(messages.NOT_OF_SPARK.fill(path=target), usage=True)


def put_in_place(made: Path, target: Path) -> None:
    """Renames `made` to `target`; what stood there stands in `made`'s place afterwards, for the caller to remove.

    Both are on one file system. Whoever opens `target` finds the old folder or the new one. Only where the system
    cannot exchange two names in one step, a moment lies between two steps, in which there is neither.
    """
    with uninterrupted():
        if not target.exists():
            made.rename(target)
        elif not _exchanged(made, target):
            aside = made.with_name(made.name + "-former")
            target.rename(aside)
            made.rename(target)
    sync_folder(target.parent)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether both names now stand for each other's folder; raises OSError where the system refuses."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))
