"""Each document is read in a process of its own, with limits on its time and its memory.

A document that takes too long, asks for too much or brings its process down is quarantined with that as the reason;
the next one gets a fresh process. Documents are read on all cores and come back in the order they were given.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Timeout
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from loaders.processes import end_with
from loaders.readers.errors import UnreadableError, fault
from loaders.readers.limits import allowed, beyond

Result = TypeVar("Result")
READER_DIED = "reader_died"
"""The reason of a document whose process ended without an answer."""


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
    jobs = min(jobs or allowed().jobs or os.cpu_count() or 1, len(paths))
    context = multiprocessing.get_context("spawn")
    confined = [allowed().memory_bytes, os.getpid()]
    pool = ProcessPool(max_workers=jobs, context=context, initializer=confine, initargs=confined)
    try:
        waiting = [pool.schedule(read, args=[path], timeout=allowed().document_seconds) for path in paths]
        for path, result in zip(paths, waiting, strict=True):
            try:
                yield result.result()
            except Timeout:
                yield failed(path, beyond("document_seconds", "seconds to read the file"))
            except ProcessExpired as error:
                yield failed(path, _died(error))
            except MemoryError:
                yield failed(path, beyond("memory_bytes", "bytes of memory to read the file"))
            except Exception as error:  # whatever it was, it is this file's alone
                yield failed(path, fault(error))
    finally:
        pool.stop()
        pool.join()


def confine(memory: int | None, parent: int) -> None:
    """Limits the memory of this process, and lets it end with the one that it works for, even if that is killed."""
    if sys.platform == "linux":
        import resource

        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    end_with(parent)


def _died(error: ProcessExpired) -> UnreadableError:
    return UnreadableError(
        READER_DIED,
        f"the process that read the file ended without an answer (exit status {error.exitcode})",
        advice="this is a fault of the program, or the machine is out of memory: report it with the document",
    )
