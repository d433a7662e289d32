"""Printed numbers to the columns of a seed row: amounts, rounding units and how exact a figure is."""

from __future__ import annotations

from decimal import Decimal

WORTH = {"万元": Decimal(10_000), "元": Decimal(1)}
"""Yuan in one of each unit."""
CENT = Decimal("0.01")


def amount(printed: str, unit: str) -> tuple[str, str]:
    """The amount in yuan and the worth of its last digit, as text; a blank is a zero without one."""
    if not printed:
        return "0.00", ""
    text = printed.replace(",", "")
    if text[-3:-2] == "." and unit == "万元":
        return _hundreds(text), "100.00"
    value = Decimal(text)
    worth = WORTH[unit]
    return str((value * worth).quantize(CENT)), str(max(step(text) * worth, CENT).quantize(CENT))


def _hundreds(text: str) -> str:
    """万元 with two decimals to yuan, by the digits alone."""
    digits = text.replace(".", "").lstrip("-").lstrip("0")
    whole = digits + "00" if digits else "0"
    return ("-" if text[0] == "-" else "") + whole + ".00"


def step(text: str) -> Decimal:
    exponent = Decimal(text).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(min(exponent, 0))


def resolutions(printed: list[str], unit: str) -> list[str]:
    """The rounding unit of each cell: its own, or the finest of the table for a zero and where zeros are dropped."""
    decimals = [len(text.partition(".")[2]) for text in printed]
    finest = max((d for d, text in zip(decimals, printed, strict=True) if text), default=None)
    if finest is None:
        return ["1"] * len(printed)
    drops = not any("." in text and text[-1] == "0" for text in printed if text)
    worth = WORTH[unit]
    steps = [str(max(Decimal(1).scaleb(-d) * worth, CENT).quantize(CENT)) for d in range(finest + 1)]
    return [
        steps[finest if drops or not text or not text.strip("-0.,") else d]
        for d, text in zip(decimals, printed, strict=True)
    ]


def flag(value: bool) -> str:
    return "true" if value else "false"
