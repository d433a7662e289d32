"""Builds on a disk that is really full: a file system in memory with less room each time, until nothing is left.

It is mounted in a namespace of its own, which needs no rights beyond those that most systems give to every user.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.faults import killed

_MOST = 1 << 30
_NEW_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


def why_not() -> str:
    """Why no file system can be mounted here; empty where one can."""
    try:
        tried = subprocess.run([*_NEW_NAMESPACE, "true"], capture_output=True, text=True)
    except OSError as error:
        return f"unshare(1) is needed: {error}"
    return "" if tried.returncode == 0 else tried.stderr.strip()


def run(folder: Path, kind: str, smallest: int, factor: int) -> str:
    """Builds with `smallest` bytes of room for the second build, and so many times more each time; returns what it saw.

    `kind` is `small` or `real`, the project to build. Raises RuntimeError with all that was said where a promise broke.
    """
    words = ["-m", "tests.faults.room", str(folder), kind, str(smallest), str(factor)]
    done = subprocess.run([*_NEW_NAMESPACE, sys.executable, *words], capture_output=True, text=True, cwd=killed.ROOT)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout.strip()


def _within(folder: Path, kind: str, smallest: int, factor: int) -> str:
    place = killed.small_project(folder) if kind == "small" else killed.real_project(folder)
    target = place.warehouse.parent
    target.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={_MOST}", "tmpfs", str(target))
    assert _build(place, "one") == 0, place.said.read_text()
    before = _digest(place)
    room, refused = smallest, []
    while True:
        _mount("-o", f"remount,size={_used(target) + room}", str(target))
        status, said = _build(place, "two"), place.said.read_text(encoding="utf-8", errors="replace")
        left = sorted(path.name for path in target.iterdir() if path.name.startswith("."))
        assert not left, f"{room} bytes of room: left behind: {left}"
        if status == 0:
            assert _digest(place) != before
            return (
                f"{len(refused)} builds refused for want of room, with {refused} KiB; published with {room >> 10} KiB"
            )
        assert _digest(place) == before, f"{room} bytes of room: the published file has changed"
        assert "Traceback" not in said, said
        assert "No space left" in said or "could not" in said.lower() or "disk" in said.lower(), said
        refused.append(room >> 10)
        room *= factor


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def _build(place: killed.Place, name: str) -> int:
    return place.start(name).wait()


def _digest(place: killed.Place) -> str:
    return hashlib.sha256(place.warehouse.read_bytes()).hexdigest()


def _used(folder: Path) -> int:
    status = os.statvfs(folder)
    return (status.f_blocks - status.f_bfree) * status.f_frsize


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
    print(_within(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
