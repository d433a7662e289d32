"""Segments of a few sentences, for the tests of the prose reader."""

from __future__ import annotations

from decimal import Decimal

from loaders.readers.model import Line, Paragraph, Place
from loaders.reports.document import Segment
from loaders.reports.figures import Figure
from loaders.reports.prose import narrative

DEPARTMENT = "青禾县水务局"


def segment(*texts: str, kind: str = "final_accounts", cuts: tuple[int, ...] = ()) -> Segment:
    """One paragraph per text; `cuts` are where lines of the last paragraph break."""
    blocks = []
    number = 1
    for index, text in enumerate(texts):
        inside = sorted({cut for cut in cuts if 0 < cut < len(text)}) if index == len(texts) - 1 else []
        lines = []
        for start, end in zip([0, *inside], [*inside, len(text)], strict=True):
            lines.append(Line(text[start:end], Place(line=number)))
            number += 1
        blocks.append(Paragraph(tuple(lines)))
    return Segment(1, kind, "", DEPARTMENT, 2024, "", Place(line=1), tuple(blocks))


def read(*texts: str, kind: str = "final_accounts") -> tuple[Figure, ...]:
    return narrative.read(segment(*texts, kind=kind)).figures


def told(*texts: str, kind: str = "final_accounts") -> list[tuple[str | None, str | None, Decimal | None, str]]:
    """Measure, aspect, amount or value, and unit of each figure."""
    return [(f.row_key, f.column_key, magnitude(f), f.unit) for f in read(*texts, kind=kind)]


def magnitude(figure: Figure) -> Decimal | None:
    return figure.amount_cny if figure.amount_cny is not None else figure.value


def yuan(text: str) -> Decimal:
    """万元 to yuan."""
    return (Decimal(text) * 10_000).quantize(Decimal("0.01"))
