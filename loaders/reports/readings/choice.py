"""Which reading of a cell stands: the one recognised, another one that the identities prove, or none without doubt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from loaders.reports.figures import Figure
from loaders.reports.numbers import Number, NumberError, parse_number
from loaders.reports.readings.identities import Identity, identities

RECOGNISED, REPAIRED, DOUBTFUL = "recognised", "repaired", "doubtful"
# A number that no identity proves is in doubt where recognition is less sure of one of its characters.
_SURE = 0.6
_WORDS = re.compile(r"[^\W\d_]")


def with_readings_chosen(figures: Sequence[Figure], kind: str) -> tuple[Figure, ...]:
    """The figures of a document of that kind, each that was recognised with `read_by`, misread ones as proven.

    A reading is exchanged for another one that the picture may show where that makes a broken identity hold, breaks
    none, is the only one to do so, and in the end all identities of the figure hold. So an error of the report stays:
    the picture shows no other number, or none that adds up.
    """
    if all(figure.place.reading is None for figure in figures):
        return tuple(figures)
    choice = _Choice(figures, identities(figures, kind))
    choice.run()
    return tuple(choice.judged(number) for number in range(len(figures)))


class _Choice:
    """The figures as they stand so far, and the identities that each takes part in."""

    def __init__(self, figures: Sequence[Figure], found: Sequence[Identity]) -> None:
        self._read = figures
        self._figures = list(figures)
        self._identities = found
        self._of: dict[int, list[Identity]] = defaultdict(list)
        for identity in found:
            for number in identity.factors:
                self._of[number].append(identity)
        self._others = {
            number: _others(figure) for number, figure in enumerate(figures) if figure.place.reading is not None
        }
        self._changed: set[int] = set()

    def run(self) -> None:
        """Changes one figure after the other until no broken identity has a single way to hold."""
        while (found := self._next()) is not None:
            number, figure = found
            self._figures[number] = figure
            self._changed.add(number)
        while unproven := [number for number in sorted(self._changed) if not self._is_proven(number)]:
            for number in unproven:
                self._figures[number] = self._read[number]
                self._changed.discard(number)

    def judged(self, number: int) -> Figure:
        """The figure with how it was read."""
        figure = self._figures[number]
        reading = figure.place.reading
        if reading is None or figure.is_blank:
            return figure
        is_as_read = "".join(figure.printed_text.split()) in "".join(reading.text.split())
        if self._is_proven(number):
            return replace(figure, read_by=RECOGNISED if is_as_read else REPAIRED)
        # A number among words stands in a line, or in several: how sure the line is says little of it.
        is_sure = bool(_WORDS.search(reading.text)) or (is_as_read and reading.confidence >= _SURE)
        return replace(figure, read_by=RECOGNISED if is_sure else DOUBTFUL)

    def _is_proven(self, number: int) -> bool:
        found = self._of.get(number)
        return bool(found) and all(identity.holds(self._figures) for identity in found or ())

    def _next(self) -> tuple[int, Figure] | None:
        """The only change that would make a broken identity hold; one that heals all of its figure's comes first."""
        partial = None
        for identity in self._identities:
            if identity.holds(self._figures):
                continue
            ways = [
                (number, figure)
                for number in identity.factors
                if number not in self._changed
                for figure in self._others.get(number, ())
                if identity.holds(self._figures, number, figure) and self._breaks_none(number, figure)
            ]
            whole = [way for way in ways if all(one.holds(self._figures, *way) for one in self._of[way[0]])]
            if len(whole) == 1:
                return whole[0]
            if not whole and len(ways) == 1 and partial is None:
                partial = ways[0]
        return partial

    def _breaks_none(self, number: int, figure: Figure) -> bool:
        return all(one.holds(self._figures, number, figure) or not one.holds(self._figures) for one in self._of[number])


def _others(figure: Figure) -> tuple[Figure, ...]:
    """What else the figure may be, each value once."""
    reading = figure.place.reading
    try:
        read = parse_number(figure.printed_text)
    except NumberError:
        return ()
    if reading is None or figure.is_blank:
        return ()
    found: dict[Decimal, Figure] = {figure.magnitude: figure}
    for text, number in _numbers(reading.others):
        other = _exchanged(figure, read, number, text)
        found.setdefault(other.magnitude, other)
    return tuple(found.values())[1:]


def _numbers(texts: Iterable[str]) -> Iterable[tuple[str, Number]]:
    for text in texts:
        try:
            yield text, parse_number(text)
        except NumberError:
            continue


def _exchanged(figure: Figure, read: Number, number: Number, text: str) -> Figure:
    """The figure with that number in the place of the one read, in the same unit; the lines of a narrow cell joined."""
    text = "".join(text.split())
    step = figure.step_cny if figure.is_money else figure.step
    assert step is not None  # a printed number has one
    worth = step / read.step
    magnitude, new_step = number.value * worth, number.step * worth
    resolution = figure.resolution if number.step == read.step else new_step
    if figure.is_money:
        return replace(figure, printed_text=text, amount_cny=magnitude, step_cny=new_step, resolution=resolution)
    return replace(figure, printed_text=text, value=magnitude, step=new_step, resolution=resolution)
