"""The documents of a run: clean reports, and reports with one error each, with what exact arithmetic says of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import count

from benchmarks.audit import oracle
from loaders.samples.made import errors
from loaders.samples.made.errors import Slip
from loaders.samples.made.report import Report, report
from loaders.samples.made.rows import Rows, rows

SEED = 20231
_CHUNK, _AHEAD = 4, 32


@dataclass(frozen=True)
class Order:
    """One document to make: the report of that number, with an error of that kind if one is given.

    Where that report has no place for such an error, it is made in the next of the `clean` reports that has.
    """

    number: int
    kind: str = ""
    clean: int = 1


@dataclass(frozen=True)
class Case:
    """One document and the truth about it.

    `contradictions` are the checks it fails in exact arithmetic; an error is detectable where there is one.
    `explanations` are the figures of which one alone, with another value, makes every rule hold.
    """

    order: Order
    document_id: str
    slip: Slip | None
    checks: int
    contradictions: frozenset[str]
    explanations: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of its error, or "" for a clean report."""
        return self.order.kind

    @property
    def is_detectable(self) -> bool:
        """Whether the report as printed contradicts a rule."""
        return bool(self.contradictions)

    @property
    def changed(self) -> set[str]:
        """The figures that the error changed."""
        if self.slip is None:
            return set()
        return {f"{self.document_id}.{self.slip.table_code}.{row}.{column}" for row, column in self.slip.places}

    @property
    def is_told_apart(self) -> bool:
        """Whether one figure was changed and no other single figure explains what is wrong as well."""
        return self.slip is not None and self.slip.is_one_cell and set(self.explanations) == self.changed


def orders(clean: int, per_kind: int) -> list[Order]:
    """The clean reports, then each kind of error that many times, made in those same reports."""
    found = [Order(number) for number in range(clean)]
    numbers = count()
    for kind in (*errors.KINDS, *errors.HARMLESS):
        found += [Order(next(numbers) % clean, kind, clean) for _ in range(per_kind)]
    return found


def sample(ordered: list[Order], per_kind: int) -> list[Order]:
    """The first orders of each kind, clean reports among them."""
    taken: Counter[str] = Counter()
    found = []
    for order in ordered:
        taken[order.kind] += 1
        if taken[order.kind] <= per_kind:
            found.append(order)
    return found


def make(order: Order) -> tuple[Case, Rows]:
    """The document and its truth."""
    made, slip = report(order.number, SEED), None
    if order.kind:
        rng = random.Random(f"{SEED}.{order.number}.{order.kind}")
        order, made, slip = _with_error(order, rng)
    found = rows(made, file_name=f"{order.number}{'-' if order.kind else ''}{order.kind}.txt")
    checks = oracle.checks(found.figures)
    contradictions = frozenset(
        f"{check.identity_id}.{check.group[0]}.{check.group[1]}" for check in checks if check.violated
    )
    explained = tuple(oracle.explanations(checks)) if contradictions else ()
    applied = sum(check.applies for check in checks)
    return Case(order, found.document_id, slip, applied, contradictions, explained), found


def _with_error(order: Order, rng: random.Random) -> tuple[Order, Report, Slip]:
    for step in range(order.clean):
        number = (order.number + step) % order.clean
        try:
            made, slip = errors.make(order.kind, report(number, SEED), rng)
        except LookupError:
            continue
        return replace(order, number=number), made, slip
    raise LookupError(f"no report has a place for the error {order.kind}")


def stream(ordered: list[Order], processes: int) -> Iterator[tuple[Case, Rows]]:
    """All documents, in order, made by several processes, which rest while a batch is judged."""
    with ProcessPoolExecutor(processes) as pool:
        for start in range(0, len(ordered), _AHEAD):
            yield from pool.map(make, ordered[start : start + _AHEAD], chunksize=_CHUNK)
