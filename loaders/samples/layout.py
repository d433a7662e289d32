"""How a report is laid out: one named variation for each thing that published reports do differently."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to print a report. What is None stays as the figures' own report has it.

    `seed` decides where pages break, in what order the tables come, and how a scan lies and what dirt is on it: `tilt`
    is the most it may be askew, in degrees.
    """

    unit: str | None = None
    zero: str | None = None
    separators: bool | None = None
    codes: str = "one"
    totals: str = "first"
    numbered: bool = True
    items: str = "blocks"
    shuffled: bool = False
    breaks: bool = False
    repeat_header: bool = True
    cut_rows: bool = False
    page_numbers: bool = False
    titles: str = "plain"
    unit_in_header: bool = False
    contents: bool = False
    merged: bool = True
    numbers_as_text: bool = False
    encoding: str = "utf-8"
    tilt: float = 1.0
    seed: int = 0


DASH = "—"
"""What stands for nothing where it is no zero and no empty cell."""

_VARIATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "codes-in-parts": ("a code in three cells: 201 | 03 | 01", {"codes": "parts"}),
    "codes-by-level": ("three cells with whole codes: 201 | 20103 | 2010301", {"codes": "whole"}),
    "codes-with-names": ("code and name in one cell", {"codes": "with_name"}),
    "totals-last": ("the row of totals at the foot", {"totals": "last"}),
    "no-line-numbers": ("without 行次 and 栏次", {"numbered": False}),
    "zero-printed": ("nothing is printed as 0.00", {"zero": "0.00"}),
    "zero-short": ("nothing is printed as 0", {"zero": "0"}),
    "zero-blank": ("nothing is an empty cell", {"zero": ""}),
    "zero-dash": ("nothing is printed as a dash", {"zero": DASH}),
    "separators": ("thousands are separated: 1,234.56", {"separators": True}),
    "no-separators": ("thousands are not separated: 1234.56", {"separators": False}),
    "items-in-pairs": ("三公: budget and final beside each other for each item", {"items": "pairs"}),
    "items-in-rows": ("三公: a row for each item", {"items": "rows"}),
    "shuffled": ("tables in any order", {"shuffled": True}),
    "page-breaks": ("pages end at any row, the header stands again on each", {"breaks": True}),
    "page-breaks-bare": ("pages end at any row, the header is not repeated", {"breaks": True, "repeat_header": False}),
    "cut-rows": ("pages end inside a row: a name goes on on the next", {"breaks": True, "cut_rows": True}),
    "page-numbers": ("a number at the foot of each page", {"page_numbers": True}),
    "numbered-titles": ("公开01表 above each title", {"titles": "numbered"}),
    "listed-titles": ("一、二、三、 before each title", {"titles": "listed"}),
    "unit-in-header": ("the unit in the column titles: 决算数（万元）", {"unit_in_header": True}),
    "contents": ("a table of contents", {"contents": True}),
    "no-merged-cells": ("headers without merged cells", {"merged": False}),
    "numbers-as-text": ("Excel: amounts as text", {"numbers_as_text": True}),
    "straight": ("scans that lie straight", {"tilt": 0.0}),
    "tilted": ("scans up to two degrees askew", {"tilt": 2.0}),
    "gb18030": ("text and web pages in GB18030", {"encoding": "gb18030"}),
}
VARIATIONS: dict[str, str] = {name: words for name, (words, _) in _VARIATIONS.items()}
"""Each variation and what it does. A later one wins over an earlier one of the same thing."""
ANY = "any"
"""The layout of this name is drawn by its seed."""
_CHOICES = (
    ("codes-in-parts", "codes-by-level", "codes-with-names", ""),
    ("totals-last", ""),
    ("no-line-numbers", ""),
    ("zero-printed", "zero-short", "zero-blank", "zero-dash", ""),
    ("separators", "no-separators", ""),
    ("items-in-pairs", "items-in-rows", ""),
    ("shuffled", ""),
    ("page-breaks", "page-breaks-bare", "cut-rows", ""),
    ("page-numbers", ""),
    ("numbered-titles", "listed-titles", ""),
    ("unit-in-header", ""),
    ("contents", ""),
    ("no-merged-cells", ""),
    ("numbers-as-text", ""),
    ("straight", "tilted", ""),
    ("gb18030", ""),
)


def layout(names: Iterable[str] = (), *, unit: str | None = None, seed: int = 0) -> Layout:
    """The layout with these variations; raises KeyError for a name there is not."""
    result = Layout(unit=unit, seed=seed)
    for name in names:
        changes = [_VARIATIONS[one][1] for one in (drawn(seed) if name == ANY else [name])]
        for change in changes:
            result = replace(result, **change)
    return result


def drawn(seed: int) -> list[str]:
    """Variations drawn by a seed, at most one of each thing."""
    rng = random.Random(f"layout.{seed}")
    return [name for choice in _CHOICES if (name := rng.choice(choice))]
