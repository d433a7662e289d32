"""Damaged documents by the thousand, guided by the code they reach; each outcome is kept, so that a run can go on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.faults import corpus, fuzz
from tests.faults.guide import Guide

_TOGETHER = 84
"""Documents that are chosen before the outcome of the first of them is known."""
_SLOW = 20.0
"""Seconds of processor time from which a document is named."""
_SLOW_TO_REPEAT = 3.0
"""Seconds from which a document is not damaged further: its like would take all the time."""
_STATED = 5


def run(folder: Path, count: int) -> int:
    """Reads damaged documents until there are `count` in the folder's journal; prints what they show.

    Returns how many show a fault of the program.
    """
    journal = folder / "outcomes.jsonl"
    labels = corpus.labels()
    for group, reason in corpus.missing().items():
        print(f"left out: {', '.join(group)}: {reason}", flush=True)
    guide, tally = Guide(labels), fuzz.Tally()
    for outcome in _kept(journal, labels):
        _take(outcome, guide, tally)
    print(f"{tally.documents} damaged documents were read before", flush=True)
    while tally.documents < count:
        names = guide.names(tally.documents, min(_TOGETHER, count - tally.documents))
        outcomes = list(fuzz.run(names, guided=True))
        with journal.open("a", encoding="utf-8") as file:
            file.write("".join(f"{json.dumps(asdict(outcome))}\n" for outcome in outcomes))
        for outcome in outcomes:
            if _take(outcome, guide, tally):
                print(f"fault: {outcome.name}: {outcome.fates} {outcome.detail}", flush=True)
            elif outcome.seconds > _SLOW:
                print(f"slow: {outcome.name}: {outcome.seconds:.0f} s of processor time", flush=True)
        if tally.documents // _TOGETHER % _STATED == 0:
            print(f"{tally.documents} read, {len(guide.reached)} arcs reached", flush=True)
    print(
        f"damaged documents: {tally.documents} of {len(set(labels))} kinds: {dict(tally.fates)}, "
        f"{len(guide.reached)} arcs, slowest {tally.slowest:.1f} s of processor time, "
        f"most memory {tally.memory >> 20} MiB, faults {len(tally.faults)}"
    )
    return len(tally.faults)


def _kept(journal: Path, labels: tuple[str, ...]) -> list[fuzz.Outcome]:
    """The outcomes of a run before; raises ValueError where that had other labels, and so another order."""
    if not journal.is_file():
        return []
    found = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    for number, each in enumerate(found):
        if each["name"].split("+")[0] != labels[number % len(labels)]:
            raise ValueError(f"{journal} is of a run over other formats: give another folder")
    return [
        fuzz.Outcome(**{**each, "fates": tuple(map(tuple, each["fates"])), "reached": tuple(each["reached"])})
        for each in found
    ]


def _take(outcome: fuzz.Outcome, guide: Guide, tally: fuzz.Tally) -> bool:
    tally.add(outcome)
    guide.learn(outcome.name, outcome.reached, again=outcome.seconds < _SLOW_TO_REPEAT)
    return outcome.is_fault
