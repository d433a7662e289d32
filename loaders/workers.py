"""Each document is read in a process of its own, with limits on its time and its memory.

A document that takes too long, asks for too much or brings its process down is quarantined with that as the reason;
the next one gets a fresh process. Documents are read on all cores and come back in the order they were given.

Each process has a pipe of its own and nothing is shared between them, so that one that is killed, at whatever moment,
holds up none of the others. A document whose process was killed from outside is read once more.
"""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar

from loaders.processes import end_with
from loaders.readers.errors import UnreadableError, fault
from loaders.readers.limits import allowed, beyond

Result = TypeVar("Result")
READER_DIED = "reader_died"
"""The reason of a document whose process ended without an answer."""
_BEGUN, _READ, _FAILED, _NO_MEMORY = "begun", "read", "failed", "no memory"
"""What a process says of the document that it was given, each with a value."""


def read_apart(
    paths: Sequence[Path],
    read: Callable[[Path], Result],
    failed: Callable[[Path, UnreadableError], Result],
    *,
    jobs: int = 0,
) -> Iterator[Result]:
    """What `read` gives for each path, from processes of their own; `failed` says what stands for one that is stopped.

    `jobs` are read at once; 0 leaves it to the limits, and to the cores. `read` and its results must be picklable.
    Leaving the iteration early stops all processes.
    """
    crew = _Crew(paths, read, failed, min(jobs or allowed().jobs or os.cpu_count() or 1, len(paths)))
    try:
        for number in range(len(paths)):
            yield crew.result(number)
    finally:
        crew.stop()


def confine(memory: int | None, parent: int) -> None:
    """Limits the memory of this process, and lets it end with the one that it works for, even if that is killed."""
    if sys.platform == "linux":
        import resource

        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    end_with(parent)


class _Crew(Generic[Result]):
    """The processes of one reading, and what has come of the paths, by their numbers."""

    def __init__(
        self,
        paths: Sequence[Path],
        read: Callable[[Path], Result],
        failed: Callable[[Path, UnreadableError], Result],
        jobs: int,
    ) -> None:
        self._paths = paths
        self._read = read
        self._failed = failed
        self._jobs = jobs
        self._waiting = deque(range(len(paths)))
        self._killed: set[int] = set()
        self._readers: list[_Reader] = []
        self._results: dict[int, Result] = {}

    def result(self, number: int) -> Result:
        """Of the path with that number; waits for it while all processes work."""
        while number not in self._results:
            self._hand_out()
            soonest = min(reader.deadline for reader in self._readers)
            left = None if soonest == math.inf else max(soonest - time.monotonic(), 0)
            ready = wait([reader.pipe for reader in self._readers if reader.number is not None], left)
            for reader in [reader for reader in self._readers if reader.pipe in ready]:
                self._hear(reader)
            for reader in [reader for reader in self._readers if reader.deadline <= time.monotonic()]:
                self._stop(reader)
                self._fail(reader, beyond("document_seconds", "seconds to read the file"))
        return self._results.pop(number)

    def stop(self) -> None:
        """Ends all processes."""
        while self._readers:
            self._stop(self._readers[0])

    def _hand_out(self) -> None:
        idle = [reader for reader in self._readers if reader.number is None]
        while self._waiting and (idle or len(self._readers) < self._jobs):
            if not idle:
                self._readers.append(_Reader(self._read))
                idle = self._readers[-1:]
            number = self._waiting.popleft()
            idle.pop().give(number, self._paths[number])

    def _hear(self, reader: _Reader) -> None:
        try:
            word, value = reader.pipe.recv()
        except (EOFError, OSError):
            self._stop(reader)
            self._take_death(reader)
            return
        except Exception as error:  # what it sent cannot be made here
            word, value = _FAILED, fault(error)
        if word == _BEGUN:
            reader.deadline = time.monotonic() + allowed().document_seconds
        elif word == _READ:
            self._results[reader.done()] = value
        elif word == _NO_MEMORY:
            self._fail(reader, beyond("memory_bytes", "bytes of memory to read the file"))
        else:
            self._fail(reader, value)

    def _take_death(self, reader: _Reader) -> None:
        """Once may be the machine's doing: who kills for want of memory asks nobody whose fault that is."""
        number, status = reader.number, reader.process.exitcode
        if number is not None and status == -signal.SIGKILL and number not in self._killed:
            self._killed.add(number)
            self._waiting.appendleft(number)
        else:
            self._fail(reader, _died(status))

    def _fail(self, reader: _Reader, error: UnreadableError) -> None:
        number = reader.done()
        self._results[number] = self._failed(self._paths[number], error)

    def _stop(self, reader: _Reader) -> None:
        self._readers.remove(reader)
        reader.process.kill()
        reader.process.join()
        reader.pipe.close()


class _Reader:
    """A process that reads one document after another, the number of that which it reads, and its end in seconds."""

    def __init__(self, read: Callable[[Path], object]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        given = (theirs, read, allowed().memory_bytes, os.getpid())
        self.process = context.Process(target=_serve, args=given, name="juesuan-reader", daemon=True)
        self.process.start()
        theirs.close()
        self.number: int | None = None
        self.deadline = math.inf

    def give(self, number: int, path: Path) -> None:
        """Has it read a document; its time begins when it does."""
        self.number = number
        with suppress(OSError):  # a process that has died is told of by its pipe's end
            self.pipe.send(path)

    def done(self) -> int:
        """The number of the document that it has read; it is free for another."""
        assert self.number is not None
        number, self.number, self.deadline = self.number, None, math.inf
        return number


def _serve(pipe: Connection, read: Callable[[Path], object], memory: int, parent: int) -> None:
    """Reads what it is given until the other end is closed."""
    confine(memory, parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, and it ends this process
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        pipe.send((_BEGUN, None))
        try:
            pipe.send((_READ, read(path)))
        except MemoryError:
            pipe.send((_NO_MEMORY, None))
        except BaseException as error:  # whatever it was, it is this file's alone
            pipe.send((_FAILED, fault(error)))


def _died(status: int | None) -> UnreadableError:
    return UnreadableError(
        READER_DIED,
        f"the process that read the file ended without an answer (exit status {status})",
        advice="this is a fault of the program, or the machine is out of memory: report it with the document",
    )
