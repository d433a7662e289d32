"""Which document to damage next: the undamaged one, or one whose damage has reached code that none had reached before.

Code is told in arcs: a line of the loaders and the line that ran after it.
"""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from loaders.paths import ROOT

_FROM_THE_START = 0.25
"""Share of damages to undamaged documents."""
_DAMAGES_MAX = 12
_taken: set[int] = set()
"""Arcs that this process has taken."""


@contextmanager
def watched() -> Iterator[list[int]]:
    """Notes the arcs that the block takes as the first in this process; they are in the list at the end."""
    import coverage

    reached: list[int] = []
    watch = coverage.Coverage(data_file=None, branch=True, source=[str(ROOT / "loaders")], config_file=False)
    watch.set_option("run:disable_warnings", ["no-data-collected", "module-not-imported"])
    watch.start()
    try:
        yield reached
    finally:
        watch.stop()
        data = watch.get_data()
        for file in data.measured_files():
            where = Path(file).relative_to(ROOT).as_posix()
            for before, after in data.arcs(file) or ():
                arc = zlib.crc32(f"{where}:{before}>{after}".encode())
                if arc not in _taken:
                    _taken.add(arc)
                    reached.append(arc)


class Guide:
    """What was reached so far, and the damaged documents that reached it first."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = labels
        self._first: dict[str, list[str]] = defaultdict(list)
        self.reached: set[int] = set()

    def names(self, first: int, count: int) -> list[str]:
        """Names of the documents with those numbers: the same for the same past."""
        return [self._name(number) for number in range(first, first + count)]

    def _name(self, number: int) -> str:
        label = self._labels[number % len(self._labels)]
        rng = random.Random(f"guide {number}")
        found = self._first[label]
        if not found or rng.random() < _FROM_THE_START:
            return f"{label}+{number}"
        at = max(rng.randrange(len(found)), rng.randrange(len(found)))  # the later ones rather
        return f"{found[at]}+{number}"

    def learn(self, name: str, reached: Sequence[int], *, again: bool = True) -> bool:
        """Takes note of a document's arcs; whether any was new. If so it may be damaged `again`."""
        new = set(reached) - self.reached
        if not new:
            return False
        self.reached |= new
        label, *damages = name.split("+")
        if again and len(damages) < _DAMAGES_MAX:
            self._first[label].append(name)
        return True
