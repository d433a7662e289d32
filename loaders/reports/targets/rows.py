"""One row of a target table, whatever form it came in, and its amounts by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Paragraph, Place
from loaders.reports.numbers import Number


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount; `number` is None where the cell is blank."""

    printed: str
    number: Number | None
    place: Place


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A total, a unit (neither goal nor indicators) or a project, with its amounts by column key.

    `goal` only tells whether there is one: its text is the report's and is not kept.
    """

    name: str
    amounts: Mapping[str, Amount]
    goal: str
    indicators: Paragraph | None
    place: Place


def assign_amounts(columns: Mapping[str, str], amounts: Sequence[Amount], place: Place) -> dict[str, Amount]:
    """Amounts of a row without cells to their columns: all of them, or the first two (total and 财政拨款).

    Raises UnreadableError where the number of amounts leaves open which column is blank.
    """
    keys = list(columns)
    if len(amounts) != len(keys) and len(amounts) != 2:
        raise UnreadableError(
            "ambiguous_amounts",
            f"{len(amounts)} amounts in a row of {len(keys)} amount columns",
            place=place,
            expected=f"{len(keys)} amounts, or two (总计 and 财政拨款)",
            advice="load the table from a format that keeps its cells (PDF, Excel)",
        )
    given = dict(zip(keys, amounts, strict=False))
    return {key: given.get(key, Amount("", None, place)) for key in keys}
