"""Names of functional classes (类) to their codes, from the classification seeds."""

from __future__ import annotations

import csv
from functools import cache

from loaders.paths import SEEDS
from loaders.reports.fold import fold


@cache
def _codes_by_name() -> dict[str, str]:
    path = SEEDS / "classifications" / "functional_classes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            fold(row["functional_name"]): row["functional_code"] for row in csv.DictReader(file) if row["level"] == "1"
        }


def class_code(name: str) -> str | None:
    """The 3-digit code of the class a summary line names, under any name it has had; None if it is no class.

    A line may leave off 支出 or have it where the list has none.
    """
    codes = _codes_by_name()
    folded = fold(name)
    return codes.get(folded) or codes.get(folded.removesuffix("支出")) or codes.get(folded + "支出")
