"""From bytes to blocks: encodings, grids of tab-separated lines, paragraphs that a page cut."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import readers
from loaders.readers import text as text_reader
from loaders.readers.encoding import decode
from loaders.readers.errors import UnreadableError
from loaders.readers.flow import paragraphs
from loaders.readers.model import Grid, Line, Paragraph, Place

REPORT = "2023年度青禾省白石市水务局部门决算\n本部门全年收入支出情况如下。\n项目\t金额\n合计\t1.00\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (REPORT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + REPORT.encode(), "utf-8"),
        (REPORT.encode("gb18030"), "gb18030"),
        (REPORT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "utf-16"),
        (REPORT.encode("utf-16-le"), "utf-16"),
        (REPORT.encode("utf-16-be"), "utf-16"),
    ],
)
def test_encodings_of_chinese_offices(data: bytes, encoding: str) -> None:
    assert decode(data) == (REPORT, encoding)


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)), b"\x00\x01\x02", b"\x8f\xe3" * 40, "Привет, это отчёт".encode("cp1251") * 4],
    ids=["all bytes", "zeros", "rare characters", "Cyrillic"],
)
def test_rubbish_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError) as error:
        decode(data)
    assert error.value.reason == "not_text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_character_cut_in_the_middle_is_said_with_its_line(encoding: str) -> None:
    with pytest.raises(UnreadableError) as error:
        decode((REPORT + "本部门").encode(encoding)[:-1])
    assert (error.value.reason, error.value.place) == ("cut", Place(line=5))


@pytest.mark.parametrize("data", [b"", b"  \n\t\n"])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(UnreadableError) as error:
        readers.read_bytes("report.txt", data)
    assert error.value.reason == "empty"


def test_rows_are_grids_and_lines_are_paragraphs() -> None:
    title, table, note = text_reader.parse("收入决算表\n\n项目\t金额\n\t\n合计\t1.00\n\n注：无。\n")
    assert isinstance(title, Paragraph)
    assert isinstance(table, Grid)
    assert isinstance(note, Paragraph)
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "金额"], ["", ""], ["合计", "1.00"]]
    assert [row[0].place.line for row in table.rows] == [3, 4, 5]
    assert note.place == Place(line=7)


def test_an_empty_line_ends_a_grid_and_a_line_of_tabs_begins_none() -> None:
    assert [type(block) for block in text_reader.parse("\t\t\na\tb\n\nc\td\n")] == [Grid, Grid]


def test_form_feeds_count_pages_and_tags_are_dropped() -> None:
    first, second = text_reader.parse("<p>第一段。</p>\n\f第二段。\n")
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.text, first.place) == ("第一段。", Place(page=1, line=1))
    assert (second.text, second.place) == ("第二段。", Place(page=2, line=2))


@given(st.lists(st.lists(st.text("甲乙丙1234.,", max_size=5), min_size=2, max_size=6), min_size=1, max_size=8))
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    """Property: every cell of tab-separated lines is a cell of the grid, in its line."""
    rows[0][0] = "项目"
    (grid,) = text_reader.parse("\n".join("\t".join(row) for row in rows))
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == rows
    assert [row[0].place.line for row in grid.rows] == list(range(1, len(rows) + 1))


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Place(line=number)) for number, text in enumerate(texts, start=1)]


SENTENCE = (
    "本部门全年收入支出情况良好各项工作按照年初计划推进取得了较好成效并且按照有关规定完成了预算执行和绩效管理等工作"
)


@given(st.integers(26, 32), st.integers(8, 16))
def test_lines_wrapped_by_a_page_are_one_paragraph(width: int, count: int) -> None:
    """Property: wherever the page cuts a sentence, it is whole again and each character knows its line."""
    text = (SENTENCE * 20)[: width * count] + "结束。"
    pieces = [text[start : start + width] for start in range(0, len(text), width)]
    (paragraph,) = paragraphs(_lines(*pieces))
    assert paragraph.text == text
    assert [paragraph.place_at(i).line for i in range(len(text))] == [1 + i // width for i in range(len(text))]


def test_titles_and_headings_stay_apart() -> None:
    """A table of contents: lines that are all short were wrapped by no page."""
    texts = [
        "2023年度青禾省白石市水务局部门决算",
        "目录",
        *[f"{n}、政府性基金预算财政拨款收入支出决算表" for n in "一二三四五六七八"],
    ]
    assert [paragraph.text for paragraph in paragraphs(_lines(*texts))] == texts


def test_latin_words_keep_their_space() -> None:
    (paragraph,) = paragraphs(_lines("采购了 Windows，", "Server 三套。"))
    assert paragraph.text == "采购了 Windows，Server 三套。"
    assert Paragraph(tuple(_lines("Windows", "Server"))).text == "Windows Server"
