"""Pages one under the other in one picture: cut apart between pages, never through what is written."""

from __future__ import annotations

import io

import numpy as np
import ocr_support
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from loaders.readers import image
from loaders.readers.model import Grid
from loaders.readers.ocr.strips import is_strip, pages_of
from loaders.samples.layout import Layout

WIDTH = 400
_INCH = 200


@st.composite
def pages(draw: st.DrawFn) -> list[np.ndarray]:
    """Pages of lines that stand no farther apart than a third of an inch, each with margins of half an inch or more."""
    found = []
    for _ in range(draw(st.integers(3, 6))):
        page = np.full((draw(st.integers(300, 600)), WIDTH), 255, np.uint8)
        at, end = (
            draw(st.integers(_INCH // 2, _INCH * 3 // 4)),
            len(page) - draw(st.integers(_INCH // 2, _INCH // 2 + 20)),
        )
        while at < end:
            page[at : min(at + draw(st.integers(5, 30)), end), 40:300] = 0
            at += 30 + draw(st.integers(5, _INCH // 3))
        found.append(page)
    return found


@settings(max_examples=40, deadline=None)
@given(made=pages())
def test_each_page_comes_back_whole(made: list[np.ndarray]) -> None:
    strip = np.vstack(made)
    cut = list(pages_of(strip))
    if not is_strip(WIDTH, len(strip)):
        assert len(cut) == 1
        return
    assert np.array_equal(np.vstack(cut), strip)
    ink = [int((page < 140).sum()) for page in made]
    assert [int((piece < 140).sum()) for piece in cut] == ink


def test_a_page_stays_one() -> None:
    page = np.full((565, WIDTH), 255, np.uint8)
    page[100:120] = page[400:420] = 0
    (same,) = pages_of(page)
    assert same is page or np.array_equal(same, page)


def test_a_table_longer_than_a_page_is_cut_where_least_is_lost() -> None:
    """A web page's picture: no margins at all; the cut lies between two lines of text."""
    strip = np.full((1600, WIDTH), 255, np.uint8)
    strip[:, 40:42] = 0  # a table's edge, from top to bottom
    for at in range(0, 1600, 40):
        strip[at : at + 20, 60:300] = 0
    cut = list(pages_of(strip))
    assert np.array_equal(np.vstack(cut), strip)
    assert len(cut) > 1
    edges = np.cumsum([len(piece) for piece in cut])[:-1]
    assert all(edge % 40 >= 20 for edge in edges)


@pytest.mark.parametrize("written", [0, 300])
def test_the_white_far_below_a_strip_is_no_page(written: int) -> None:
    strip = np.full((40 * WIDTH, WIDTH), 255, np.uint8)
    strip[100 : 100 + written : 20, 60:300] = 0
    (page,) = pages_of(strip)
    assert len(page) == 2 * WIDTH
    assert (page < 140).sum() == (strip < 140).sum()


@pytest.mark.parametrize(
    ("size", "stated", "dots"),
    [
        ((1654, 2339), (200, 200), 200.0),
        ((1654, 23390), (200, 200), 200.0),  # ten pages of A4
        ((1654, 23390), None, 1654 / 595 * 72),
        ((1654, 23390), (20000, 20000), 1654 / 595 * 72),
        ((1170, 1654), None, 1654 / 842 * 72),
        ((30, 2339), (200, 200), 30.0),  # damaged: as wide as a page it would be 128,000 dots high
    ],
)
def test_how_large_a_strip_is_is_told_by_its_width(
    size: tuple[int, int], stated: tuple[int, int] | None, dots: float
) -> None:
    picture = Image.new("L", size, 255)
    if stated is not None:
        picture.info["dpi"] = stated
    assert image._dots_per_inch(picture) == pytest.approx(dots)


def test_the_tables_of_a_strip_are_those_of_its_pages() -> None:
    ocr_support.needed()
    made = [ocr_support.drawn(Layout(tilt=1.0, seed=seed)) for seed in (1, 2)]
    strip = Image.new("L", (made[0].width, sum(page.height for page in made)), 255)
    for number, page in enumerate(made):
        strip.paste(page, (0, number * made[0].height))
    assert is_strip(*strip.size)
    data = io.BytesIO()
    strip.save(data, "PNG")
    grids = [block for block in image.blocks(data.getvalue()) if isinstance(block, Grid)]
    apart = [
        block for page in made for block in image.blocks(ocr_support.as_bytes(page, "PNG")) if isinstance(block, Grid)
    ]
    assert [ocr_support.texts(grid) for grid in grids] == [ocr_support.texts(grid) for grid in apart]
    assert [grid.place.page for grid in grids] == [1, 2]
