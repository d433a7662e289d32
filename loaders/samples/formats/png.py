"""Blocks as one picture in black and white: the scanned pages one under the other."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image

from loaders.samples.blocks import Block
from loaders.samples.formats.scan import DPI, pictures
from loaders.samples.layout import Layout

_BLACK = 140
"""Darker than this is black."""


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The picture (PNG)."""
    found = pictures(blocks, layout)
    whole = Image.new("L", (max(page.width for page in found), sum(page.height for page in found)), 255)
    top = 0
    for page in found:
        whole.paste(page, (0, top))
        top += page.height
    whole = whole.point(lambda grey: 255 * (grey > _BLACK), mode="1")
    result = io.BytesIO()
    whole.save(result, "PNG", dpi=(DPI, DPI))
    return result.getvalue()
