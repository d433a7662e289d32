"""Slips of the pen: what a figure may have been before one slip made it what is printed.

Each slip has a name (the hypothesis), the value it leads back to, and how many slips of its kind the text allows: a
kind that could lead almost anywhere explains less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from loaders.audit.model import Cell, Reading
from loaders.reports.fold import fold

# How often a slip of the kind is the reason, against the others; a free change is what no slip explains.
PRIORS = {
    "unit_slip": Fraction(15, 100),
    "decimal_slip": Fraction(10, 100),
    "digit_slip": Fraction(30, 100),
    "digits_exchanged": Fraction(10, 100),
    "digit_lost": Fraction(10, 100),
    "sign": Fraction(5, 100),
    "roles_exchanged": Fraction(5, 100),
    "neighbour_column": Fraction(5, 100),
    "last_year": Fraction(5, 100),
    "other_scope": Fraction(3, 100),
    "free": Fraction(2, 100),
}
_UNIT_SLIPS = (4, 8, -4, -8)
_DECIMAL_SLIPS = (1, -1, 2, -2, 3, -3)
_NUMBER = re.compile(r"[+-]?(\d+)(?:\.(\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Slip:
    """`reading` is the figure before the slip; `chance` is the slip's probability among all that could have been."""

    kind: str
    reading: Reading
    chance: Fraction


def digits_of(cell: Cell) -> int:
    """How many digits it is printed with; at least one."""
    return max(len(re.sub(r"\D", "", fold(cell.printed_text))), 1)


@lru_cache(maxsize=4096)
def slips(cell: Cell) -> tuple[Slip, ...]:
    """Every value that one slip leads back to from the printed text."""
    match = _NUMBER.fullmatch(fold(cell.printed_text).replace(",", "").rstrip("%"))
    if match is None or cell.worth is None:
        return ()
    whole, decimals = match[1], match[2] or ""
    found: list[Slip] = []
    for kind, texts in _texts(whole, decimals):
        unique = sorted(set(texts))
        found.extend(Slip(kind, _reading(cell, text, len(decimals)), PRIORS[kind] / len(unique)) for text in unique)
    if cell.value != 0:
        found.append(Slip("sign", Reading(-cell.value, cell.half), PRIORS["sign"]))
        found.extend(_scaled(cell))
    return tuple(slip for slip in found if slip.reading.value != cell.value)


def _scaled(cell: Cell) -> Iterator[Slip]:
    # One digit in another unit could be almost anything.
    significant = re.sub(r"\D", "", fold(cell.printed_text)).lstrip("0")
    if cell.unit == "元" and len(significant) > 1:
        for power in _UNIT_SLIPS:
            scale = Fraction(10) ** power
            yield Slip(
                "unit_slip", Reading(cell.value * scale, cell.half * scale), PRIORS["unit_slip"] / len(_UNIT_SLIPS)
            )
    for power in _DECIMAL_SLIPS:
        scale = Fraction(10) ** power
        reading = Reading(cell.value * scale, cell.half * min(scale, Fraction(1)))
        yield Slip("decimal_slip", reading, PRIORS["decimal_slip"] / len(_DECIMAL_SLIPS))


def _texts(whole: str, decimals: str) -> Iterator[tuple[str, list[str]]]:
    """The digits before the slip, with a point where it belongs."""
    digits, point = whole + decimals, len(whole)
    changed = [
        digits[:i] + other + digits[i + 1 :] for i in range(len(digits)) for other in "0123456789" if other != digits[i]
    ]
    yield "digit_slip", [_pointed(text, point) for text in changed]
    exchanged = [
        digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1]
    ]
    yield "digits_exchanged", [_pointed(text, point) for text in exchanged]
    lost = [
        _pointed(digits[:i] + other + digits[i:], point + (i < point or (i == point and not decimals)))
        for i in range(len(digits) + 1)
        for other in "0123456789"
    ]
    lost += [_pointed(digits[:point] + other + digits[point:], point + 1) for other in "0123456789"]
    doubled = [
        _pointed(digits[:i] + digits[i + 1 :], point - (i < point)) for i in range(len(digits)) if len(digits) > 1
    ]
    yield "digit_lost", lost + doubled


def _pointed(digits: str, point: int) -> str:
    whole, decimals = digits[:point] or "0", digits[point:]
    return f"{whole}.{decimals}" if decimals else whole


def _reading(cell: Cell, text: str, printed_decimals: int) -> Reading:
    assert cell.worth is not None
    whole, _, decimals = text.partition(".")
    value = Fraction(int(whole + decimals) * cell.worth.numerator, 10 ** len(decimals) * cell.worth.denominator)
    finer = len(decimals) - printed_decimals
    return Reading(value, cell.half / 10**finer if finer > 0 else cell.half)
