"""Documents read in processes of their own: one that hangs, eats memory or dies stops alone."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import final_accounts

from loaders import pipeline
from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed
from loaders.workers import read_apart
from tests.faults.killed import descendants


def behave(path: Path) -> str:
    """Does what the file's name says; runs in a worker."""
    match path.name:
        case "hang":
            time.sleep(600)
        case "die":
            os._exit(7)
        case "eat":
            return str(len(bytearray(64 << 30)))
        case "killed-always":
            os.kill(os.getpid(), signal.SIGKILL)
        case "killed-once":
            tried = Path(os.environ["TRIED"])
            if not tried.exists():
                tried.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            sys.exit(3)
        case "raise":
            raise KeyError("unforeseen")
        case "unsendable":
            return lambda: "a function has no name to be sent by"  # type: ignore[return-value]
    return f"read {path.name}"


def stopped(path: Path, error: UnreadableError) -> str:
    return f"{error.reason} {path.name}"


@pytest.fixture
def short_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JUESUAN_DOCUMENT_SECONDS", "4")
    allowed.cache_clear()
    yield
    allowed.cache_clear()


@pytest.mark.usefixtures("short_limits")
def test_what_hangs_or_dies_is_told_and_the_others_are_read_in_their_order() -> None:
    names = ["a", "hang", "b", "die", "c"]
    found = list(read_apart([Path(name) for name in names], behave, stopped))
    assert found == ["read a", "beyond_limit hang", "read b", "reader_died die", "read c"]


def test_what_fails_in_its_process_in_any_way_is_told_and_the_others_are_read() -> None:
    found = list(read_apart([Path(name) for name in ("eat", "a", "raise", "unsendable", "b")], behave, stopped))
    assert found == ["beyond_limit eat", "read a", "reader_failed raise", "reader_failed unsendable", "read b"]


def test_what_is_killed_from_outside_is_read_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIED", str(tmp_path / "tried"))
    names = ["killed-once", "killed-always", "a", "exit", "b"]
    found = list(read_apart([Path(name) for name in names], behave, stopped, jobs=2))
    assert found == ["read killed-once", "reader_died killed-always", "read a", "reader_failed exit", "read b"]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are told from /proc")
def test_readers_killed_while_they_start_or_wait_hold_up_no_other() -> None:
    paths = [Path(str(number)) for number in range(4)]
    killer = threading.Thread(target=_kill_readers, args=(os.getpid(), 2))
    killer.start()
    assert list(read_apart(paths, behave, stopped, jobs=2)) == [f"read {path}" for path in paths]
    killer.join()
    reading = read_apart(paths, behave, stopped, jobs=1)
    first = next(reading)
    _kill_readers(os.getpid(), 1)
    assert [first, *reading] == [f"read {path}" for path in paths]


def _kill_readers(parent: int, count: int) -> None:
    """Kills the first so many processes that this one has started for reading."""
    killed: set[int] = set()
    while len(killed) < count:
        for pid in set(descendants(parent)) - killed:
            if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text() and len(killed) < count:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
        time.sleep(0.001)


def test_memory_beyond_the_limit_quarantines_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.txt").write_text(final_accounts(), encoding="utf-8")

    def greedy(segment: object) -> object:
        raise MemoryError

    monkeypatch.setattr(pipeline, "normalise", greedy)
    [document] = pipeline.load([tmp_path]).documents
    assert (document.status, document.reason) == (pipeline.QUARANTINED, "beyond_limit")
    assert "JUESUAN_MEMORY_BYTES" in document.detail


def test_reading_apart_gives_what_reading_here_gives(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(final_accounts(), encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    paths = [tmp_path, tmp_path / "missing.txt"]
    assert pipeline.load(paths, apart=True).tables() == pipeline.load(paths).tables()


def test_a_file_whose_reading_is_stopped_is_one_quarantined_document_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(final_accounts(), encoding="utf-8")
    [known] = {document.sha256 for document in pipeline.load([path]).documents}
    stopped = pipeline._stopped(path, UnreadableError("reader_died", "it ended"))
    [document] = stopped.documents
    assert (stopped.file.sha256, stopped.file.document_count) == (known, 1)
    assert (document.sha256, document.status, document.reason) == (known, pipeline.QUARANTINED, "reader_died")
