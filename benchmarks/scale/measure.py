"""One command in a process of its own: seconds, processor seconds, and the most memory it and its children hold."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

from loaders.paths import ROOT

_EVERY = 0.1
_SHARE = 20
"""A look takes at most one part in so many of the time: for a large process it takes tens of milliseconds."""
_TOLD = 4_000


@dataclass(frozen=True)
class Measured:
    """What a command took. `peak_mib` counts memory that processes share once where the system tells (Linux)."""

    seconds: float
    processor_seconds: float
    peak_mib: float
    output: str


class CommandFailedError(RuntimeError):
    """The command ended with another status than was allowed; its last words are the message."""


def run(command: Sequence[str], allowed: Sequence[int] = (0,)) -> Measured:
    """Runs the command in the project's folder, to its end."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        watch = _Watch(process.pid)
        watch.start()
        output, errors = process.communicate()
        watch.stop()
    seconds, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in allowed:
        words = f"{' '.join(command)}\nended with {process.returncode}\n{output[-_TOLD:]}{errors[-_TOLD:]}"
        raise CommandFailedError(words)
    return Measured(
        seconds=seconds,
        processor_seconds=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        peak_mib=watch.most / 2**20,
        output=output,
    )


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it, ten times a second, or less often where that takes long.

    The kernel's own record (ru_maxrss) is of the largest process that ever was a child of this one: it neither adds
    processes up nor begins anew with each command.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self._process = process
        self._done = threading.Event()

    def run(self) -> None:
        wait = _EVERY
        while not self._done.wait(wait):
            start = thread_time()
            self.most = max(self.most, sum(map(_held, _tree(self._process))))
            wait = max(_EVERY, _SHARE * (thread_time() - start))

    def stop(self) -> None:
        """Ends the watching."""
        self._done.set()
        self.join()


def _tree(process: int) -> list[int]:
    """The process and all below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (above := _parent(entry)) is not None:
            parents[int(entry.name)] = above
    found: list[int] = []
    reached = [process]
    while reached:
        found += reached
        last = set(reached)
        reached = [child for child, parent in parents.items() if parent in last]
    return found


def _parent(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return None


def _held(process: int) -> int:
    """Bytes that the process holds: its own, and its part of what it shares."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError, PermissionError):  # ended, or ending
        pass
    return 0


def machine() -> dict[str, object]:
    """What the benchmark runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": os.cpu_count() or 1, "memory_gib": round(memory / 2**30), "system": os.uname().sysname}
