"""Blocks as a PDF whose tables have no rules: only the columns' edges tell the cells."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.samples.blocks import Block
from loaders.samples.formats import pdf
from loaders.samples.layout import Layout


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The PDF."""
    return pdf.render(blocks, layout, ruled=False)
