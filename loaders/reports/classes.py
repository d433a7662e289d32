"""Names of classes to their codes, from the classification seeds."""

from __future__ import annotations

import csv
from functools import cache

from loaders.paths import SEEDS
from loaders.reports.fold import fold


@cache
def functional_codes() -> dict[str, frozenset[str]]:
    """The codes (3, 5 or 7 digits) that each name has had, on any level and in any edition.

    Names are in matching form, without quotes.
    """
    return _listed("functional")


@cache
def economic_codes() -> dict[str, frozenset[str]]:
    """The economic codes (3 or 5 digits) that each name has had."""
    return _listed("economic")


def _listed(kind: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    path = SEEDS / "classifications" / f"{kind}_classes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(fold(row[f"{kind}_name"]).replace('"', ""), set()).add(row[f"{kind}_code"])
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _codes_by_name() -> dict[str, str]:
    """The code of each class (类) by name; a name that two classes have had is the later one's."""
    return {name: code for name, codes in functional_codes().items() for code in sorted(codes) if len(code) == 3}


@cache
def class_names() -> frozenset[str]:
    """What a summary line may call a class: its name, with 支出 and without."""
    names = {name.removesuffix("支出") for name in _codes_by_name()}
    return frozenset(names | {name + "支出" for name in names})


def class_code(name: str) -> str | None:
    """The 3-digit code of the class a summary line names, under any name it has had; None if it is no class.

    A line may leave off 支出 or have it where the list has none.
    """
    codes = _codes_by_name()
    folded = fold(name)
    return codes.get(folded) or codes.get(folded.removesuffix("支出")) or codes.get(folded + "支出")
