"""Blocks as a scanned PDF: each page a picture, a little askew, with the grain and the dirt of a copying machine."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable
from pathlib import Path
from time import gmtime

import numpy as np
from PIL import Image, ImageDraw

from loaders.samples.blocks import Block
from loaders.samples.formats import fonts
from loaders.samples.formats.pages import Page, pages
from loaders.samples.layout import Layout

DPI = 200
_SCALE = DPI / 72
_INK, _PAPER = 25, 248
_GRAIN = 6.0
"""Standard deviation of the grain, of 255."""
_SPECKS = 40
"""Specks of dirt on a page."""
_DATE = gmtime(1704067200)  # 2024-01-01


def render(blocks: Iterable[Block], layout: Layout) -> bytes:
    """The PDF; pictures as a scanner writes them (JPEG)."""
    first, *rest = pictures(blocks, layout)
    result = io.BytesIO()
    first.save(
        result,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=DPI,
        quality=80,
        creationDate=_DATE,
        modDate=_DATE,
    )
    return result.getvalue()


def pictures(blocks: Iterable[Block], layout: Layout) -> list[Image.Image]:
    """The pages as grey pictures. The layout's seed decides how they lie and what dirt is on them."""
    return [picture(page, layout, number) for number, page in enumerate(laid_out(blocks), start=1)]


def laid_out(blocks: Iterable[Block]) -> list[Page]:
    """The pages before they are drawn, as wide as this machine's font needs them."""
    font = fonts.find()

    def metrics(text: str, size: float) -> float:
        return fonts.sized(font, round(size * _SCALE)).getlength(text) / _SCALE

    return pages(blocks, metrics, ruled=True)


def picture(page: Page, layout: Layout, number: int) -> Image.Image:
    """The page with that number as it comes out of the scanner."""
    return _worn(_drawn(page, fonts.find()), f"{layout.seed}.{number}", layout.tilt)


def _drawn(page: Page, font: Path) -> Image.Image:
    picture = Image.new("L", (round(page.width * _SCALE), round(page.height * _SCALE)), _PAPER)
    pen = ImageDraw.Draw(picture)
    for rule in page.rules:
        pen.line([at * _SCALE for at in (rule.x0, rule.y0, rule.x1, rule.y1)], fill=_INK, width=2)
    for run in page.runs:
        place = (run.x * _SCALE, run.y * _SCALE)
        pen.text(place, run.text, fill=_INK, font=fonts.sized(font, round(run.size * _SCALE)), anchor="ls")
    return picture


def _worn(picture: Image.Image, seed: str, tilt: float) -> Image.Image:
    """The page as it comes out of the scanner."""
    rng = random.Random(f"scan.{seed}")
    askew = picture.rotate(rng.uniform(-tilt, tilt), resample=Image.Resampling.BICUBIC, expand=False, fillcolor=_PAPER)
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0.0, _GRAIN, (askew.height, askew.width))
    grey = np.clip(np.asarray(askew, dtype=np.float64) + grain, 0, 255).astype(np.uint8)
    result = Image.fromarray(grey)
    pen = ImageDraw.Draw(result)
    for _ in range(_SPECKS):
        x, y, size = rng.randrange(result.width), rng.randrange(result.height), rng.choice((1, 1, 2))
        pen.ellipse((x, y, x + size, y + size), fill=_INK)
    return result
