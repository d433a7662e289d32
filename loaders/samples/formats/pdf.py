"""Blocks as a PDF with ruled tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.samples.blocks import Block, Text
from loaders.samples.formats.pages import Page, pages
from loaders.samples.layout import Layout

_FONT = "STSong-Light"
"""One of the fonts that every PDF reader has for Chinese: nothing is embedded, nothing must be installed."""


def render(blocks: Iterable[Block], layout: Layout, *, ruled: bool = True) -> bytes:
    """The PDF, without compression of time or identity: the same blocks are the same bytes."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    found = list(blocks)
    made = pages(found, lambda text, size: float(pdfmetrics.stringWidth(text, _FONT, size)), ruled=ruled)
    return drawn(made, next((block.text for block in found if isinstance(block, Text)), ""))


def drawn(made: Sequence[Page], title: str) -> bytes:
    """The pages as a PDF."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    result = io.BytesIO()
    canvas = Canvas(result, invariant=1)
    canvas.setTitle(title)
    for page in made:
        canvas.setPageSize((page.width, page.height))
        canvas.setLineWidth(0.5)
        for rule in page.rules:
            canvas.line(rule.x0, page.height - rule.y0, rule.x1, page.height - rule.y1)
        for run in page.runs:
            canvas.setFont(_FONT, run.size)
            canvas.drawString(run.x, page.height - run.y, run.text)
        canvas.showPage()
    canvas.save()
    return result.getvalue()
