"""The guards in a process of their own, started early: their library takes seconds to import."""

from __future__ import annotations

import gc
import importlib.util
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from tqdm import tqdm

from loaders import messages
from loaders.guards.results import GuardReport
from loaders.messages import SaidError
from loaders.processes import end_with

Answer = Callable[[], GuardReport]
"""Waits for the report of a border that was asked about. Answers are waited for in the order of the questions."""


_NICE = 3  # the build goes first: it waits for the guards at its end only


class Guards(Protocol):
    """Whatever can judge the two borders of dbt, while the build goes on with something else."""

    def seeds(self, folder: Path) -> Answer:
        """The loaders' tables in a folder."""

    def marts(self, warehouse: Path) -> Answer:
        """The marts of a warehouse file that stays as it is meanwhile."""


class GuardProcess:
    """Guards that work in a child process.

    A plain process and a pipe rather than a pool: it can be ended at once. It ends by itself when this process is
    killed; where the system does not see to that, when it finds the other end of the pipe closed.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, os.getpid()), name="juesuan-guards", daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def seeds(self, folder: Path) -> Answer:
        """The answer raises SaidError where the process has died."""
        return self._ask("seeds", folder)

    def marts(self, warehouse: Path) -> Answer:
        """The answer raises SaidError where the process has died."""
        return self._ask("marts", warehouse)

    def _ask(self, border: str, path: Path) -> Answer:
        with suppress(OSError):  # a process that has died is told of by the answer
            self._pipe.send((border, path))
        return self._answer

    def _answer(self) -> GuardReport:
        try:
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            self._process.join(timeout=1)
            raise SaidError(messages.GUARD_DIED.fill(detail=f"exit code {self._process.exitcode}")) from error
        if not isinstance(answer, GuardReport):
            raise SaidError(messages.GUARD_DIED.fill(detail=answer))
        return answer


def _serve(pipe: Connection, parent: int) -> None:
    """Answers until the other end is closed, or the process that has it is gone."""
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, and it ends this process
    os.nice(_NICE)
    gc.disable()  # looking for garbage meanwhile takes a tenth of its time
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    # Else the first progress bar makes a lock between processes, which outlives this one when it is ended early.
    tqdm.set_lock(threading.RLock())
    _postpone("scipy.stats")  # for expectations of distributions, which no suite has: a third of the library's import
    from loaders.guards import engine

    borders: dict[str, Callable[[Path], GuardReport]] = {"seeds": engine.guard_seeds, "marts": engine.guard_marts}
    while True:
        try:
            border, path = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(borders[border](path))
        except Exception as error:  # whatever it was, the build must hear of it
            pipe.send(f"{type(error).__name__}: {error}")
        gc.collect()  # in the pause: the library leaves tables in circles, and a large build asks a hundred times


def _postpone(name: str) -> None:
    """Has a submodule imported when something of it is first used, not when it is first named."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None or name in sys.modules:
        return
    loader = importlib.util.LazyLoader(spec.loader)
    spec.loader = loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)
