"""A report as a file."""

from __future__ import annotations

from loaders.samples.formats import FORMATS
from loaders.samples.layout import Layout
from loaders.samples.report import blocks
from loaders.samples.restyle import restyled
from loaders.samples.source import Source


def render(source: Source, format_name: str, layout: Layout | None = None) -> bytes:
    """The report as a file of that format; the same source, format and layout are the same bytes."""
    chosen = layout or Layout()
    return FORMATS[format_name].render(blocks(restyled(source, chosen), chosen), chosen)
