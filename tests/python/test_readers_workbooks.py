"""Excel workbooks: cells as printed, hidden sheets, merged cells, formulas, and the tables among the cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import python_calamine
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from office_documents import Table, xls, xlsx
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed
from loaders.readers.model import Block, Grid, Paragraph
from loaders.readers.spreadsheet import xls as xls_reader
from loaders.readers.spreadsheet.sheet import letters

MakeBook = Callable[..., bytes]
BOTH = pytest.mark.parametrize("make", [xlsx, xls])
FRAME = Border(left=Side(style="thin"), right=Side(style="thin"))


def saved(book: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def blocks(data: bytes) -> tuple[Block, ...]:
    return readers.read_bytes("report", data).blocks


def shape(found: tuple[Block, ...]) -> list[str | list[list[str]]]:
    """Paragraphs as texts, grids as rows of texts."""
    return [b.text if isinstance(b, Paragraph) else [[cell.text for cell in row] for row in b.rows] for b in found]


def filled(*rows: str) -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook with one sheet of words, given by row: empty cells are dots."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row, words in enumerate(rows, start=1):
        for column, word in enumerate(words.split(), start=1):
            if word != ".":
                sheet.cell(row, column).value = word
    return book, sheet


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return out.getvalue()


_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def by_hand(rows: str, strings: str, kind: str = "http://schemas.openxmlformats.org") -> bytes:
    """A workbook in as few words as it takes, with its texts in a table of their own as Excel keeps them."""
    main, relations = f"{kind}/spreadsheetml/2006/main", f"{kind}/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{number}" Type="{relations}/{name}" Target="{target}"/>'
        for number, (name, target) in enumerate((("worksheet", "/xl/S1.xml"), ("sharedStrings", "strings.xml")))
    )
    to_book = f'<Relationship Id="a" Type="{relations}/officeDocument" Target="xl/Book.xml"/>'
    listed = '<x:sheets><x:sheet name="表" r:id="r0"/></x:sheets>'
    parts = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f"<Relationships>{to_book}</Relationships>",
        "xl/book.xml": f'<x:workbook xmlns:x="{main}" xmlns:r="{relations}">{listed}</x:workbook>',
        "xl/_rels/Book.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/s1.xml": f'<worksheet xmlns="{main}"><!-- x --><sheetData>{rows}</sheetData></worksheet>',
        "xl/strings.xml": strings.replace("<sst", f'<sst xmlns="{main}"'),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return out.getvalue()


TABLE = Table([["项目", "金额", "占比"], ["基本支出", "1,234.50", "13.52%"], ["合计", "18,980.00", "100%"]])


@BOTH
@pytest.mark.parametrize("numeric", [True, False])
def test_titles_are_paragraphs_and_tables_grids_with_their_places(make: MakeBook, numeric: bool) -> None:
    title, unit, table = blocks(make(["收入决算表", "单位：万元", TABLE], numeric=numeric))
    assert (shape((title, unit)), title.place.line, unit.place.line) == (["收入决算表", "单位：万元"], 1, 2)
    assert isinstance(table, Grid)
    assert [[cell.text for cell in row] for row in table.rows] == TABLE.rows
    place = table.rows[1][2].place
    assert (place.page, place.line, place.column) == (1, 4, "C")
    assert str(place).endswith(", cell C4")


def test_columns_have_letters() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_sheets_follow_each_other_and_hidden_ones_say_so() -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(("一", "二", "三"), start=1):
        sheet = book.create_sheet(name)
        sheet["A1"] = f"表{number}"
        sheet.sheet_state = ["visible", "hidden", "veryHidden"][number - 1]
    assert [(block.place.page, block.place.sheet) for block in blocks(saved(book))] == [
        (2, "一"),
        (3, "二 (hidden)"),
        (4, "三 (hidden)"),
    ]


def test_hidden_sheets_of_old_workbooks() -> None:
    book = xlwt.Workbook()
    for number, name in enumerate(("一", "二", "三")):
        sheet = book.add_sheet(name)
        sheet.write(0, 0, "甲")
        sheet.visibility = number
    assert [block.place.sheet for block in blocks(saved(book))] == ["一", "二 (hidden)", "三 (hidden)"]


MERGED = Table(
    [
        ["项目", "预算数", "", "决算数", ""],
        ["", "小计", "接待费", "小计", "接待费"],
        ["合计", "1.00", "0.50", "2.00", ""],
    ],
    [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)],
)


@BOTH
def test_merged_cells_are_spans(make: MakeBook) -> None:
    (grid,) = blocks(make([MERGED]))
    assert isinstance(grid, Grid)
    assert grid.spans_known
    assert [(cell.text, cell.row_span, cell.column_span) for cell in grid.rows[0]] == [
        ("项目", 2, 1),
        ("预算数", 1, 2),
        ("", 0, 0),
        ("决算数", 1, 2),
        ("", 0, 0),
    ]


def test_columns_merged_in_every_row_are_one() -> None:
    """A form whose third column is merged with the second all the way down, blank cells included."""
    book, sheet = filled("项目 金额 . 备注", "甲 1.5 . 无", "乙 . . 无")
    for row in (1, 2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
    assert shape(blocks(saved(book))) == [[["项目", "金额", "备注"], ["甲", "1.5", "无"], ["乙", "", "无"]]]


def test_overlapping_merged_cells_do_no_harm() -> None:
    data = changed(
        xlsx([MERGED]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</mergeCells>", '<mergeCell ref="A1:C3"/><mergeCell ref="?"/></mergeCells>'),
    )
    (grid,) = blocks(data)
    assert isinstance(grid, Grid)
    assert {len(row) for row in grid.rows} == {5}


def test_number_formats_decide_the_printed_digits() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    cells = [
        (18980.28, "#,##0.00", "18,980.28"),
        (18980.2, "0.00", "18980.20"),
        (18980.279999999999, "General", "18980.28"),
        (0.1352, "0.00%", "13.52%"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
        (123456789, "#,##0.00,", "123,456.79"),
        (45291, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
        (True, "General", "TRUE"),
        ("18,980.28", "0.0", "18,980.28"),
        ("  基本支出\n（项目） ", "@", "基本支出 （项目）"),
    ]
    for row, (value, code, _) in enumerate(cells, start=1):
        sheet.cell(row, 1).value = "项"
        sheet.cell(row, 2).value = value
        sheet.cell(row, 2).number_format = code
    (grid,) = blocks(saved(book))
    assert isinstance(grid, Grid)
    assert [row[1].text for row in grid.rows] == [printed for _, _, printed in cells]


def test_the_other_calendar() -> None:
    book, sheet = filled("日期 数")
    sheet["A2"], sheet["B2"] = 43829, 43829
    sheet["A2"].number_format = "yyyy-mm-dd"
    data = changed(
        saved(book), "xl/workbook.xml", lambda text: text.replace("<workbookPr/>", '<workbookPr date1904="1"/>')
    )
    assert shape(blocks(data)) == [[["日期", "数"], ["2023-12-31", "43829"]]]


def test_zeros_that_the_sheet_hides_are_blank() -> None:
    book, sheet = filled("项目 金额", "甲 .", "乙 .")
    sheet["B2"], sheet["B3"] = 0, 1.5
    sheet.sheet_view.showZeros = False
    assert shape(blocks(saved(book))) == [[["项目", "金额"], ["甲", ""], ["乙", "1.5"]]]


def test_zeros_that_an_old_sheet_hides_are_blank() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, (name, value) in enumerate((("项目", "金额"), ("甲", 0), ("乙", 1.5))):
        sheet.write(row, 0, name)
        sheet.write(row, 1, value)
    sheet.show_zero_values = False
    assert shape(blocks(saved(book))) == [[["项目", "金额"], ["甲", ""], ["乙", "1.5"]]]


def test_values_of_formulas_are_read() -> None:
    data = changed(
        saved(filled("项目 金额", "合计 .")[0]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(
            "</row></sheetData>",
            '<c r="B2"><f>SUM(C1:C9)</f><v>18980.279999999999</v></c>'
            '<c r="C2" t="str"><f>""</f><v></v></c></row></sheetData>',
        ),
    )
    assert shape(blocks(data)) == [[["项目", "金额"], ["合计", "18980.28"]]]


def test_a_formula_without_a_value_is_refused_and_not_read_as_blank() -> None:
    book, sheet = filled("项目 金额")
    sheet["B2"] = "=SUM(C1:C9)"
    with pytest.raises(UnreadableError) as error:
        blocks(saved(book))
    assert error.value.reason == "value_missing"
    assert str(error.value).startswith("sheet 1 'Sheet', cell B2: the cell holds a formula whose value was not saved")


def test_rich_text_escapes_and_reading_aids() -> None:
    inside = (
        '<c r="A2" t="inlineStr"><is><r><t>基本</t></r><r><rPr><b/></rPr><t xml:space="preserve">支出 </t></r>'
        '<rPh sb="0" eb="1"><t>ji</t></rPh></is></c><c t="str"><v>甲_x000D_乙_x4E2D_</v></c><c t="e"><v>#REF!</v></c>'
    )
    data = changed(
        saved(filled("项目 金额 备注")[0]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace("</sheetData>", f'<row r="2">{inside}</row></sheetData>'),
    )
    assert shape(blocks(data)) == [[["项目", "金额", "备注"], ["基本支出", "甲 乙中", "#REF!"]]]


STRINGS = (
    '<?xml version="1.0"?><sst><si><t>项目</t></si><si><r><t>金</t></r><r><t>额</t></r><rPh><t>jin</t></rPh></si></sst>'
)
ROW = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'


@pytest.mark.parametrize("kind", ["http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"])
def test_texts_kept_apart_and_the_strict_form(kind: str) -> None:
    assert shape(blocks(by_hand(ROW + "<row><c><v>1</v></c><c><v>2.5</v></c></row>", STRINGS, kind))) == [
        [["项目", "金额"], ["1", "2.5"]]
    ]


@pytest.mark.parametrize(
    ("rows", "strings", "words"),
    [
        (ROW.replace(">1<", ">77<"), STRINGS, "names a text that is not there"),
        (ROW.replace(">1<", ">-1<"), STRINGS, "names a text that is not there"),
        (ROW, STRINGS.replace("<sst", '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><sst'), "document type"),
        (ROW, STRINGS[:-3], "its part xl/strings.xml is broken XML"),
    ],
)
def test_texts_that_are_not_there_or_grow_without_end(rows: str, strings: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as error:
        blocks(by_hand(rows, strings))
    assert error.value.reason == "damaged"


# Where tables are


def test_empty_edges_are_left_out_and_the_place_stays() -> None:
    book = openpyxl.Workbook()
    for row in range(5, 8):
        for column in range(4, 7):
            book.active.cell(row, column).value = f"{row}{column}x"
    (grid,) = blocks(saved(book))
    assert isinstance(grid, Grid)
    assert (grid.width, len(grid.rows)) == (3, 3)
    assert (grid.place.line, grid.place.column) == (5, "D")


def test_tables_one_below_the_other() -> None:
    book, _ = filled("收入表", "项目 金额", "甲 1.5", ".", "支出表", "项目 金额", "乙 2.5")
    assert shape(blocks(saved(book))) == [
        "收入表",
        [["项目", "金额"], ["甲", "1.5"]],
        "支出表",
        [["项目", "金额"], ["乙", "2.5"]],
    ]


def test_tables_side_by_side_with_titles_of_their_own() -> None:
    book, _ = filled("收入表 . . 支出表", "项目 金额 . 项目 金额", "甲 1.5 . 乙 2.5", "丙 3.5 . . .")
    assert shape(blocks(saved(book))) == [
        "收入表",
        [["项目", "金额"], ["甲", "1.5"], ["丙", "3.5"]],
        "支出表",
        [["项目", "金额"], ["乙", "2.5"]],
    ]


def test_tables_side_by_side_with_lines_around_each() -> None:
    book, sheet = filled("收支表", "项目 金额 . 项目 金额", "甲 1.5 . 乙 2.5")
    for row in (2, 3):
        for column in (1, 2, 4, 5):
            sheet.cell(row, column).border = FRAME
    assert shape(blocks(saved(book))) == [
        "收支表",
        [["项目", "金额"], ["甲", "1.5"]],
        [["项目", "金额"], ["乙", "2.5"]],
    ]


def test_an_empty_column_inside_one_table_is_a_column() -> None:
    book, _ = filled("收支表", "项目 金额 . 项目 金额", "甲 1.5 . 乙 2.5")
    assert shape(blocks(saved(book))) == [
        "收支表",
        [["项目", "金额", "", "项目", "金额"], ["甲", "1.5", "", "乙", "2.5"]],
    ]


def test_lines_part_words_from_the_table_and_keep_its_empty_rows() -> None:
    book, sheet = filled("支出表", "部门：甲 单位：万元", "项目 金额", "甲 1.5", ".", "合计 1.5", "制表：乙 2024")
    for row in range(3, 7):
        for column in (1, 2):
            sheet.cell(row, column).border = FRAME
    assert shape(blocks(saved(book))) == [
        "支出表",
        "部门：甲",
        "单位：万元",
        [["项目", "金额"], ["甲", "1.5"], ["", ""], ["合计", "1.5"]],
        "制表：乙",
        "2024",
    ]


def test_notes_and_units_without_lines() -> None:
    book, _ = filled(
        "支出表",
        "部门：甲 . . . 单位：万元",
        "编码 项目 总计 基本 结余",
        "201 甲 1.5 0.5 1",
        "八、其他收入",
        "注：本表反映部门本年度的支出情况。",
    )
    assert shape(blocks(saved(book))) == [
        "支出表",
        "部门：甲",
        "单位：万元",
        [["编码", "项目", "总计", "基本", "结余"], ["201", "甲", "1.5", "0.5", "1"], ["八、其他收入", "", "", "", ""]],
        "注：本表反映部门本年度的支出情况。",
    ]


def test_a_unit_outside_the_table_stands_before_it() -> None:
    book, _ = filled("项目 金额 . . 单位：万元", "甲 1.5", "乙 2.5", "丙 3.5")
    assert shape(blocks(saved(book))) == ["单位：万元", [["项目", "金额"], ["甲", "1.5"], ["乙", "2.5"], ["丙", "3.5"]]]


def test_a_header_cell_above_the_last_columns_is_no_title() -> None:
    book, sheet = filled(". . 本年支出 . .", "编码 名称 小计 基本 项目", "201 甲 1.5 1 0.5")
    sheet.merge_cells("C1:E1")
    (grid,) = blocks(saved(book))
    assert isinstance(grid, Grid)
    assert grid.rows[0][2].column_span == 3


def test_a_sheet_without_a_title_is_titled_by_its_name() -> None:
    book, sheet = filled("项目 金额", "甲 1.5")
    assert len(blocks(saved(book))) == 1
    sheet.title = "支出决算表"
    assert shape(blocks(saved(book)))[0] == "支出决算表"


def test_a_sheet_of_prose() -> None:
    book, _ = filled("第一段，情况如下。", "第二段，情况如下。", ".", "第三段。")
    assert shape(blocks(saved(book))) == ["第一段，情况如下。", "第二段，情况如下。", "第三段。"]


def test_an_empty_workbook_has_no_blocks() -> None:
    assert blocks(saved(openpyxl.Workbook())) == ()
    assert blocks(xls([Table([[""]])])) == ()


# Round trips


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with any texts and merged areas; first column and header filled, so that nothing is an empty edge."""
    height, width = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    rows = [
        [draw(st.sampled_from(["", "1.50", "-2,000", "0", "甲", "x y", "5%"])) for _ in range(width)]
        for _ in range(height)
    ]
    rows[0] = [f"栏{column}" for column in range(width)]
    for row in range(1, height):
        rows[row][0] = f"行{row}"
    merges: list[tuple[int, int, int, int]] = []
    for _ in range(draw(st.integers(0, 3))):
        top, left = draw(st.integers(0, height - 1)), draw(st.integers(0, width - 1))
        bottom, right = (
            draw(st.integers(top, min(height - 1, top + 2))),
            draw(st.integers(left, min(width - 1, left + 2))),
        )
        area = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        taken = {(r, c) for t, x, b, y in merges for r in range(t, b + 1) for c in range(x, y + 1)}
        # A header row of one cell would be a title, a last row or column under it an empty edge.
        if len(area) > 1 and not area & taken and top and bottom < height - 1 and right - left + 1 < width:
            merges.append((top, left, bottom, right))
            for row, column in area - {(top, left)}:
                rows[row][column] = ""
            rows[top][left] = rows[top][left] or "并"
    return Table(rows, merges)


@settings(max_examples=60, deadline=None)
@given(tables(), st.booleans())
def test_any_table_comes_back_from_both_formats(table: Table, numeric: bool) -> None:
    """Property: the same table in xlsx and xls gives the same grid: its texts, its spans, its slots."""
    for make in (xlsx, xls):
        (grid,) = blocks(make([table], numeric=numeric, lines=True))
        assert isinstance(grid, Grid)
        assert [[cell.text for cell in row] for row in grid.rows] == table.rows
        spans = {
            (r, c): (cell.row_span, cell.column_span)
            for r, row in enumerate(grid.rows)
            for c, cell in enumerate(row)
            if cell.row_span > 1 or cell.column_span > 1
        }
        assert spans == table.spans()
        assert {
            (r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if cell.is_covered
        } == table.covered()


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=40).filter(lambda text: text.strip()),
    st.integers(-(2**40), 2**40),
    st.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 4)),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 300), st.integers(0, 20)), VALUES, min_size=1, max_size=60))
def test_old_workbooks_against_another_reader(cells: dict[tuple[int, int], str | int | float | bool]) -> None:
    """Property: every cell has the value that calamine reads, a number to 15 digits."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for (row, column), value in cells.items():
        sheet.write(row, column, value)
    data = saved(book)
    (ours,) = xls_reader.sheets(data)
    theirs = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for (row, column), value in cells.items():
        other = theirs[row][column]
        assert other == pytest.approx(value) if isinstance(value, float) else other == value
        text = ours.texts[row, column]
        if isinstance(other, str):
            assert text == other
        elif isinstance(other, bool):
            assert text == str(other).upper()
        else:
            assert float(text) == pytest.approx(float(other), rel=1e-9, abs=1e-9)


def test_texts_that_run_over_several_records() -> None:
    """The table of texts is cut after 8,224 bytes, in the middle of a text, perhaps of another width."""
    texts = [("甲乙丙" * 900)[: 100 + number * 37] + "a" * (number * 91 % 700) for number in range(60)]
    (sheet,) = xls_reader.sheets(xls([*texts]))
    assert [sheet.texts[row, 0] for row in range(60)] == texts


# What is refused


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        ("xl/worksheets/sheet1.xml", lambda text: text[: len(text) // 2], "broken XML"),
        ("xl/workbook.xml", lambda text: text.replace("<sheets>", "<sheets><x>"), "broken XML"),
        ("xl/worksheets/sheet1.xml", lambda text: re.sub(r'<row r="1"', '<row r="9999999"', text), "a row 9999999"),
        ("xl/worksheets/sheet1.xml", lambda text: text.replace('r="A1"', 'r="ZZZ1"'), "behind the last column"),
        ("xl/workbook.xml", lambda text: re.sub(r"<sheet [^>]*/>", "", text), "lists no sheet"),
    ],
)
def test_damage_is_told_with_the_part(part: str, change: Callable[[str], str], words: str) -> None:
    data = changed(saved(filled("项目 金额", "甲 1.5")[0]), part, change)
    with pytest.raises(UnreadableError, match=words) as error:
        blocks(data)
    assert error.value.reason == "damaged"


def test_an_old_workbook_with_a_password_is_told() -> None:
    """FILEPASS (0x2F) stands behind the first record of a protected workbook."""
    data = xls([TABLE])
    at = data.index(b"\x09\x08\x10\x00")
    protected = data[: at + 20] + b"\x2f\x00" + data[at + 22 :]
    with pytest.raises(UnreadableError) as error:
        blocks(protected)
    assert error.value.reason == "password"


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("CELLS", 50), ("SHEETS", 3), ("GRID_SLOTS", 100), ("PART_BYTES", 100_000)):
        monkeypatch.setenv(f"JUESUAN_{name}", str(value))
    allowed.cache_clear()
    monkeypatch.setattr(readers, "allowed", allowed)


@pytest.fixture(autouse=True)
def _own_limits() -> object:
    yield
    allowed.cache_clear()


@BOTH
@pytest.mark.usefixtures("small_limits")
def test_more_than_a_report_can_have_is_refused(make: MakeBook) -> None:
    many = Table([[str(number)] * 6 for number in range(10)])
    wide = Table([["甲"] + [""] * 40 + ["乙"], ["丙"] + [""] * 40 + ["丁"], ["戊"] + [""] * 40 + ["己"]])
    for content, words in (([many], "cells with content"), ([wide], "rows × columns"), ([TABLE] * 4, "sheets")):
        with pytest.raises(UnreadableError, match=words) as error:
            blocks(make(content, sheets=True))
        assert error.value.reason == "beyond_limit"


@pytest.mark.usefixtures("small_limits")
def test_a_part_that_grows_without_end_is_refused() -> None:
    data = changed(saved(filled("甲 乙")[0]), "xl/worksheets/sheet1.xml", lambda text: text + " " * 200_000)
    with pytest.raises(UnreadableError, match="bytes of the part") as error:
        blocks(data)
    assert error.value.reason == "beyond_limit"


def test_a_sheet_formatted_down_to_its_last_cell_is_small() -> None:
    """One stray word in the last cell of the sheet makes a block of its own, no grid of 17 billion slots."""
    book, sheet = filled("项目 金额", "甲 1.5")
    sheet.cell(1_048_576, 16_384).value = "末"
    assert shape(blocks(saved(book))) == [[["项目", "金额"], ["甲", "1.5"]], "末"]


def test_merged_down_to_the_last_row() -> None:
    data = changed(
        saved(filled("项目 金额", "甲 1.5", "注：无。")[0]),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
        ),
    )
    assert shape(blocks(data)) == [[["项目", "金额"], ["甲", "1.5"]], "注：无。"]


BOOKS = [make(["收入决算表", MERGED], numeric=True, lines=True) for make in (xlsx, xls)]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_changed_bytes_end_in_blocks_or_a_reason(data: st.DataObject) -> None:
    """Property: whatever bytes are changed or cut off, nothing but UnreadableError comes out."""
    book = bytearray(data.draw(st.sampled_from(BOOKS)))
    for _ in range(data.draw(st.integers(1, 10))):
        book[data.draw(st.integers(0, len(book) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([len(book), len(book), data.draw(st.integers(1, len(book)))]))
    try:
        found = readers.read_bytes("report", bytes(book[:cut])).blocks
    except UnreadableError:
        return
    assert isinstance(found, tuple)


PARTS = [
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/_rels/workbook.xml.rels",
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_changed_xml_ends_in_blocks_or_a_reason(data: st.DataObject) -> None:
    """Property: the same with the parts changed inside a whole zip."""
    part = data.draw(st.sampled_from(PARTS))

    def change(text: str) -> str:
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(text) - 1))
            text = (
                text[:at]
                + data.draw(st.sampled_from(["", "9", "-", "x", '"', "<", "</c>", "1e999", "_x0000_"]))
                + text[at + 1 :]
            )
        return text

    try:
        found = readers.read_bytes("report", changed(BOOKS[0], part, change)).blocks
    except UnreadableError:
        return
    assert isinstance(found, tuple)


def test_cells_before_and_behind_the_row_they_name() -> None:
    """Rows and cells without numbers follow each other, as some programs write them."""
    data = changed(
        saved(filled("项目 金额", "甲 1.5")[0]),
        "xl/worksheets/sheet1.xml",
        lambda text: re.sub(r' r="[A-Z]*\d+"', "", text),
    )
    assert shape(blocks(data)) == [[["项目", "金额"], ["甲", "1.5"]]]
