"""What no report holds, whatever else it says: texts without end, and amounts that no column of the warehouse takes.

One such document would stop the build of all others, so it is quarantined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Place
from loaders.reports.document import Content, Indicator, ProjectItemStatus, Segment, TableFound
from loaders.reports.figures import Figure

_AMOUNT_MAX = Decimal(10) ** 16
"""Yuan, and units of anything else: seventy times what the whole country makes in a year. Sums of it still fit."""


def require_sane(segment: Segment, content: Content) -> None:
    """Raises UnreadableError for a text longer than allowed, or a number beyond what can be meant or kept."""
    most = allowed().text_chars
    for name in (segment.title, segment.department_name):
        if len(name) > most:
            raise beyond("text_chars", "characters of a title or a name", segment.place)
    parts: tuple[TableFound | Figure | Indicator | ProjectItemStatus, ...] = (
        *content.tables, *content.figures, *content.indicators, *content.item_statuses,
    )  # fmt: skip
    for found in parts:
        for value in _values(found):
            if isinstance(value, str) and len(value) > most:
                raise beyond("text_chars", "characters of one text", found.place)
            if isinstance(value, Decimal) and not abs(value) < _AMOUNT_MAX:
                raise _too_much(value, found.place)


def _values(found: Any) -> Iterator[Any]:
    for each in fields(found):
        value = getattr(found, each.name)
        if isinstance(value, (str, Decimal)):
            yield value
        elif is_dataclass(value) and not isinstance(value, Place):
            yield from _values(value)


def _too_much(value: Decimal, place: Place) -> UnreadableError:
    return UnreadableError(
        "bad_number",
        f"{value:.3E} is more than any amount",
        place=place,
        expected=f"less than {_AMOUNT_MAX:.0E}",
        advice="correct it in the source, or compare with the published report",
    )
