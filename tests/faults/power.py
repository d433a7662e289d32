"""The power is cut at a moment by chance of a build: what is on the disk then, without what was in memory only.

The disk is a file with ext4 on it, mounted. What the system has written to it so far is taken in one step, as a clone
that XFS makes of that file, and mounted as the disk would be when the power is back: ext4 replays its journal, and what
nobody had asked to be written may be gone, or be there in part. ext4's own guess that a renamed file should be written
first is switched off: other file systems do not have it.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loaders.files import replace_whole
from tests.faults import killed, lakes

_ROOM, _DISK_ROOM = 3 << 30, 1 << 30
_CLONE = 0x40049409  # FICLONE of linux/fs.h
_TOOLS = ("unshare", "mount", "umount", "mkfs.ext4", "mkfs.xfs")
_NEW_NAMESPACE = ("unshare", "--mount")
_TRY = "cd $1; truncate -s 400M try; mkfs.xfs -q -m reflink=1 try; mkdir place; mount -o loop try place"
_BUSY_SECONDS = 30.0
_LONG = 600
"""Seconds after which ext4 writes by itself what nobody asked for: else a slow build would be safe by chance."""
_DATA = b"figures" * 100_000
_CUTS = 4
"""At most so many cuts in one build; the last as soon as it has ended, when all it did must be there."""
_FORGETS = "import os\nos.fsync = lambda _: None\n"


def why_not() -> str:
    """Why no disk can be made here; empty where one can."""
    if missing := [tool for tool in _TOOLS if shutil.which(tool) is None]:
        return f"{', '.join(missing)} not found"
    if os.geteuid() != 0:
        return "a file can be mounted by root only"
    if not Path("/dev/loop-control").exists():
        return "there are no loop devices"
    with tempfile.TemporaryDirectory(prefix="juesuan-disk-") as folder:
        tried = subprocess.run([*_NEW_NAMESPACE, "sh", "-ec", _TRY, "try", folder], capture_output=True, text=True)
    return "" if tried.returncode == 0 else tried.stderr.strip()


def run(folder: Path, scene: str, kind: str, count: int) -> str:
    """So many cuts in `builds` of a warehouse, or of `lakes`, by the `small` project or the `real` one; what was seen.

    The scene `itself` tells which of two files survive, one that was asked to be written and one that was not. The
    kind `forgetful` is the small project, whose builds ask for nothing to be written.

    Raises RuntimeError with all that was said where a promise broke.
    """
    words = ["-m", "tests.faults.power", str(folder), scene, kind, str(count)]
    # Mounts of a namespace end with its last process.
    done = subprocess.run([*_NEW_NAMESPACE, sys.executable, *words], capture_output=True, text=True, cwd=killed.ROOT)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout.strip()


@dataclass(frozen=True)
class Cut:
    """The disk at a moment: the file, and whether the build had ended."""

    image: Path
    ended: bool


class Disk:
    """A disk, mounted at `place`, whose state at a moment can be had."""

    def __init__(self, folder: Path) -> None:
        outer = folder / "outer"
        self.place = folder / "disk"
        for each in (outer, self.place):
            each.mkdir()
        self._image = outer / "disk.img"
        self._number = 0
        _made(folder / "outer.img", _ROOM, "mkfs.xfs", "-q", "-m", "reflink=1")
        _command("mount", "-o", "loop", str(folder / "outer.img"), str(outer))
        _made(self._image, _DISK_ROOM, "mkfs.ext4", "-q")
        self._mount(self._image)

    def cut(self, *, ended: bool) -> Cut:
        """The disk as it is at this moment."""
        self._number += 1
        image = self._image.with_name(f"cut-{self._number}.img")
        with self._image.open("rb") as source, image.open("wb") as target:
            fcntl.ioctl(target, _CLONE, source.fileno())
        return Cut(image, ended)

    def cuts(self, build: subprocess.Popen[bytes], seconds: float, rng: random.Random, count: int) -> list[Cut]:
        """The disk at so many moments: by chance of a build that takes so long, the last when it has ended."""
        start, found = time.monotonic(), []
        family = [build.pid]
        for moment in sorted(rng.uniform(0, seconds) for _ in range(count - 1)):
            time.sleep(max(start + moment - time.monotonic(), 0))
            family += killed.descendants(build.pid)
            found.append(self.cut(ended=build.poll() is not None))
        build.wait()
        found.append(self.cut(ended=True))
        killed.gone(family)
        return found

    @contextmanager
    def as_of(self, cut: Cut) -> Iterator[None]:
        """The disk as it was found after that cut, in its place; what is done to it then is forgotten."""
        self._unmount()
        self._mount(cut.image)
        yield
        self._unmount()
        cut.image.unlink()
        self._mount(self._image)

    def _mount(self, image: Path) -> None:
        _command("mount", "-o", f"loop,noauto_da_alloc,commit={_LONG}", str(image), str(self.place))

    def _unmount(self) -> None:
        end = time.monotonic() + _BUSY_SECONDS
        while subprocess.run(["umount", str(self.place)], capture_output=True).returncode:
            assert time.monotonic() < end, f"{self.place} is in use"
            time.sleep(0.1)


def _made(image: Path, size: int, *command: str) -> None:
    with image.open("wb") as file:
        file.truncate(size)
    _command(*command, str(image))


def _command(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def _builds(disk: Disk, kind: str, count: int) -> Counter[str]:
    folder = disk.place / "work"
    folder.mkdir()
    place = killed.real_project(folder) if kind == "real" else killed.small_project(folder)
    if kind == "forgetful":
        for _, script in place.commands.values():
            Path(script).write_text(_FORGETS + Path(script).read_text())
    usual = {name: killed.whole(place, name) for name in sorted(place.commands, reverse=True)}
    published, seen = "one", Counter[str]()
    while seen["cuts"] < count:
        rng = random.Random(f"power {seen['cuts']}")
        wanted = rng.choice(sorted(set(place.commands) - {published}))
        os.sync()
        allowed = {name: usual[name].answers for name in (published, wanted)}
        for cut in disk.cuts(place.start(wanted), usual[wanted].seconds["end"], rng, min(count, _CUTS)):
            with disk.as_of(cut):
                found = killed.answers(place.warehouse)
                now = next((name for name, answers in allowed.items() if answers == found), None)
                assert now is not None, f"cut {seen['cuts']}: what is published is no build's"
                assert now == wanted or not cut.ended, f"cut {seen['cuts']}: a build has ended, and is not published"
                following = rng.choice(sorted(place.commands))
                assert killed.whole(place, following).answers == usual[following].answers
            seen.update(["cuts", "after the build" if cut.ended else "new" if now == wanted else "former"])
        published = wanted
    return seen


def _lakes(disk: Disk, kind: str, count: int) -> Counter[str]:
    ground = (lakes.small if kind == "small" else lakes.real)(disk.place)
    starts = lakes.STARTS if count > _CUTS else lakes.STARTS[:1]
    ends = lakes.undisturbed(ground, starts)
    seen = Counter[str]()
    while seen["cuts"] < count:
        rng = random.Random(f"power {seen['cuts']}")
        start = rng.choice(starts)
        end = ends[start]
        ground.set_back(start)
        os.sync()
        for cut in disk.cuts(ground.place.start("build"), end.build.seconds["end"], rng, min(count, _CUTS)):
            with disk.as_of(cut):
                words = lakes.stands(ground, end)
                assert words == "new published" or not cut.ended, f"cut {seen['cuts']}: an ended build is not published"
                lakes.goes_on(ground, end, rng)
            seen.update(["cuts", f"from {start}", "after the build" if cut.ended else words])
    return seen


def _itself(disk: Disk) -> dict[str, bool]:
    replace_whole(disk.place / "asked for", _DATA)
    (disk.place / "not asked for").write_bytes(_DATA)
    there = sorted(path for path in disk.place.iterdir() if path.is_file())
    with disk.as_of(disk.cut(ended=True)):
        return {path.name: path.is_file() and path.read_bytes() == _DATA for path in there}


def _within(folder: Path, scene: str, kind: str, count: int) -> str:
    disk = Disk(folder)
    if scene == "itself":
        return str(_itself(disk))
    return str(dict((_builds if scene == "builds" else _lakes)(disk, kind, count)))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
    print(_within(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
