"""Printed numbers: exact value, the worth of the last printed digit, and nothing guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from loaders.reports.fold import fold

_NUMBER = re.compile(r"[+-]?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<decimals>\d+))?", re.ASCII)
# No public body handles 10^15 of anything, nor prints more than ten decimals: such digits are two cells run together.
_WHOLE_MAX = 15
_DECIMALS_MAX = 10

# Money words and what one of them is worth in yuan. 万 and 亿 before a counting word multiply it as well.
MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
}
MULTIPLIERS: dict[str, Decimal] = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}


class NumberError(ValueError):
    """A text that stands where a number must be and is none."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed: `value`, and `step`, the worth of its last printed digit (18,980.28 → 0.01)."""

    value: Decimal
    step: Decimal
    printed: str


def parse_number(printed: str) -> Number:
    """Reads 18,980.28 · 0 · -7.5 · １２.３ (full width).

    Thousands separators must stand where they belong. Raises NumberError for anything else ("1,23.4.5", "—"), and
    for more digits than an amount can have.
    """
    text = fold(printed)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise NumberError(f"{printed.strip()!r} is not a number")
    if len(match["whole"].replace(",", "")) > _WHOLE_MAX or len(match["decimals"] or "") > _DECIMALS_MAX:
        raise NumberError(f"{printed.strip()!r} has more digits than an amount can have")
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # a matched literal is finite
    return Number(value=value, step=Decimal(1).scaleb(min(exponent, 0)), printed=printed.strip())


def plain(value: Decimal) -> str:
    """The value in positional notation as it will be written to a file: 1E+4 → 10000; trailing zeros are kept."""
    return format(value, "f")
