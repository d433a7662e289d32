"""Ruled tables in PDF: cells, merged cells, places, rotation; and what stands around the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_support import LANDSCAPE, PORTRAIT, RULINGS, Merged, Sheet, Table, document, plain, read, slots, table

from loaders.readers.model import Block, Grid, Paragraph

WORDS = ("合计", "一般公共服务支出", "行政运行", "2010301", "1,234.56", "0.00", "18,980.28", "-7.50", "基本 支出")
SMALL = table(
    60,
    120,
    (80, 120, 90, 90),
    20,
    (("科目编码", "科目名称", "合计", "基本支出"), ("201", "一般公共服务支出", "375.78", "")),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with random columns, rows and merged cells; every cell large enough for its text."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 7))
    widths = draw(st.lists(st.integers(75, 90), min_size=columns, max_size=columns))
    heights = draw(st.lists(st.integers(14, 40), min_size=rows, max_size=rows))
    xs = tuple(float(30 + sum(widths[:index])) for index in range(columns + 1))
    ys = tuple(float(60 + sum(heights[:index])) for index in range(rows + 1))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = draw(st.integers(1, 3))
            high = draw(st.integers(1, 3))
            while column + wide > columns or any((row, column + right) in taken for right in range(wide)):
                wide -= 1
            high = min(high, rows - row)
            taken.update((row + below, column + right) for below in range(high) for right in range(wide))
            room = max(1, int((ys[row + high] - ys[row]) // 12))
            lines = draw(st.lists(st.sampled_from(WORDS), max_size=min(3, room)))
            if all(re.fullmatch(r"[\d,.-]+", line) for line in lines):
                lines = lines[:1]
            cells.append(Merged(row, column, high, wide, tuple(lines)))
    return Table(xs, ys, tuple(cells))


def _collapsed(drawn: Table) -> list[list[tuple[str, int, int]]]:
    """The slots without the lines that no cell ends at: such a line is not drawn."""
    rows = sorted({cell.row for cell in drawn.cells} | {cell.row + cell.rows for cell in drawn.cells})
    columns = sorted({cell.column for cell in drawn.cells} | {cell.column + cell.columns for cell in drawn.cells})
    row_at, column_at = {old: new for new, old in enumerate(rows)}, {old: new for new, old in enumerate(columns)}
    cells = tuple(
        Merged(
            row_at[cell.row],
            column_at[cell.column],
            row_at[cell.row + cell.rows] - row_at[cell.row],
            column_at[cell.column + cell.columns] - column_at[cell.column],
            cell.lines,
        )
        for cell in drawn.cells
    )
    return Table(tuple(map(float, columns)), tuple(map(float, rows)), cells).slots()


@given(drawn=tables(), style=st.sampled_from(sorted(RULINGS)))
@settings(max_examples=60, deadline=None)
def test_every_cell_comes_back_with_its_text_and_its_spans(drawn: Table, style: str) -> None:
    found = read(document(lambda sheet: sheet.ruled(drawn, style)))
    expected = _collapsed(drawn)
    if len(drawn.cells) == 1 or not any(cell.lines for cell in drawn.cells):
        assert not any(isinstance(block, Grid) for block in found)
        return
    (grid,) = found
    assert isinstance(grid, Grid)
    assert grid.spans_known
    assert slots(grid) == expected


@pytest.mark.parametrize("style", RULINGS)
def test_each_cell_knows_its_place(style: str) -> None:
    (grid,) = read(document(lambda sheet: sheet.ruled(SMALL, style)))
    assert isinstance(grid, Grid)
    assert [cell.place.line for row in grid.rows for cell in row] == [1] * 4 + [2] * 4
    amount = grid.rows[1][2]
    assert amount.text == "375.78"
    assert amount.place.page == 1
    assert amount.place.bbox == pytest.approx((260, 140, 350, 160), abs=1)


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
def test_a_page_turned_by_its_viewer_is_read_upright(turns: int, size: tuple[float, float]) -> None:
    """Drawn sideways on the sheet and shown upright by /Rotate; places are those of the page as shown (`size`)."""
    width, height = size

    def draw(sheet: Sheet) -> None:
        sheet.canvas.setPageRotation(turns)
        sheet.canvas.rotate(turns)
        sheet.canvas.translate(*{0: (0, 0), 90: (0, -height), 180: (-width, -height), 270: (-width, 0)}[turns])
        sheet.text(60, 100, "收入决算表", 14)
        sheet.ruled(SMALL)

    title, grid = read(document(draw, size=size))
    assert plain(title) == "收入决算表"
    assert isinstance(grid, Grid)
    assert slots(grid) == SMALL.slots()
    assert grid.rows[1][2].place.bbox == pytest.approx((260, 140, 350, 160), abs=1)


@pytest.mark.parametrize("turns", [90, 180, 270])
def test_a_table_drawn_sideways_is_read_upright_with_its_place_on_the_page(turns: int) -> None:
    """Nothing turns the page: a reader tilts the head. Places are those of the page as shown."""
    width, height = PORTRAIT
    upright_size = (height, width) if turns % 180 else PORTRAIT

    def draw(sheet: Sheet) -> None:
        sheet.canvas.rotate(turns)
        sheet.canvas.translate(*{90: (0, -width), 180: (-width, -height), 270: (-height, 0)}[turns])
        Sheet(sheet.canvas, upright_size).ruled(SMALL)

    (grid,) = read(document(draw))
    assert isinstance(grid, Grid)
    assert slots(grid) == SMALL.slots()
    expected = {
        90: (140, height - 350, 160, height - 260),
        180: (width - 350, height - 160, width - 260, height - 140),
        270: (width - 160, 260, width - 140, 350),
    }[turns]
    assert grid.rows[1][2].place.bbox == pytest.approx(expected, abs=1)


def test_tables_below_each_other_and_the_text_between() -> None:
    second = table(60, 300, (80, 120, 90, 90), 20, (("a", "b", "c", "d"), ("1", "2", "3", "4")))

    def draw(sheet: Sheet) -> None:
        sheet.text(60, 80, "一、收入决算表", 12)
        sheet.text(440, 110, "单位：万元", right=True)
        sheet.ruled(SMALL)
        sheet.text(60, 190, "注：本表反映本年收入。")
        sheet.ruled(second)

    found = read(document(draw))
    assert [type(block) for block in found] == [Paragraph, Paragraph, Grid, Paragraph, Grid]
    assert [block.place.line for block in found] == [1, 2, 3, 5, 6]
    assert [plain(block) for block in found[:2]] == ["一、收入决算表", "单位：万元"]


def _side_by_side(captions: bool) -> list[Block]:
    left = table(
        40, 140, (60, 80, 80), 20, (("编码", "名称", "金额"), ("301", "工资", "1.00"), ("302", "办公", "2.00"))
    )
    right = table(310, 140, (60, 80, 80), 20, (("编码", "名称", "金额"), ("303", "补助", "3.00")))

    def draw(sheet: Sheet) -> None:
        sheet.text(240, 60, "部门决算附表", 14)
        if captions:
            sheet.text(130, 100, "人员经费表")
            sheet.text(400, 100, "公用经费表")
        sheet.text(40, 128, "部门：样例局")
        sheet.text(530, 128, "单位：万元", right=True)
        sheet.ruled(left)
        sheet.ruled(right)
        sheet.text(40, 230, "注：两表合计为基本支出。")

    return read(document(draw))


def test_tables_side_by_side_each_behind_its_own_titles() -> None:
    found = [plain(block) for block in _side_by_side(captions=True)]
    first, second = (block for block in found if isinstance(block, list))
    assert [first[2], second[1]] == [["302", "办公", "2.00"], ["303", "补助", "3.00"]]
    assert [block for block in found if isinstance(block, str)] == [
        "部门决算附表",
        "人员经费表",
        "部门：样例局",
        "公用经费表",
        "单位：万元",
        "注：两表合计为基本支出。",
    ]
    assert found.index("公用经费表") == found.index(first) + 1


def test_tables_side_by_side_under_one_title() -> None:
    found = _side_by_side(captions=False)
    assert [plain(block) for block in found[:2]] == ["部门决算附表", "部门：样例局 单位：万元"]
    assert [isinstance(block, Grid) for block in found] == [False, False, True, True, False]


def test_a_frame_around_text_is_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.stroke_box(40, 40, 555, 800)
        sheet.text(60, 100, "本部门无此项支出。")

    assert [plain(block) for block in read(document(draw))] == ["本部门无此项支出。"]


def test_a_table_inside_a_frame_is_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.stroke_box(40, 40, 555, 800)
        sheet.ruled(SMALL)

    (grid,) = read(document(draw))
    assert isinstance(grid, Grid)
    assert slots(grid) == SMALL.slots()


def test_a_table_open_at_its_sides() -> None:
    """Rules across reach beyond the outermost rules down: the outer columns are closed by them."""

    def draw(sheet: Sheet) -> None:
        left, right = SMALL.xs[0], SMALL.xs[-1]
        for y in SMALL.ys:
            sheet.line(left, y, right, y)
        for x in SMALL.xs[1:-1]:
            sheet.line(x, SMALL.ys[0], x, SMALL.ys[-1])
        sheet.texts(SMALL)

    (grid,) = read(document(draw))
    assert isinstance(grid, Grid)
    assert slots(grid) == SMALL.slots()


def test_a_number_too_wide_for_its_cell_is_not_torn() -> None:
    narrow = Table(
        (60, 100, 200), (100, 140), (Merged(0, 0, 1, 1, ("1,234,5", "67.89")), Merged(0, 1, 1, 1, ("2010", "302")))
    )
    (grid,) = read(document(lambda sheet: sheet.ruled(narrow, size=10)))
    assert plain(grid) == [["1,234,567.89", "2010 302"]]


def test_two_numbers_in_a_cell_stay_two() -> None:
    cells = (Merged(0, 0, 1, 1, ("2023", "2024")), Merged(0, 1, 1, 1, ("1,234.56", "7,890.12")))
    drawn = Table((60, 82, 126), (100, 140), cells)
    (grid,) = read(document(lambda sheet: sheet.ruled(drawn, size=10)))
    assert plain(grid) == [["2023 2024", "1,234.56 7,890.12"]]


def test_digits_set_apart_are_one_number() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.ruled(table(60, 120, (120, 120), 20, (("编码", "金额"), ("", ""))))
        for index, digit in enumerate("2010301"):
            sheet.text(64 + 9 * index, 154, digit)

    (grid,) = read(document(draw))
    assert plain(grid) == [["编码", "金额"], ["2010301", ""]]


PUBLISHED = sorted((Path(__file__).parents[3] / "shared/documents/other-departments").glob("*.pdf"))


@pytest.mark.skipif(not PUBLISHED, reason="the published PDFs are not here")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_digit_on_the_pages_stands_in_the_blocks_once(path: Path) -> None:
    """Against PDFium's own plain text, page by page. None of these documents prints page numbers."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    blocks = read(path.read_bytes())
    for number in range(1, len(document) + 1):
        printed = re.findall(r"\d", document[number - 1].get_textpage().get_text_range())
        texts = [
            text
            for block in blocks
            for text, place in (
                [(line.text, line.place) for line in block.lines]
                if isinstance(block, Paragraph)
                else [(cell.text, cell.place) for row in block.rows for cell in row]
            )
            if place.page == number
        ]
        found = re.findall(r"\d", " ".join(texts))
        assert sorted(found) == sorted(printed), f"page {number}"
