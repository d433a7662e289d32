"""Tables in PDF without rules, with rules across only, or ruled around but not between their rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_support import FONT, Sheet, document, plain, read, slots
from reportlab.pdfbase.pdfmetrics import stringWidth

from loaders.readers.model import Grid

HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
ROWS = (
    ("", "合计", "2,940.05", "2,336.91", "603.14"),
    ("201", "一般公共服务支出", "2,106.66", "1,503.52", "603.14"),
    ("20106", "财政事务", "2,106.66", "1,503.52", "603.14"),
    ("2010601", "行政运行", "1,511.89", "1,503.52", "8.37"),
    ("2010602", "一般行政管理事务", "10.00", "", "10.00"),
    ("208", "社会保障和就业支出", "326.72", "326.72", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "160.75", "160.75", ""),
)
LEFTS = (50, 110, 300, 385, 470)
RIGHTS = (105, 290, 375, 460, 545)


def _row(sheet: Sheet, y: float, cells: Sequence[str], *, size: float = 10, centred: bool = False) -> None:
    """Codes and names to the left, amounts to the right, titles in the middle of their columns."""
    for left, right, text in zip(LEFTS, RIGHTS, cells, strict=True):
        is_number = text.replace(",", "").replace(".", "").isdigit() and left > 110
        if centred:
            sheet.text((left + right - stringWidth(text, FONT, size)) / 2, y, text, size)
        elif text:
            sheet.text(right if is_number else left, y, text, size, right=is_number)


def _open_table(pitch: float, top: float = 120, rows: Sequence[Sequence[str]] = ROWS) -> Callable[[Sheet], None]:
    def draw(sheet: Sheet) -> None:
        sheet.text(220, top - 50, "支出决算表", 16)
        sheet.text(50, top - 22, "部门：样例服务局")
        sheet.text(545, top - 22, "单位：万元", right=True)
        _row(sheet, top, HEADER, centred=True)
        for number, row in enumerate(rows, start=1):
            _row(sheet, top + pitch * number, row)
        sheet.text(50, top + pitch * (len(rows) + 1) + 14, "注：本表反映部门本年度支出情况。")

    return draw


@pytest.mark.parametrize("pitch", [12, 14, 18, 24, 30])
def test_columns_and_rows_come_back(pitch: float) -> None:
    title, caption, grid, note = read(document(_open_table(pitch)))
    assert plain(title) == "支出决算表"
    assert plain(caption) == "部门：样例服务局 单位：万元"
    assert isinstance(grid, Grid)
    assert grid.spans_known
    assert plain(grid) == [list(HEADER), *map(list, ROWS)]
    assert plain(note) == "注：本表反映部门本年度支出情况。"
    assert [row[0].place.line for row in grid.rows] == list(range(3, 11))


@pytest.mark.parametrize("ruled", ["three lines", "each row", "frame"])
def test_rules_across_do_not_disturb(ruled: str) -> None:
    def draw(sheet: Sheet) -> None:
        _open_table(20)(sheet)
        ys = {"three lines": (106, 126, 266), "each row": range(106, 267, 20), "frame": (106, 266)}[ruled]
        for y in ys:
            sheet.line(45, y, 550, y)
        if ruled == "frame":
            sheet.line(45, 106, 45, 266)
            sheet.line(550, 106, 550, 266)

    grid = next(block for block in read(document(draw)) if isinstance(block, Grid))
    assert plain(grid) == [list(HEADER), *map(list, ROWS)]


def test_rules_down_and_around_without_rules_between_rows() -> None:
    def draw(sheet: Sheet) -> None:
        _open_table(16)(sheet)
        for y in (106, 125, 240):
            sheet.line(45, y, 550, y)
        for x in (45, 107, 295, 380, 465, 550):
            sheet.line(x, 106, x, 240)

    grid = next(block for block in read(document(draw)) if isinstance(block, Grid))
    assert plain(grid) == [list(HEADER), *map(list, ROWS)]


@pytest.mark.parametrize("beside", ["first", "middle", "last"])
@pytest.mark.parametrize("lines", [2, 3])
def test_a_name_in_several_lines_is_one_row(lines: int, beside: str) -> None:
    """The amounts stand beside its first line, its middle or its last."""
    name = ("机关事业单位基本", "养老保险缴费支出", "（含职业年金）")[:lines]

    def draw(sheet: Sheet) -> None:
        _row(sheet, 100, HEADER, centred=True)
        y = 124.0
        for row in (ROWS[1], ROWS[2], None, ROWS[3], ROWS[4]):
            if row is not None:
                _row(sheet, y, row)
                y += 22
                continue
            for number, words in enumerate(name):
                sheet.text(110, y + 12 * number, words)
            at = {"first": 0.0, "middle": (lines - 1) / 2, "last": lines - 1.0}[beside]
            _row(sheet, y + 12 * at, ("2080505", "", "160.75", "160.75", ""))
            y += 12 * (lines - 1) + 22

    (grid,) = read(document(draw))
    assert plain(grid) == [
        list(HEADER),
        list(ROWS[1]),
        list(ROWS[2]),
        ["2080505", " ".join(name), "160.75", "160.75", ""],
        list(ROWS[3]),
        list(ROWS[4]),
    ]


def test_titles_over_several_columns_and_in_two_lines() -> None:
    def draw(sheet: Sheet) -> None:
        def middle(left: float, right: float, y: float, words: str) -> None:
            sheet.text((left + right - stringWidth(words, FONT, 10)) / 2, y, words)

        middle(50, 290, 100, "项目")
        middle(300, 545, 100, "本年支出")
        middle(50, 105, 124, "科目编码")
        middle(110, 290, 124, "科目名称")
        middle(300, 375, 124, "合计")
        middle(385, 460, 118, "对附属单位")
        middle(385, 460, 130, "补助支出")
        middle(470, 545, 124, "项目支出")
        for number, row in enumerate(ROWS):
            _row(sheet, 150 + 20 * number, row)

    (grid,) = read(document(draw))
    assert isinstance(grid, Grid)
    assert slots(grid)[:2] == [
        [("项目", 1, 2), ("", 0, 0), ("本年支出", 1, 3), ("", 0, 0), ("", 0, 0)],
        [("科目编码", 1, 1), ("科目名称", 1, 1), ("合计", 1, 1), ("对附属单位 补助支出", 1, 1), ("项目支出", 1, 1)],
    ]
    assert plain(grid)[2:] == [list(row) for row in ROWS]  # type: ignore[index]


def test_columns_without_amounts_are_kept() -> None:
    def draw(sheet: Sheet) -> None:
        _row(sheet, 100, HEADER, centred=True)
        for number, row in enumerate(ROWS):
            _row(sheet, 124 + 20 * number, (*row[:3], "", ""))

    (grid,) = read(document(draw))
    assert plain(grid) == [list(HEADER), *([*row[:3], "", ""] for row in ROWS)]


def test_two_halves_with_names_without_amounts() -> None:
    """The summary table: sources to the left, functions to the right, many lines without an amount."""
    rows = [
        ("一、财政拨款收入", "2,940.05", "一、一般公共服务支出", "2,106.66"),
        ("二、上级补助收入", "", "二、外交支出", ""),
        ("三、事业收入", "", "三、国防支出", ""),
        ("四、其他收入", "6.20", "四、公共安全支出", ""),
        ("", "", "五、教育支出", ""),
        ("", "", "六、社会保障和就业支出", "326.71"),
        ("", "", "七、卫生健康支出", ""),
        ("本年收入合计", "2,946.25", "本年支出合计", "2,433.37"),
    ]

    def draw(sheet: Sheet) -> None:
        for y, row in zip(range(120, 400, 18), [("项目", "决算数", "项目", "决算数"), *rows], strict=False):
            sheet.text(50, y, row[0])
            sheet.text(280, y, row[1], right=True)
            sheet.text(310, y, row[2])
            sheet.text(540, y, row[3], right=True)

    (grid,) = read(document(draw))
    assert plain(grid) == [["项目", "决算数", "项目", "决算数"], *map(list, rows)]


def test_a_table_goes_on_on_the_next_page_in_the_same_columns() -> None:
    """Without titles, and with columns that are empty there."""
    further = [("2080506", "职业年金缴费支出", "80.38", "", ""), ("2080599", "其他养老支出", "0.94", "", "")]

    def second(sheet: Sheet) -> None:
        for number, row in enumerate(further):
            _row(sheet, 60 + 20 * number, row)

    def first(sheet: Sheet) -> None:
        _row(sheet, 100, HEADER, centred=True)
        for number, row in enumerate(ROWS):
            _row(sheet, 124 + 20 * number, row)

    one, other = read(document(first, second))
    assert plain(one) == [list(HEADER), *map(list, ROWS)]
    assert plain(other) == [list(row) for row in further]
    assert other.place.page == 2


def test_a_row_of_amounts_by_itself_is_a_table() -> None:
    def draw(sheet: Sheet) -> None:
        for index, (title, amount) in enumerate(
            (("合计", "22.91"), ("出国费", "0.00"), ("接待费", "1.35"), ("购车费", "21.56"))
        ):
            sheet.text(60 + 110 * index, 100, title)
            sheet.text(60 + 110 * index, 124, amount)

    assert [plain(block) for block in read(document(draw))] == [
        [["合计", "出国费", "接待费", "购车费"], ["22.91", "0.00", "1.35", "21.56"]]
    ]


def test_a_table_of_contents_is_no_table() -> None:
    entries = (
        ("第一部分 概况", 1),
        ("一、主要职能", 1),
        ("二、部门构成", 3),
        ("第二部分 决算表", 4),
        ("第三部分 说明", 12),
    )

    def draw(sheet: Sheet) -> None:
        for number, (words, page) in enumerate(entries):
            sheet.text(80, 100 + 22 * number, words)
            sheet.text(500, 100 + 22 * number, str(page), right=True)

    assert [plain(block) for block in read(document(draw))] == [f"{words} {page}" for words, page in entries]


def test_prose_with_numbers_is_no_table() -> None:
    lines = (
        "本年收入合计2,946.25万元，其中财政拨款收入2,940.05万元，占百分之九十九点八。",
        "本年支出合计2,940.05万元，其中基本支出2,336.91万元，项目支出603.14万元。",
        "年末结转和结余55.34万元，与上年相比增加6.20万元，增长百分之十二点六。",
    )

    def draw(sheet: Sheet) -> None:
        for number, line in enumerate(lines):
            sheet.text(80, 100 + 18 * number, line)

    assert not any(isinstance(block, Grid) for block in read(document(draw)))


AMOUNTS = st.one_of(
    st.just(""),
    st.decimals(0, 99999, places=2, allow_nan=False, allow_infinity=False).map(lambda value: f"{value:,.2f}"),
)
NAMES = ("行政运行", "一般行政管理事务", "机关服务", "事业运行", "其他支出", "住房公积金")


@given(
    rows=st.lists(st.tuples(st.sampled_from(NAMES), AMOUNTS, AMOUNTS, AMOUNTS), min_size=2, max_size=25),
    pitch=st.integers(13, 26),
)
@settings(max_examples=60, deadline=None)
def test_any_amounts_come_back(rows: list[tuple[str, str, str, str]], pitch: int) -> None:
    """A code in each row, so that each is a row; the first and the last row have all amounts."""
    full = [
        (str(2010301 + number), name, *(("1.00", "2.00", "3.00") if number in (0, len(rows) - 1) else amounts))
        for number, (name, *amounts) in enumerate(rows)
    ]

    def draw(sheet: Sheet) -> None:
        _row(sheet, 100, HEADER, centred=True)
        for number, row in enumerate(full):
            _row(sheet, 125 + pitch * number, row)

    (grid,) = read(document(draw))
    assert plain(grid) == [list(HEADER), *map(list, full)]
