"""Processes killed in the middle: nothing goes on alone, nothing half-written is read, nothing stays for good."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from loaders import files, seedfiles
from loaders.files import copy_seeds, replace_whole, write_seeds
from loaders.readers.errors import UnreadableError
from loaders.readers.word import convert
from tests.faults.killed import descendants, gone

_LOADING = """
import sys, time
from pathlib import Path
from loaders.workers import read_apart

def read(path):
    path.write_text(str(__import__("os").getpid()))
    while True:
        pass

if __name__ == "__main__":
    list(read_apart([Path(sys.argv[1])], read, None))
"""


# The other end of the guards' pipe stays open in a third process: that they are alone must be told to them.
_GUARDING = """
import subprocess, sys, time
from pathlib import Path
from loaders.guards.process import GuardProcess

if __name__ == "__main__":
    with GuardProcess() as guards:
        guards._pipe.send(("seeds", Path(sys.argv[1]).parent))
        guards._pipe.recv()  # it has come to its work, and waits for more
        subprocess.Popen(["sleep", "60"], pass_fds=[guards._pipe.fileno()])
        Path(sys.argv[1]).write_text(str(guards._process.pid))
        time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
@pytest.mark.parametrize("code", [_LOADING, _GUARDING], ids=["readers", "guards"])
def test_the_processes_of_a_killed_load_or_build_end_with_it(tmp_path: Path, code: str) -> None:
    script, told = tmp_path / "work.py", tmp_path / "pid"
    script.write_text(code)
    work = subprocess.Popen([sys.executable, str(script), str(told)])
    end = time.monotonic() + 120
    while not (told.is_file() and told.read_text()):
        assert time.monotonic() < end
        time.sleep(0.05)
    os.kill(work.pid, signal.SIGKILL)
    work.wait()
    gone([int(told.read_text())], 20)


_CONVERTING = """
import sys
from loaders.readers.word import convert

if __name__ == "__main__":
    convert.shutil.which = lambda name: sys.argv[1]
    convert.converted(b"{\\rtf1\\ansi " + 200_000 * b"x\\par " + b"}")
"""
# As LibreOffice's program: a script that starts another program.
_STAND_IN = "#!/bin/sh\nsleep 600 &\nwait\n"


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told from /proc")
@pytest.mark.parametrize(
    "last",
    [
        "sleep",
        pytest.param(
            "soffice.bin",
            marks=pytest.mark.skipif(convert.program() is None, reason="LibreOffice (soffice) is not installed"),
        ),
    ],
)
def test_libreoffice_ends_with_a_killed_reader(tmp_path: Path, last: str) -> None:
    script, soffice = tmp_path / "work.py", tmp_path / "soffice"
    script.write_text(_CONVERTING)
    soffice.write_text(_STAND_IN)
    soffice.chmod(0o755)
    program = str(soffice) if last == "sleep" else convert.program()
    scratch = os.environ | {"TMPDIR": str(tmp_path)}
    work = subprocess.Popen([sys.executable, str(script), str(program)], env=scratch)
    end = time.monotonic() + 120
    while not any(last in _command(pid) for pid in descendants(work.pid)):
        assert work.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.005)
    family = descendants(work.pid)
    os.kill(work.pid, signal.SIGKILL)
    work.wait()
    gone(family, 20)


def test_nothing_of_libreoffice_is_left_after_a_conversion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soffice, told = tmp_path / "soffice", tmp_path / "group"
    soffice.write_text(f"#!/bin/sh\necho $$ >{told}\nsleep 600 &\nexit 0\n")
    soffice.chmod(0o755)
    monkeypatch.setattr(convert.shutil, "which", lambda name: str(soffice))
    with pytest.raises(UnreadableError, match="LibreOffice cannot read the document"):
        convert.converted(b"{\\rtf1\\ansi x}")
    end = time.monotonic() + 20
    while _is_group(int(told.read_text())):
        assert time.monotonic() < end, "what LibreOffice started goes on alone"
        time.sleep(0.05)


def _is_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _tables(word: str) -> Mapping[str, list[dict[str, str]]]:
    return {name: [dict.fromkeys(columns, "") | {columns[0]: word}] for name, columns in seedfiles.COLUMNS.items()}


def _words(folder: Path) -> set[str]:
    """The loads whose rows are in the folder's tables."""
    found = set()
    for name, columns in seedfiles.COLUMNS.items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found |= {row[columns[0]] for row in csv.DictReader(file)}
    return found


class _Killed(BaseException):
    """Stands for SIGKILL: nothing that the program does comes after it."""


@pytest.mark.parametrize("moment", [0, 1, 2, 13, len(seedfiles.COLUMNS) - 1, len(seedfiles.COLUMNS)])
def test_tables_of_a_load_killed_between_two_files_are_those_of_one_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    folder, copy = tmp_path / "seeds", tmp_path / "copy"
    copy.mkdir()
    write_seeds(_tables("old"), folder)
    replace, moved = Path.replace, [0]

    def killed(self: Path, target: Path) -> Path:
        if self.parent.name == files._WRITTEN:
            if moved[0] == moment:
                raise _Killed
            moved[0] += 1
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    if moment < len(seedfiles.COLUMNS):
        with pytest.raises(_Killed):
            write_seeds(_tables("new"), folder)
    else:
        write_seeds(_tables("new"), folder)
    monkeypatch.undo()
    copy_seeds(folder, copy)
    assert _words(copy) == {"new"}
    write_seeds(_tables("newer"), folder)
    assert _words(folder) == {"newer"}
    assert {path.name for path in folder.iterdir()} == {f"{name}.csv" for name in seedfiles.COLUMNS}


def test_a_load_killed_before_its_tables_are_whole_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_seeds(_tables("old"), tmp_path)

    def killed(*_: object) -> None:
        raise _Killed

    monkeypatch.setattr(files, "sync_file", killed)
    with pytest.raises(_Killed):
        write_seeds(_tables("new"), tmp_path)
    monkeypatch.undo()
    assert _words(tmp_path) == {"old"}


def test_what_a_kill_left_beside_a_file_goes_and_what_is_at_work_stays(tmp_path: Path) -> None:
    left, young, other = (tmp_path / name for name in (".r.json.abcdefgh", ".r.json.abcdefg1", ".q.json.abcdefgh"))
    for path in (left, young, other):
        path.write_text("half")
    os.utime(left, (0, 0))
    os.utime(other, (0, 0))
    replace_whole(tmp_path / "r.json", b"whole")
    assert {path.name for path in tmp_path.iterdir()} == {"r.json", young.name, other.name}
