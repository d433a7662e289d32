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
from tests.faults.killed import runs

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
    helper = int(told.read_text())
    os.kill(work.pid, signal.SIGKILL)
    work.wait()
    end = time.monotonic() + 20
    while runs(helper):
        assert time.monotonic() < end, "the process goes on alone"
        time.sleep(0.05)


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
