"""Web pages: encodings, paragraphs, tables as browsers form them, tables that only lay out a page."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_documents import Table, web_page

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.readers.html.grid import table_grid, table_rows
from loaders.readers.html.source import decoded, tree
from loaders.readers.limits import allowed
from loaders.readers.model import Block, Grid, Paragraph


def blocks(source: str | bytes) -> tuple[Block, ...]:
    return readers.read_bytes("page", source.encode() if isinstance(source, str) else source).blocks


def shape(found: tuple[Block, ...]) -> list[str | list[list[str]]]:
    return [b.text if isinstance(b, Paragraph) else [[cell.text for cell in row] for row in b.rows] for b in found]


def page(body: str) -> str:
    return f"<html><body>{body}</body></html>"


TEXT = "2023年度青禾省白石市水务局部门决算，单位：万元"


# Encodings


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="utf-8">', "utf-8-sig"),
        ("", "utf-8"),
        ("", "gb18030"),
        ("<meta charset=gb2312>", "gb18030"),
        ('<META http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030"),
        ('<meta charset="gb2312">', "utf-8"),
        ('<meta charset="utf-8">', "gb18030"),
        ('<meta charset="unicode">', "utf-16"),
        ('<meta charset="utf-16">', "utf-8"),
        ('<meta charset="hex">', "utf-8"),
        ("<meta charset=big5>", "big5"),
    ],
)
def test_every_encoding_whatever_the_page_declares(head: str, encoding: str) -> None:
    text = "2023年度部門決算，單位：萬元" if encoding == "big5" else TEXT
    source = f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode(encoding)
    assert shape(blocks(source)) == [text]


def test_a_broken_character_does_not_lose_the_page() -> None:
    source = page(f"<p>{TEXT * 20}</p>").encode("gb18030").replace("青".encode("gb18030"), b"\x81", 1)
    head = b'<meta charset="gb2312">'
    assert "�" in decoded(head + source)


def test_an_encoding_that_stands_outside_the_page() -> None:
    assert TEXT in decoded(page(TEXT).encode("gb18030"), "gbk")
    assert TEXT in decoded(page(TEXT).encode("gb18030"), "no such encoding")


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(UnreadableError) as error:
        blocks(b"<html>" + bytes(range(128, 256)) * 40)
    assert error.value.reason == "not_text"


# Words


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<div>一<div>二</div>三</div>", ["一", "二", "三"]),
        ("<h1>标题</h1>正文<ul><li>甲<li>乙</ul>", ["标题", "正文", "甲", "乙"]),
        ("<p>收入<b>决算</b>表<span style='color:red'> 1</span></p>", ["收入决算表 1"]),
        ("<p>　　一、&nbsp;收入&ensp;情况\n  如下</p>", ["一、 收入 情况 如下"]),
        ("<p>合\u200b计\ufeff&shy;</p>", ["合计"]),
        ("甲<!-- 乙 --><script>丙</script><style>丁</style><noscript>戊</noscript>己", ["甲己"]),
        ("甲<span style='DISPLAY : none'>乙</span><i hidden>丙</i><b style='mso-hide:all'>丁</b>己", ["甲己"]),
        ("甲<del>乙</del><ins>丙</ins>", ["甲丙"]),
        ("第一段，<br>第二行。", ["第一段，第二行。"]),
        ("第一段<br><br>第二段", ["第一段", "第二段"]),
        ("<p>2023年度<br>部门决算</p>", ["2023年度", "部门决算"]),
        ("<p>2023年度<br/>部门决算</p><hr/>末", ["2023年度", "部门决算", "末"]),
        ("甲&lt;乙&gt;&amp;", ["甲<乙>&"]),
    ],
)
def test_words_as_a_browser_shows_them(body: str, expected: list[str]) -> None:
    assert shape(blocks(page(body))) == expected


def test_elements_that_end_with_a_slash() -> None:
    body = "<table><tr><td/><td>甲</td></tr>\n<tr><td>乙</td><td data-source-line='x'/x>丙</tr></table>"
    (found,) = blocks(page(body))
    assert shape((found,)) == [[["", "甲"], ["乙", "丙"]]]


def test_places_have_the_line_of_the_source() -> None:
    source = "<html>\n<body>\n<p>一</p>\n\n<div class=x>\n\n二<b>\n三</b></div>\n<table>\n<tr><td>甲<td>乙"
    first, second, table = blocks(source + "\n<tr><td>丙<td>丁</table></body></html>")
    assert isinstance(table, Grid)
    assert (first.place.line, second.place.line) == (3, 7)
    assert [row[0].place.line for row in table.rows] == [10, 11]


def test_lines_are_right_behind_the_65535th() -> None:
    (paragraph,) = blocks("<html>" + "\n" * 70_000 + "<p>末</p></html>")
    assert paragraph.place.line == 70_001


def test_text_that_keeps_its_lines() -> None:
    source = page("<p>x</p>\n<pre>\n项目\t金额\n合计\t1.00\n</pre>")
    assert shape(blocks(source)) == ["x", [["项目", "金额"], ["合计", "1.00"]]]
    grid = blocks(source)[1]
    assert grid.place.line == 3


# Tables


def grid(body: str) -> list[list[tuple[str, int, int]]]:
    (found,) = blocks(page(body))
    assert isinstance(found, Grid)
    return [[(cell.text, cell.row_span, cell.column_span) for cell in row] for row in found.rows]


C = ("", 0, 0)


def test_row_and_column_spans() -> None:
    assert grid(
        "<table><tr><th rowspan=2>项目<th colspan='2'>预算数</th></tr><tr><td>小计</td><td>接待费</tr>"
        "<tr><td>合计</td><td>1.00</td><td>0.50</td></tr></table>"
    ) == [
        [("项目", 2, 1), ("预算数", 1, 2), C],
        [C, ("小计", 1, 1), ("接待费", 1, 1)],
        [("合计", 1, 1), ("1.00", 1, 1), ("0.50", 1, 1)],
    ]


def test_spans_past_the_end_stop_there() -> None:
    assert grid("<table><tr><td rowspan=99>甲<td>乙<tr><td>丙<td>丁</table>") == [
        [("甲", 2, 1), ("乙", 1, 1), ("", 1, 1)],
        [C, ("丙", 1, 1), ("丁", 1, 1)],
    ]
    assert grid("<table><tr><td colspan=1000>甲<tr><td>乙<td>丙</table>") == [
        [("甲", 1, 2), C],
        [("乙", 1, 1), ("丙", 1, 1)],
    ]


def test_a_row_span_of_zero_reaches_to_the_end_of_its_part() -> None:
    assert grid(
        "<table><thead><tr><td>项<td>额</thead><tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody>"
        "<tbody><tr><td>乙<td>3</tbody></table>"
    ) == [
        [("项", 1, 1), ("额", 1, 1)],
        [("甲", 2, 1), ("1", 1, 1)],
        [C, ("2", 1, 1)],
        [("乙", 1, 1), ("3", 1, 1)],
    ]


def test_the_foot_stands_below_wherever_the_source_has_it() -> None:
    assert [
        row[0][0]
        for row in grid(
            "<table><tfoot><tr><td>合计<td>3</tfoot><tbody><tr><td>甲<td>3</tbody><thead><tr><td>项<td>额</thead></table>"
        )
    ] == ["项", "甲", "合计"]


def test_overlapping_spans_leave_the_slot_to_the_first() -> None:
    """The second row's wide cell begins free and runs into the cell that comes down from above."""
    assert grid("<table><tr><td>甲<td>乙<td rowspan=2>丙<tr><td colspan=3>丁<tr><td>1<td>2<td>3</table>") == [
        [("甲", 1, 1), ("乙", 1, 1), ("丙", 2, 1)],
        [("丁", 1, 2), C, C],
        [("1", 1, 1), ("2", 1, 1), ("3", 1, 1)],
    ]


@pytest.mark.parametrize("stated", ["", "x", "-1", "0", "1.5", "999999999999"])
def test_spans_that_are_no_numbers(stated: str) -> None:
    found = grid(f"<table><tr><td colspan='{stated}'>甲<td>乙<tr><td>丙<td>丁</table>")
    assert [cell[0] for cell in found[0] if cell[0]] == ["甲", "乙"]


def test_hidden_rows_and_cells_are_not_there() -> None:
    assert grid(
        "<table><tr style='display:none'><td>x<td>y<tr><td>甲<td style='display:none'>x<td>乙<tr><td>丙<td>丁</table>"
    ) == [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]


def test_words_of_a_cell() -> None:
    assert grid("<table><tr><td><p>因公<br>出国</p><p>（境）</p><td>&nbsp;<tr><td>甲<td>1,234.\u200b50</table>") == [
        [("因公 出国 （境）", 1, 1), ("", 1, 1)],
        [("甲", 1, 1), ("1,234.50", 1, 1)],
    ]


DATA = "<table><tr><td>项目<td>金额<tr><td>甲<td>1</table>"
ROWS = [["项目", "金额"], ["甲", "1"]]


def test_tables_that_only_lay_out_give_what_they_hold() -> None:
    body = f"<table><tr><td>首页<td><p>收入决算表</p>{DATA}<p>注：无。</p></td></tr></table>"
    assert shape(blocks(page(body))) == ["首页", "收入决算表", ROWS, "注：无。"]
    for _ in range(5):
        body = f"<table><tr><td>{body}</td></tr></table>"
    assert shape(blocks(page(body))) == ["首页", "收入决算表", ROWS, "注：无。"]


def test_a_small_table_inside_a_table_stays_one_and_its_words_are_read_once() -> None:
    cells = "".join(f"<tr><td>科目{number}的名称<td>{number}.00" for number in range(9))
    body = f"<table>{cells}<tr><td>其他{DATA}<td>9.00</table>"
    outer, inner = shape(blocks(page(body)))
    assert outer[-1] == ["其他", "9.00"]
    assert inner == ROWS


def test_tables_of_one_column_are_paragraphs() -> None:
    assert shape(blocks(page("<table><tr><td>甲<tr><td>乙</table>"))) == ["甲", "乙"]


def test_a_page_laid_out_in_columns_without_tables_inside() -> None:
    article = "".join(f"<p>第{number}段。{'本部门全年收支情况如下' * 12}。</p>" for number in range(4))
    found = shape(blocks(page(f"<table><tr><td>菜单<td>{article}</table>")))
    assert len(found) == 5
    assert found[0] == "菜单"


def test_a_caption_stands_before_its_table() -> None:
    assert shape(blocks(page(DATA.replace("<tr>", "<caption>收入决算表</caption><tr>", 1)))) == ["收入决算表", ROWS]


def test_a_table_without_words_is_nothing() -> None:
    assert blocks(page("<table><tr><td><td><tr><td>&nbsp;<td></table>甲"))[0].place.line == 1
    assert shape(blocks(page("<table><tr><td><td><tr><td>&nbsp;<td></table>甲"))) == ["甲"]


def test_pages_as_excel_and_word_save_them() -> None:
    source = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><!--[if gte mso 9]><xml><x:Name>甲</x:Name></xml>
<![endif]--></head><body><p class=MsoNormal>收入<o:p></o:p></p><![if !x]>&nbsp;<![endif]>
<table x:str><tr height=19><td x:num="18980.279999999999">18,980.28</td><td class=xl65>元</td></tr>
<tr><td x:num>1</td><td></td></tr><![if supportMisalignedColumns]>
<tr height=0 style='display:none'><td width=72></td></tr><![endif]></table></body></html>"""
    assert shape(blocks(source.encode("gb18030"))) == ["收入", [["18,980.28", "元"], ["1", ""]]]


def test_numbered_texts_round_trip() -> None:
    table = Table([["项目", "预算数", ""], ["", "小计", "接待费"], ["合计", "1.00", ""]], [(0, 0, 1, 0), (0, 1, 0, 2)])
    assert shape(blocks(web_page(["收入表", table, "注：无。"], "gb2312"))) == ["收入表", table.rows, "注：无。"]


@st.composite
def raw_tables(draw: st.DrawFn) -> str:
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        cells = [
            f"<td rowspan={draw(st.integers(0, 4))} colspan={draw(st.integers(0, 4))}>{number}</td>"
            for number in range(draw(st.integers(0, 5)))
        ]
        rows.append("<tr>" + "".join(cells))
    return "<table>" + "".join(rows) + "</table>"


@settings(max_examples=200, deadline=None)
@given(raw_tables())
def test_any_spans_make_a_rectangle_in_which_no_cell_is_lost(source: str) -> None:
    """Property: cells keep their order, each slot has one owner, and only cells run over by others may vanish."""
    root = tree(page(source))
    assert root is not None
    rows = table_rows(next(root.iter("table")))
    if not any(row.cells for row in rows):
        return
    found = table_grid(rows, None)
    assert len({len(row) for row in found.rows}) == 1
    owned = sum(cell.row_span * cell.column_span for row in found.rows for cell in row)
    assert owned == len(found.rows) * found.width
    assert sum(1 for row in found.rows for cell in row if cell.text) == sum(len(row.cells) for row in rows)


# Saved pages


def _saved(parts: list[tuple[str, bytes, str]]) -> bytes:
    """An MHTML file from (location, content, transfer encoding)."""
    out = [b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="--=x"\n\n']
    for location, content, encoding in parts:
        body = quopri.encodestring(content) if encoding == "quoted-printable" else base64.encodebytes(content)
        kind = "text/html; charset=gb2312" if location.endswith("htm") else "image/png"
        head = f"----=x\nContent-Location: file:///C:/{location}\nContent-Transfer-Encoding: {encoding}\n"
        out.append(f"{head}Content-Type: {kind}\n\n".encode() + body + b"\n")
    return b"".join(out) + b"----=x--\n"


def test_a_page_saved_with_its_pictures() -> None:
    source = page(f"<p>收入决算表</p>{DATA}").encode("gb18030")
    data = _saved([("a.htm", source, "quoted-printable"), ("a.png", b"\x89PNG", "base64")])
    assert shape(blocks(data)) == ["收入决算表", ROWS]


def test_a_workbook_saved_as_page_has_its_sheets_in_order() -> None:
    frames = b"<html><head></head><frameset><frame src=sheet001.htm></frameset></html>"
    first, second = (page(f"<table><tr><td>表{n}<td>1<tr><td>2<td>3</table>").encode("gb18030") for n in (1, 2))
    tabs = page("<p>表1</p>").encode("gb18030")
    data = _saved(
        [(n, c, "base64") for n, c in (("a.htm", frames), ("1.htm", first), ("2.htm", second), ("t.htm", tabs))]
    )
    found = blocks(data)
    assert shape(found) == [[["表1", "1"], ["2", "3"]], [["表2", "1"], ["2", "3"]]]
    assert [block.place.page for block in found] == [1, 2]


def test_a_saved_page_without_a_page() -> None:
    with pytest.raises(UnreadableError, match="holds no web page"):
        blocks(_saved([("a.png", b"x", "base64")]))


# What is refused


def test_a_page_cut_inside_a_table() -> None:
    with pytest.raises(UnreadableError, match="ends inside a table") as error:
        blocks(page(DATA)[:50])
    assert error.value.reason == "cut"


def test_elements_without_end() -> None:
    with pytest.raises(UnreadableError, match="too deep") as error:
        blocks("<html>" + "<div>" * 5000 + "甲")
    assert error.value.reason == "beyond_limit"


def test_tables_in_tables_without_end() -> None:
    with pytest.raises(UnreadableError, match="tables inside tables") as error:
        blocks(page("<table><tr><td>x<td>" * 40 + "甲" + "</table>" * 40))
    assert error.value.reason == "beyond_limit"


def test_spans_that_would_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = "<td rowspan=65534 colspan=1000>x" * 3000
    with pytest.raises(UnreadableError, match="columns spanned") as error:
        blocks(page(f"<table><tr>{wide}<tr>{wide}</table>"))
    assert error.value.reason == "beyond_limit"
    monkeypatch.setenv("JUESUAN_GRID_SLOTS", "100")
    allowed.cache_clear()
    try:
        with pytest.raises(UnreadableError, match="rows × columns"):
            blocks(page("<table>" + "<tr>" + "<td>x" * 30 + "<tr><td>x" * 30 + "</table>"))
    finally:
        monkeypatch.undo()
        allowed.cache_clear()


PAGE = page(f"<p>收入决算表</p><table><tr><td rowspan=2>甲{DATA}<td colspan=2>乙<tr><td>丙</table><br>丁")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_characters_end_in_blocks_or_a_reason(data: st.DataObject) -> None:
    """Property: whatever is changed or cut off, nothing but UnreadableError comes out."""
    text = PAGE
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(text)))
        piece = data.draw(
            st.sampled_from(
                [
                    "<",
                    ">",
                    "</table>",
                    "<table>",
                    "<td",
                    "'",
                    '"',
                    "&#0;",
                    "&#x110000;",
                    "<!--",
                    "\x00",
                    "�",
                    "<pre>",
                    "<?",
                    "</html>",
                    "é",
                ]
            )
        )
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 3)) :]
    source = "<html>" + text[: data.draw(st.sampled_from([len(text), data.draw(st.integers(0, len(text)))]))]
    try:
        found = blocks(source.encode(data.draw(st.sampled_from(["utf-8", "gb18030", "utf-16"]))))
    except UnreadableError:
        return
    assert isinstance(found, tuple)
