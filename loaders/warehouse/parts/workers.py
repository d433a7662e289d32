"""Parts built side by side, each process with its guards."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack

from loaders.guards.process import GuardProcess, Guards
from loaders.lake import messages
from loaders.messages import SaidError
from loaders.settings import whole_number
from loaders.warehouse.parts.part import Made, Order, build_part
from loaders.warehouse.parts.plan import jobs
from loaders.workers import confine

MEMORY_BYTES = 3 << 30
"""What DuckDB may take for one part before it goes on on disk."""
_guards: Guards | None = None


def build_parts(orders: Sequence[Order], guards: Guards) -> Iterator[Made]:
    """The parts as they are finished. A single one is built in this process, with the guards that are there."""
    together = min(jobs(), len(orders))
    allow(together)
    if together <= 1:
        for order in orders:
            yield build_part(order, guards)
        return
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(together, context, _start, (os.getpid(),)))
        stack.callback(pool.shutdown, cancel_futures=True)
        waiting = [pool.submit(_build, order) for order in orders]
        for done in as_completed(waiting):
            try:
                yield done.result()
            except BrokenProcessPool as error:  # killed, or without memory; the parts that are finished stay
                raise SaidError(messages.PART_DIED.fill(memory=memory() >> 20)) from error


def allow(together: int) -> None:
    """Tells the processes begun from now on what each may take where so many parts are made at once."""
    os.environ["JUESUAN_PART_MEMORY"] = f"{memory() >> 20}MiB"
    os.environ["JUESUAN_PART_THREADS"] = str(max((os.cpu_count() or 1) // max(together, 1), 1))


def memory() -> int:
    """Bytes that DuckDB may take for a part: the setting JUESUAN_PART_MEMORY_BYTES."""
    return whole_number("JUESUAN_PART_MEMORY_BYTES", MEMORY_BYTES)


def _start(parent: int) -> None:
    global _guards
    confine(None, parent)
    _guards = GuardProcess()


def _build(order: Order) -> Made:
    assert _guards is not None
    return build_part(order, _guards)
