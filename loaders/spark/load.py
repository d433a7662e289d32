"""Loading on Spark: the files are dealt out to its tasks, each of which reads its own with the same code as `load`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from loaders import pipeline

BATCH_FILES = 5_000
"""Files that a lake takes at once: enough for some hundred cores, and in this process's memory one after another."""
_TASKS_PER_CORE = 8
"""So many that one long document keeps no core waiting for long, and so few that starting them costs little."""


def load(
    session: Any, documents: Iterable[Path], progress: Callable[[int, int, str], None] | None = None
) -> pipeline.LoadResult:
    """As `pipeline.load` with `apart`, on all of Spark's cores: the same documents in the same order."""
    return pipeline.load(documents, progress=progress, read=reader(session))


def reader(session: Any) -> Callable[[Sequence[Path]], Iterable[Any]]:
    """What `pipeline.load` takes for `read`.

    Each file is read in a process of its own, within the same limits, on the machine its task runs on; so every
    machine must have the package, and see the files under these paths. What was read comes back to this process,
    which decides what no single file shows: keys, copies, editions.
    """

    def read(files: Sequence[Path]) -> Iterable[Any]:
        context = session.sparkContext
        tasks = max(1, min(len(files), _TASKS_PER_CORE * context.defaultParallelism))
        # Neighbours are alike, so each task takes every n-th file; dealt back in the same way.
        hands = [list(files[first::tasks]) for first in range(tasks)]
        found = [iter(each) for each in context.parallelize(hands, tasks).map(_read_hand).collect()]
        return (next(found[number % tasks]) for number in range(len(files)))

    return read


def _read_hand(files: Sequence[Path]) -> list[Any]:
    """One task: its files one by one, for its machine's other cores have tasks of their own."""
    return list(pipeline.read_confined(files, jobs=1))
