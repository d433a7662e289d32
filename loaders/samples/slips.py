"""Errors planted in a report, of the kinds that people make."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from loaders.samples.made import errors
from loaders.samples.made.printed import WORTH, amount
from loaders.samples.made.report import report
from loaders.samples.source import ACCOUNT_TABLES, SeedRow, Source, from_report

KINDS = tuple(kind.replace("_", "-") for kind in errors.KINDS)
"""All kinds of error."""
IN_AMOUNTS = tuple(kind.replace("_", "-") for kind in errors.IN_AMOUNTS)
"""Those that are made in one printed amount: any report with the standard tables has a place for them."""
_ATTEMPTS = 200
_DEPARTMENTS = 1000
"""As many made-up departments have names of their own."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What was changed: the table, the row it is in, and the text before and after."""

    kind: str
    table_code: str
    old: str
    new: str


class NoPlaceError(LookupError):
    """The report has no figure that such an error can be made in."""


def made_up(
    seed: int,
    codes: int | None = None,
    unit: str | None = None,
    kind: str | None = None,
    table_set: str = "nine",
) -> tuple[Source, Planted | None]:
    """The report of a made-up department, with an error if a kind is given.

    `codes` is how many 项 it has, `unit` that of its tables, `table_set` which tables stand beside the nine. Raises
    NoPlaceError where the report has no place for the error.
    """
    made = report(seed % _DEPARTMENTS, seed, codes, unit, table_set)
    if kind is None:
        return from_report(made), None
    try:
        changed, slip = errors.make(kind.replace("-", "_"), made, random.Random(f"{seed}.{kind}"))
    except LookupError as error:
        raise NoPlaceError from error
    return from_report(changed), Planted(kind, slip.table_code, slip.old, slip.new)


def planted(source: Source, kind: str, seed: int) -> tuple[Source, Planted]:
    """The report with an error in one amount of its standard tables; raises NoPlaceError where it has none."""
    rng = random.Random(f"{source.document['title']}.{seed}.{kind}")
    change = errors.IN_AMOUNTS[kind.replace("-", "_")]
    places = [
        (table["table_code"], index, table["unit"])
        for table in source.tables
        if table["table_code"] in ACCOUNT_TABLES and table["unit"] in WORTH
        for index, row in enumerate(source.rows(table["table_code"]))
        if row["amount_cny"] and row["printed_text"].strip("0.,")
    ]
    for _ in range(_ATTEMPTS if places else 0):
        code, index, unit = rng.choice(places)
        row = source.rows(code)[index]
        new = change(row["printed_text"], rng)
        if new != row["printed_text"]:
            rows = list(source.rows(code))
            rows[index] = _changed(row, new, unit)
            figures = {**source.figures, code: tuple(rows)}
            return replace(source, figures=figures), Planted(kind, code, row["printed_text"], new)
    raise NoPlaceError


def _changed(row: SeedRow, printed: str, unit: str) -> SeedRow:
    value, step = amount(printed, unit)
    return {**row, "printed_text": printed, "amount_cny": value, "rounding_unit_cny": step}
