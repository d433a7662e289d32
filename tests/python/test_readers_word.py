"""Word documents: what prints, in the order of the text, with automatic numbers, merged cells and page breaks."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from office_documents import Table, docx, web_page, xls, xlsx
from test_readers_workbooks import tables

from loaders import readers
from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed
from loaders.readers.model import Block, Grid, Paragraph
from loaders.readers.word import convert
from loaders.readers.word.numbering import printed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blocks(data: bytes) -> tuple[Block, ...]:
    return readers.read_bytes("report", data).blocks


def shape(found: tuple[Block, ...]) -> list[str | list[list[str]]]:
    return [b.text if isinstance(b, Paragraph) else [[cell.text for cell in row] for row in b.rows] for b in found]


def word(body: str, *, numbering: str = "", styles: str = "", space: str = W) -> bytes:
    """A document in as few words as it takes."""
    relations = space.replace("wordprocessingml/2006/main", "officeDocument/2006/relationships")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    names = (
        f'xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v" '
        'xmlns:wps="urn:wps" xmlns:m="urn:m"'
    )
    parts = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<R><Relationship Id="a" Type="{relations}/officeDocument" Target="word/document.xml"/></R>',
        "word/_rels/document.xml.rels": (
            f'<R><Relationship Id="a" Type="{relations}/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="b" Type="{relations}/styles" Target="styles.xml"/></R>'
        ),
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {names}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {names}>{styles}</w:styles>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return out.getvalue()


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str, properties: str = "") -> str:
    inside = inside if inside.startswith("<") or not inside else r(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def fld(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def tbl(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


# Paragraphs


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("一") + p("") + p("二"), ["一", "二"]),
        (p(r("收入") + r("决算", "<w:b/>") + r(" 表")), ["收入决算 表"]),
        (p(r("　甲") + "<w:r><w:tab/><w:noBreakHyphen/><w:t>乙</w:t><w:softHyphen/></w:r>"), ["甲 -乙"]),
        (p(r("2023年度") + "<w:r><w:br/></w:r>" + r("部门决算")), ["2023年度", "部门决算"]),
        (p(r("第一段，有") + "<w:r><w:cr/></w:r>" + r("两行。")), ["第一段，有两行。"]),
        # tracked changes
        (p(r("甲") + f"<w:del>{r('乙').replace('w:t', 'w:delText')}</w:del><w:ins>{r('丙')}</w:ins>"), ["甲丙"]),
        (p(f"<w:moveFrom>{r('甲')}</w:moveFrom><w:moveTo>{r('乙')}</w:moveTo>"), ["乙"]),
        (p("甲", "<w:rPr><w:del/></w:rPr>") + p("乙"), ["甲乙"]),
        # hidden text
        (p(r("甲") + r("乙", "<w:vanish/>") + r("丙", '<w:vanish w:val="0"/>')), ["甲丙"]),
        (p(r("甲") + r("乙", '<w:rStyle w:val="Gone"/>') + r("丙", '<w:rStyle w:val="None"/>')), ["甲丙"]),
        # fields, links, content controls, formulas, signs, reading aids
        (
            p(
                fld("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("码") + fld("separate") + r("12")
                + fld("end") + f"<w:hyperlink>{r('链')}</w:hyperlink><w:fldSimple w:instr='X'>{r('域')}</w:fldSimple>"
            ),
            ["12链域"],
        ),
        (f"<w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>", ["甲"]),
        (p("<m:oMath><m:r><m:t>1+2</m:t></m:r></m:oMath>"), ["1+2"]),
        (p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("是")), ["☑是"]),
        (p(f"<w:r><w:ruby><w:rt>{r('jué')}</w:rt><w:rubyBase>{r('决')}</w:rubyBase></w:ruby></w:r>"), ["决"]),
        (p(r("甲") + "<w:r><w:footnoteReference w:id='1'/></w:r><!-- x -->"), ["甲"]),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_it_prints(body: str, expected: list[str]) -> None:
    styles = (
        '<w:style w:styleId="None"/><w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Gone"><w:basedOn w:val="Hidden"/></w:style>'
    )
    assert shape(blocks(word(body, styles=styles))) == expected


def test_a_text_box_is_read_once_and_behind_its_anchor() -> None:
    box = f"<w:txbxContent>{p('框')}{tbl(tc('甲') + tc('1'), tc('乙') + tc('2'))}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert shape(blocks(word(p(r("前") + drawing + r("后")) + p("末")))) == [
        "前后",
        "框",
        [["甲", "1"], ["乙", "2"]],
        "末",
    ]


def test_headers_footers_and_notes_are_left_out() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("正文")
    out = io.BytesIO()
    document.save(out)
    assert shape(blocks(out.getvalue())) == ["正文"]


def test_the_strict_form() -> None:
    body = p("一") + tbl(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙") + tc("丙"))
    data = word(body, space="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert shape(blocks(data)) == ["一", [["甲", ""], ["乙", "丙"]]]


# Places


def test_places_count_paragraphs_and_laid_out_pages() -> None:
    page_end = '<w:r><w:br w:type="page"/></w:r>'
    broken = "<w:r><w:lastRenderedPageBreak/></w:r>"
    body = (
        p("一") + p(page_end) + p(broken + r("二，") + broken + r("三。")) + tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    )
    first, second, table = blocks(word(body))
    assert isinstance(second, Paragraph)
    assert isinstance(table, Grid)
    assert (first.place.page, first.place.line) == (1, 1)
    assert [(line.text, line.place.page) for line in second.lines] == [("二，", 2), ("三。", 3)]
    assert [[cell.place.line for cell in row] for row in table.rows] == [[4, 5], [6, 7]]
    assert table.place.page == 3


def test_set_breaks_count_where_word_has_left_none() -> None:
    body = p("一") + p('<w:r><w:br w:type="page"/></w:r>' + r("二")) + p("三", "<w:pageBreakBefore/>")
    assert [block.place.page for block in blocks(word(body))] == [1, 2, 3]
    assert [block.place.page for block in blocks(word(p("一")))] == [None]


# Numbers


def level(number: int, style: str, words: str, more: str = "") -> str:
    digits = f'<w:start w:val="1"/><w:numFmt w:val="{style}"/>'
    return f'<w:lvl w:ilvl="{number}">{digits}<w:lvlText w:val="{words}"/>{more}</w:lvl>'


def numbered(text: str, key: int, depth: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>')


LISTS = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
    + level(4, "bullet", "●")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    + level(0, "upperLetter", "%1)")
    + "</w:lvlOverride></w:num>"
)  # fmt: skip


def test_lists_count_by_level_and_begin_again_below_a_higher_one() -> None:
    body = "".join(
        numbered(text, 1, depth)
        for text, depth in (("概况", 0), ("职责", 1), ("机构", 1), ("2023年", 2), ("人员", 2), ("细目", 3), ("点", 4))
    ) + numbered("决算", 1) + numbered("总体", 1, 1) + numbered("收入", 1, 2)  # fmt: skip
    assert shape(blocks(word(body, numbering=LISTS))) == [
        *("一、概况", "（一）职责", "（二）机构", "1、2023年", "2. 人员", "1.2.1 细目", "点"),
        *("二、决算", "（一）总体", "1. 收入"),
    ]


def test_a_list_can_begin_elsewhere_or_look_otherwise() -> None:
    body = numbered("甲", 1) + numbered("乙", 2) + numbered("丙", 2) + numbered("丁", 3) + numbered("戊", 9)
    assert shape(blocks(word(body, numbering=LISTS))) == ["一、甲", "五、乙", "六、丙", "A)丁", "戊"]


def test_styles_number_their_paragraphs_and_a_paragraph_can_refuse() -> None:
    styles = (
        '<w:style w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="3"><w:basedOn w:val="3"/></w:style>'
    )
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>') for text, style in (("甲", 1), ("乙", 2), ("丙", 2), ("丁", 3))
    )
    body += p("戊", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = shape(blocks(word(body, numbering=LISTS, styles=styles)))
    assert found == ["一、甲", "（一）乙", "（二）丙", "丁", "戊"]


def test_a_column_of_automatic_numbers() -> None:
    rows = [tc(numbered("", 1, 2)) + tc("甲"), tc(numbered("", 1, 2)) + tc("乙")]
    assert shape(blocks(word(tbl(*rows), numbering=LISTS))) == [[["1.", "甲"], ["2.", "乙"]]]


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        *[(n, "chineseCounting", t) for n, t in ((1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百〇一"))],
        *[
            (n, "chineseCountingThousand", t)
            for n, t in ((15, "十五"), (110, "一百一十"), (1001, "一千零一"), (12345, "12345"))
        ],
        *[(n, "chineseLegalSimplified", t) for n, t in ((3, "叁"), (10, "壹拾"))],
        *[(n, "ideographDigital", t) for n, t in ((12, "一二"), (20, "二〇"))],
        *[(n, "ideographTraditional", t) for n, t in ((2, "乙"), (11, "11"))],
        *[(n, "upperRoman", t) for n, t in ((4, "IV"), (1994, "MCMXCIV"))],
        (9, "lowerRoman", "ix"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "decimalEnclosedParen", "⑵"),
        (5, "hebrew1", "5"),
        (0, "chineseCounting", "0"),
    ],
)
def test_numbers_in_words_formats(number: int, style: str, expected: str) -> None:
    assert printed(number, style) == expected


# Tables


def test_merged_cells_are_spans() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    (grid,) = blocks(
        word(
            tbl(
                tc("项目", down) + tc("预算数", '<w:gridSpan w:val="2"/>'),
                tc("", on) + tc("小计") + tc("接待费"),
                tc("合计") + tc("1.00") + tc("0.50"),
            )
        )
    )
    assert isinstance(grid, Grid)
    assert grid.spans_known
    assert [[(c.text, c.row_span, c.column_span) for c in row] for row in grid.rows[:2]] == [
        [("项目", 2, 1), ("预算数", 1, 2), ("", 0, 0)],
        [("", 0, 0), ("小计", 1, 1), ("接待费", 1, 1)],
    ]


def test_rows_that_begin_late_and_merges_of_the_old_kind() -> None:
    rows = (
        tc("甲") + tc("乙") + tc("丙"),
        tc("丁", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("戊"),
        "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + tc("己") + tc("庚"),
        "<w:trPr><w:del/></w:trPr>" + tc("x") + tc("x") + tc("x"),
    )
    assert shape(blocks(word(tbl(*rows)))) == [[["甲", "乙", "丙"], ["丁", "", "戊"], ["", "己", "庚"]]]


def test_a_cell_that_goes_on_with_nothing_is_a_cell() -> None:
    on = "<w:vMerge/>"
    rows = (tc("甲", on) + tc("乙"), tc("丙") + tc("丁", on), tc("戊", on) + tc("己"))
    (grid,) = blocks(word(tbl(*rows)))
    assert shape((grid,)) == [[["甲", "乙"], ["丙", ""], ["", "己"]]]


INNER = tbl(tc("项目") + tc("金额"), tc("甲") + tc("1"))
ROWS = [["项目", "金额"], ["甲", "1"]]


def test_tables_in_tables() -> None:
    assert shape(blocks(word(tbl(tc("左") + tc(p("上") + INNER + p("下")))))) == ["左", "上", ROWS, "下"]
    rows = [tc(f"科目{n}") + tc(f"{n}.00") for n in range(5)]
    outer, inner = shape(blocks(word(tbl(*rows, tc(p("其他") + INNER) + tc("9.00")))))
    assert (outer[-1], inner) == (["其他", "9.00"], ROWS)


def test_a_frame_of_one_column_is_no_table() -> None:
    assert shape(blocks(word(tbl(tc("甲"), tc(p("乙") + INNER))))) == ["甲", "乙", ROWS]


@settings(max_examples=40, deadline=None)
@given(tables())
def test_one_table_is_one_grid_in_every_format(table: Table) -> None:
    """Property: texts and spans of any table with merged cells, in Excel, Word and HTML."""
    for make in (xlsx, xls, docx, web_page):
        data = make([table], lines=True) if make in (xlsx, xls) else make([table])  # type: ignore[operator]
        (grid,) = blocks(data)
        assert isinstance(grid, Grid)
        assert [[cell.text for cell in row] for row in grid.rows] == table.rows, make.__name__
        spans = {
            (i, j): cell.spans for i, row in enumerate(grid.rows) for j, cell in enumerate(row) if max(cell.spans) > 1
        }
        assert spans == table.spans(), make.__name__


# What is refused


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (word(p("一"))[:-40], "damaged", "list of parts"),
        (word(p("一") + "<w:p>"), "damaged", "its part word/document.xml is broken XML"),
        (word(p("一")).replace(b"w:body>", b"w:bodi>"), "damaged", "cannot be unpacked"),
    ],
)
def test_damage_is_told(data: bytes, reason: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as error:
        blocks(data)
    assert error.value.reason == reason


def test_tables_in_tables_without_end() -> None:
    body = p("末")
    for _ in range(35):
        body = tbl(tc("x") + tc(body + p("")))
    with pytest.raises(UnreadableError, match="tables inside tables") as error:
        blocks(word(body))
    assert error.value.reason == "beyond_limit"


def test_spans_that_would_fill_the_memory() -> None:
    wide = '<w:gridSpan w:val="999999999"/>'
    with pytest.raises(UnreadableError, match="columns spanned") as error:
        blocks(word(tbl(tc("x", wide) + tc("y", wide), tc("z") + tc("z"))))
    assert error.value.reason == "beyond_limit"


WHOLE = word(
    p("一")
    + numbered("二", 1)
    + tbl(tc("甲", '<w:gridSpan w:val="2"/>'), tc("乙", "<w:vMerge/>") + tc(INNER + p("")))
    + p("末"),
    numbering=LISTS,
)
PIECES = [
    "",
    "<w:p>",
    "</w:tc>",
    "<w:tbl>",
    '<w:tc w:val="x">',
    "-9",
    "999999999999",
    "&amp;",
    "<w:r><w:br/></w:r>",
    "%9",
]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_changed_documents_end_in_blocks_or_a_reason(data: st.DataObject) -> None:
    """Property: whatever is changed in the text, its lists or the zip, nothing but UnreadableError comes out."""
    part = data.draw(st.sampled_from(["word/document.xml", "word/numbering.xml", "zip"]))
    changed = bytearray(WHOLE)
    if part == "zip":
        for _ in range(data.draw(st.integers(1, 6))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    else:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(WHOLE)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                text = old.read(name).decode()
                for _ in range(data.draw(st.integers(1, 3)) if name == part else 0):
                    at = data.draw(st.integers(0, len(text)))
                    text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 2)) :]
                new.writestr(name, text)
        changed = bytearray(out.getvalue())
    try:
        found = blocks(bytes(changed))
    except UnreadableError:
        return
    assert isinstance(found, tuple)


# Other forms, through LibreOffice

SOFFICE = convert.program()
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


@pytest.fixture(scope="module")
def old_form(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], bytes]:
    """The document `WHOLE` in another of Word's forms, as LibreOffice writes it."""
    folder = tmp_path_factory.mktemp("forms")
    content = docx(
        ["2023年度部门决算", Table([["项目", "预算数", ""], ["合计", "1.00", "2.00"]], [(0, 1, 0, 2)]), "末段。"]
    )
    (folder / "in.docx").write_bytes(content)

    def made(kind: str, suffix: str) -> bytes:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            str(SOFFICE),
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            str(folder / "in.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return (folder / f"in.{suffix}").read_bytes()

    return made


@needs_soffice
@pytest.mark.parametrize(("kind", "suffix"), [("doc:MS Word 97", "doc"), ("rtf:Rich Text Format", "rtf")])
def test_old_documents_are_read_through_libreoffice(
    old_form: Callable[[str, str], bytes], kind: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = old_form(kind, suffix)
    assert shape(blocks(data)) == ["2023年度部门决算", [["项目", "预算数", ""], ["合计", "1.00", "2.00"]], "末段。"]
    monkeypatch.setenv("JUESUAN_CONVERT_SECONDS", "0")
    allowed.cache_clear()
    try:
        with pytest.raises(UnreadableError, match="seconds for LibreOffice") as error:
            blocks(data)
    finally:
        monkeypatch.undo()
        allowed.cache_clear()
    assert error.value.reason == "beyond_limit"


def test_an_old_document_with_a_password_is_told() -> None:
    """The lowest bit of the header's twelfth byte says so; LibreOffice is not asked."""
    data = bytearray(xls(["x"]))
    at = data.index("Workbook".encode("utf-16-le"))
    data[at : at + 26] = "WordDocument".encode("utf-16-le").ljust(26, b"\x00")
    data[at + 64] = 26
    data[512 + 11] |= 1
    with pytest.raises(UnreadableError) as error:
        blocks(bytes(data))
    assert error.value.reason == "password"


def test_without_libreoffice_the_message_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert.shutil, "which", lambda name: None)
    with pytest.raises(UnreadableError, match="apt-get install libreoffice-writer") as error:
        blocks(b"{\\rtf1\\ansi x}")
    assert error.value.reason == "converter_missing"


def test_what_libreoffice_cannot_read_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    idle = tmp_path / "soffice"
    idle.write_text("#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    monkeypatch.setattr(convert.shutil, "which", lambda name: str(idle))
    with pytest.raises(UnreadableError, match="LibreOffice cannot read the document") as error:
        blocks(b"{\\rtf1\\ansi x}")
    assert error.value.reason == "damaged"
