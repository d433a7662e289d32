"""Pictures of pages: PNG, JPEG, TIFF (each of its pictures a page) and GIF, by optical recognition.

A picture that is too high for a page is a strip of pages, which are counted from its top.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block, Place
from loaders.readers.ocr import engine
from loaders.readers.pages.blocks import blocks_of
from loaders.readers.pages.items import Page

_POINTS_PER_INCH = 72
# Resolutions that are believed when a file states them, in dots per inch.
_BELIEVED = range(70, 1201)
# A picture with fewer is not enlarged as if it were one of a page: its characters would be a dot or two high.
_LEAST_DOTS_PER_INCH = 30
# A page whose size is not stated is taken to be as high as a sheet of A4, a strip of pages to be as wide.
_LONG_SIDE, _SHORT_SIDE = 842.0, 595.0


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a picture in reading order; raises UnreadableError where the extra for it is not installed."""
    engine.require(Place(page=1))
    return tuple(blocks_of(_pages(data)))


def _pages(data: bytes) -> Iterator[Page]:
    from loaders.readers.ocr.recognise import recognised
    from loaders.readers.ocr.strips import pages_of

    count = 0
    try:
        with Image.open(io.BytesIO(data)) as image:
            frames = getattr(image, "n_frames", 1)
            if frames > allowed().pages:
                raise beyond("pages", f"the file has {frames:,} pictures")
            for number in range(1, frames + 1):
                image.seek(number - 1)
                dots = _dots_per_inch(image)
                upright = ImageOps.exif_transpose(image)
                grey = _on_white(upright)
                size = (
                    max(round(grey.width * engine.DOTS_PER_INCH / dots), 1),
                    max(round(grey.height * engine.DOTS_PER_INCH / dots), 1),
                )
                picture = np.asarray(grey.resize(size, Image.Resampling.LANCZOS), np.uint8)
                for page in pages_of(picture):
                    count += 1
                    if count > allowed().pages:
                        raise beyond("pages", "pages in the pictures of the file")
                    yield recognised(page, count, _POINTS_PER_INCH / engine.DOTS_PER_INCH)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableError(
            "damaged", f"the picture cannot be opened: {error}", expected="a whole file", advice="fetch it again"
        ) from error


def _on_white(image: Image.Image) -> Image.Image:
    """Grey values; what is transparent shows white paper."""
    if image.has_transparency_data:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        image = Image.alpha_composite(paper, over)
    return image.convert("L")


def _dots_per_inch(image: Image.Image) -> float:
    """As the file states it, else from its size."""
    from loaders.readers.ocr.strips import is_strip

    stated = float(image.info.get("dpi", (0, 0))[0])
    dots, points = (image.width, _SHORT_SIDE) if is_strip(*image.size) else (max(image.size), _LONG_SIDE)
    if round(stated) in _BELIEVED and 0.5 * points <= dots / stated * _POINTS_PER_INCH <= 2 * points:
        return stated
    return max(dots / points * _POINTS_PER_INCH, _LEAST_DOTS_PER_INCH)
