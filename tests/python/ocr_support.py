"""Pictures of pages for the tests of optical recognition, and what they show."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from loaders.messages import SaidError
from loaders.readers.model import Block, Grid
from loaders.readers.ocr import engine
from loaders.samples.blocks import Table, Text, row
from loaders.samples.formats import fonts
from loaders.samples.formats.scan import DPI, pictures
from loaders.samples.layout import Layout

HEADER = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "2,940.05", "2,336.91", "603.14"),
    ("201", "一般公共服务支出", "2,106.66", "1,503.52", "603.14"),
    ("20106", "财政事务", "2,106.66", "1,503.52", "603.14"),
    ("2010601", "行政运行", "1,511.89", "1,503.52", "8.37"),
    ("208", "社会保障和就业支出", "833.39", "833.39", ""),
)
TITLE = "支出决算表"


def needed() -> None:
    """Skips, and says so, where pictures cannot be drawn or read."""
    if not engine.is_installed():
        pytest.skip(f"the extra that reads pictures is not installed: {engine.INSTALL}")
    try:
        fonts.find()
    except SaidError as error:
        pytest.skip(str(error.message.en))


def drawn(layout: Layout, rows: Sequence[Sequence[str]] = ROWS) -> Image.Image:
    """One page with a title, a unit and a table, as a scanner delivers it."""
    body = tuple(row(cells, numbers=(2, 3, 4)) for cells in rows)
    blocks = (Text(TITLE, "caption"), Text("单位：万元", "unit"), Table((row(HEADER),), body))
    (picture,) = pictures(blocks, layout)
    return picture


def as_bytes(picture: Image.Image, kind: str) -> bytes:
    """The picture as a file; TIFF, PNG, JPEG, GIF or PDF."""
    result = io.BytesIO()
    resolution = {"resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}
    picture.save(result, kind, **resolution)
    return result.getvalue()


def texts(grid: Block) -> list[list[str]]:
    """The cells of a grid."""
    assert isinstance(grid, Grid)
    return [[cell.text for cell in cells] for cells in grid.rows]
