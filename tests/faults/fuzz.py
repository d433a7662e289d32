"""Damaged documents through the loaders: none may raise, hang, eat memory, or lose a document in silence."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from loaders import pipeline
from loaders.pipeline import LoadResult
from loaders.readers.errors import UnreadableError
from loaders.workers import read_apart
from tests.faults import guide
from tests.faults.corpus import LABELS, document
from tests.faults.mutate import mutated

# What a program says of itself, not of the document.
FAULTS = frozenset({"reader_failed", "reader_died", "lost"})


@dataclass(frozen=True)
class Outcome:
    """What became of one damaged document.

    `seconds`: of processor time. `memory`: the process's peak so far, in bytes. `reached`: steps in the loaders' code
    that this process had not taken for an earlier document, as `tests.faults.guide` numbers them.
    """

    name: str
    fates: tuple[tuple[str, str], ...]
    detail: str = ""
    seconds: float = 0.0
    memory: int = 0
    reached: tuple[int, ...] = ()

    @property
    def is_fault(self) -> bool:
        """Whether the program failed, or took what it must not."""
        return any(
            reason in FAULTS or (reason == "beyond_limit" and "_SECONDS" in self.detail) for _, reason in self.fates
        )


@dataclass
class Tally:
    """The outcomes of a run in numbers, and those that are faults."""

    documents: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    memory: int = 0
    faults: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """One more."""
        self.documents += 1
        self.fates.update({status for status, _ in outcome.fates})
        self.slowest = max(self.slowest, outcome.seconds)
        self.memory = max(self.memory, outcome.memory)
        if outcome.is_fault:
            self.faults.append(outcome)


def damaged(name: str) -> bytes:
    """The damaged document of that name: a label of the corpus and a number for each damage, `accounts.text+17+30`."""
    label, *numbers = name.split("+")
    data, so_far = document(label), label
    for number in numbers:
        so_far = f"{so_far}+{number}"
        rng = random.Random(so_far)
        data = mutated(data, rng, document(rng.choice(LABELS[:4])))
    return data


def names(count: int, labels: Sequence[str] = LABELS, first: int = 0) -> list[str]:
    """So many names, of all labels in turn, each damaged once."""
    return [f"{labels[number % len(labels)]}+{number}" for number in range(first, first + count)]


def run(wanted: Sequence[str], *, guided: bool = False) -> Iterator[Outcome]:
    """The outcome of each, read in processes of their own as a load reads them; `guided` notes what code they reach."""
    yield from read_apart([Path(name) for name in wanted], _read_watched if guided else read_damaged, _stopped)


def _read_watched(path: Path) -> Outcome:
    with guide.watched() as reached:
        outcome = read_damaged(path)
    return replace(outcome, reached=tuple(reached))


def read_damaged(path: Path) -> Outcome:
    """Reads one in this process."""
    name = path.name
    with damaged_file(name) as file:
        start = time.process_time()
        result = pipeline.load([file])
        spent = time.process_time() - start
    return Outcome(
        name, *_fates(result), seconds=spent, memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
    )


@contextmanager
def damaged_file(name: str) -> Iterator[Path]:
    """The damaged document as a file."""
    with tempfile.TemporaryDirectory(prefix="juesuan-fuzz-") as folder:
        file = Path(folder) / name
        file.write_bytes(damaged(name))
        yield file


def _fates(result: LoadResult) -> tuple[tuple[tuple[str, str], ...], str]:
    tables = result.tables()  # what cannot be written is a fault too
    [given] = tables["input_files"]
    if int(given["document_count"]) != len(tables["documents"]) or not tables["documents"]:
        return (("lost", "lost"),), "not every document is accounted for"
    fates = tuple((found.status, found.reason) for found in result.documents)
    bad = [found.detail for found in result.documents if found.reason in FAULTS or "_SECONDS" in found.detail]
    return fates, bad[0] if bad else ""


def _stopped(path: Path, error: UnreadableError) -> Outcome:
    return Outcome(path.name, (("quarantined", error.reason),), str(error))
