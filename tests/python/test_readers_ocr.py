"""Pictures of pages read back: what was drawn is what is read, askew, turned, in any format, beside pages with text."""

from __future__ import annotations

import io

import numpy as np
import ocr_support
import pdf_support
import pytest
from ocr_support import HEADER, ROWS, TITLE, as_bytes, drawn, texts
from PIL import Image

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Grid, Paragraph
from loaders.readers.ocr import engine, recognise
from loaders.readers.ocr.picture import straightened
from loaders.readers.pages.items import Page
from loaders.readers.pdf import page
from loaders.readers.pdf.frame import Frame
from loaders.readers.pdf.glyphs import Glyphs
from loaders.samples.layout import Layout

TABLE = [list(HEADER), *map(list, ROWS)]
TILTED = Layout(tilt=2.0, seed=5)


@pytest.fixture(scope="module", autouse=True)
def _needed() -> None:
    ocr_support.needed()


@pytest.fixture(scope="module")
def tilted() -> Image.Image:
    return drawn(TILTED)


def _blocks(data: bytes) -> tuple[Block, ...]:
    return readers.read_bytes("scan", data).blocks


def test_a_page_askew_with_grain_and_dirt_is_read(tilted: Image.Image) -> None:
    """Text, spans and places; a place lies on the page as it is shown, where the cell is."""
    title, unit, grid = _blocks(as_bytes(tilted, "PDF"))
    assert isinstance(title, Paragraph)
    assert title.text == TITLE
    assert isinstance(unit, Paragraph)
    assert unit.text == "单位：万元"
    assert isinstance(grid, Grid)
    assert texts(grid) == TABLE
    assert grid.spans_known
    assert [row[0].place.line for row in grid.rows] == [3, 4, 5, 6, 7, 8]
    for row in grid.rows:
        for cell in row:
            assert cell.place.page == 1
            assert cell.place.bbox is not None
            assert (cell.place.reading is not None) == bool(cell.text)
    name = grid.rows[2][1].place.bbox
    ink = np.asarray(tilted)[slice(*_dots(name[1::2])), slice(*_dots(name[::2]))] < 100
    assert ink.mean() > 0.02  # the cell's words are there


def _dots(points: tuple[float, ...]) -> list[int]:
    return [round(point * ocr_support.DPI / 72) for point in points]


@pytest.mark.parametrize(("turns", "read"), [(1, [1]), (2, [0, 2])])
def test_a_page_on_its_side_or_head_is_set_upright(
    turns: int, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = drawn(Layout(tilt=0.0, seed=1)).rotate(90 * turns, expand=True)
    directions = _directions(monkeypatch)
    grid = _blocks(as_bytes(picture, "PNG"))[-1]
    assert directions == read
    assert texts(grid) == TABLE
    left, top, right, bottom = grid.rows[0][0].place.bbox
    width, height = (side * 72 / ocr_support.DPI for side in picture.size)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_what_is_no_text_in_any_direction_is_read_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mirrored, a page is as wide in its lines as any other, and turned by no quarters does it become text."""
    picture = drawn(Layout(tilt=0.0, seed=1)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    directions = _directions(monkeypatch)
    _blocks(as_bytes(picture, "PNG"))
    assert directions == [0]


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
@pytest.mark.parametrize("shown", [0, 90])
def test_a_page_of_unknown_characters_is_read_as_they_are_turned(
    turns: int, shown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(sheet: pdf_support.Sheet) -> None:
        sheet.canvas.setPageRotation(shown)
        sheet.canvas.translate(sheet.width / 2, sheet.height / 2)
        sheet.canvas.rotate(turns)
        sheet.canvas.setFont("Helvetica", 14)
        sheet.canvas.drawString(-100, 0, "1,234,567.89 and 2,345,678.90")

    monkeypatch.setattr(page, "has_unknown_characters", lambda *_: True)
    directions = _directions(monkeypatch)
    (found,) = _blocks(pdf_support.document(draw))
    assert isinstance(found, Paragraph)
    assert found.text.replace(" ", "") == "1,234,567.89and2,345,678.90"
    assert directions == [(turns - shown) // 90 % 4]


def _directions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The quarters clockwise by which the pages are turned that are read to the end."""
    found: list[int] = []
    read = recognise._read

    def spied(seen: recognise._Seen, number: int) -> recognise._Result:
        found.append(seen.straight.turns)
        return read(seen, number)

    monkeypatch.setattr(recognise, "_read", spied)
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF"])
def test_each_format_of_pictures_is_opened(tilted: Image.Image, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is recognised is the picture, at the resolution at which pictures are read."""
    (picture,) = _given(as_bytes(tilted, kind), monkeypatch)
    assert picture.shape == (tilted.height, tilted.width)
    assert np.abs(picture.astype(int) - np.asarray(tilted)).mean() < 4


def test_a_picture_that_does_not_say_how_large_it_is(tilted: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screenshot of another size, in colour and with a transparent ground: a page of A4 on white paper."""
    picture = tilted.convert("RGBA").resize((round(tilted.width * 0.6), round(tilted.height * 0.6)))
    picture.putalpha(picture.getchannel("R").point(lambda grey: 255 if grey < 128 else 0))
    result = io.BytesIO()
    picture.save(result, "PNG")
    (given,) = _given(result.getvalue(), monkeypatch)
    assert given.shape[0] == pytest.approx(tilted.height, abs=2)
    assert np.median(given) == 255


def test_each_picture_of_a_tiff_is_a_page(tilted: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    result = io.BytesIO()
    tilted.save(result, "TIFF", save_all=True, append_images=[tilted.rotate(180)], dpi=(ocr_support.DPI,) * 2)
    first, second = _given(result.getvalue(), monkeypatch)
    assert (first == second[::-1, ::-1]).all()


def _given(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """The pictures that recognition is given."""
    found: list[np.ndarray] = []

    def taken(picture: np.ndarray, number: int, scale: float, turns: int = 0) -> Page:
        found.append(picture)
        assert (number, scale, turns) == (len(found), 72 / engine.DOTS_PER_INCH, 0)
        return Page(number, straightened(picture, 0, scale), (), np.zeros((0, 3)))

    monkeypatch.setattr(recognise, "recognised", taken)
    assert _blocks(data) == ()
    return found


def test_only_the_pages_that_are_pictures_are_recognised(tilted: Image.Image) -> None:
    """A page number printed over the picture does not make it a page of text."""

    def with_text(sheet: pdf_support.Sheet) -> None:
        sheet.text(60, 100, "收入决算说明")

    def with_picture(sheet: pdf_support.Sheet) -> None:
        sheet.canvas.drawInlineImage(tilted, 0, 0, sheet.width, sheet.height)
        sheet.text(290, sheet.height - 20, "2")

    first, *_, grid = _blocks(pdf_support.document(with_text, with_picture))
    assert first.text == "收入决算说明"
    assert first.place.reading is None
    assert texts(grid) == TABLE
    assert grid.place.page == 2
    assert grid.rows[1][2].place.reading.confidence > 0.5


def test_text_under_a_picture_that_nobody_sees_is_not_read(
    tilted: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs of scanners put what they read below the picture, without colour: it is no better than recognition."""

    def draw(sheet: pdf_support.Sheet) -> None:
        words = sheet.canvas.beginText(60, 700)
        words.setTextRenderMode(3)
        words.setFont(pdf_support.FONT, 10)
        words.textLine("支出决祘表 " * 12)
        sheet.canvas.drawText(words)
        sheet.canvas.drawInlineImage(tilted, 0, 0, sheet.width, sheet.height)

    (picture,) = _given(pdf_support.document(draw), monkeypatch)
    assert picture.shape == pytest.approx((tilted.height, tilted.width), abs=2)


@pytest.mark.parametrize("size", [(5000, 1), (5000, 2), (1, 5000), (1, 1)])
def test_a_damaged_picture_of_next_to_no_height_or_width_has_nothing_written(size: tuple[int, int]) -> None:
    """It has no tilt to be measured either."""
    assert _blocks(as_bytes(Image.new("L", size, 255), "PNG")) == ()


def test_a_picture_covers_of_its_page_what_lies_on_it() -> None:
    """A scanned page's picture may reach beyond the page; in a damaged file without end, or it has no place at all."""
    frame = Frame(0, 0, 600, 800, 0, 0)
    for boxes, whole in (
        ([(0, 0, 600, 800)], True),
        ([(0, 0, 600, 400), (0, 400, 600, 800)], True),
        ([(-100, -100, 900, 900)], True),
        ([(0, 0, np.inf, np.inf)], True),
        ([(500, 700, 5000, 7000)], False),
        ([(-np.inf, 900, np.inf, np.inf)], False),
        ([(np.nan, np.nan, np.nan, np.nan)], False),
    ):
        none = Glyphs(np.zeros(0, np.int64), np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(0, np.int64))
        assert page._is_picture(none, np.array(boxes, np.float64), frame) is whole, boxes


def test_a_sheet_without_writing_is_an_empty_page(tilted: Image.Image) -> None:
    blank = Image.new("L", tilted.size, 250)
    assert _blocks(as_bytes(blank, "PDF")) == ()


def test_a_cut_picture_says_so(tilted: Image.Image) -> None:
    for kind in ("PNG", "JPEG"):
        data = as_bytes(tilted, kind)
        with pytest.raises(UnreadableError) as caught:
            _blocks(data[: len(data) // 2])
        assert caught.value.reason == "damaged"


def test_without_the_extra_a_picture_says_what_to_install(tilted: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    for kind in ("PNG", "PDF"):
        with pytest.raises(UnreadableError) as caught:
            _blocks(as_bytes(tilted, kind))
        assert caught.value.reason == "picture_only"
        assert caught.value.place is not None
        assert caught.value.place.page == 1
        assert engine.INSTALL in str(caught.value)
