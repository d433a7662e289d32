"""The text of PDFs: what can be seen, each character once, in reading order; page furniture; paragraphs; bad files."""

from __future__ import annotations

import gc
import random
import re
import tracemalloc
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_support import FONT, LANDSCAPE, Sheet, document, plain, read, slots, table
from reportlab.lib.colors import white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics

from loaders.readers import limits, pdf
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Grid, Paragraph
from loaders.readers.ocr import engine
from loaders.readers.pages.textlines import OPEN
from loaders.readers.pdf.compatibility import plain_codes
from loaders.readers.pdf.glyphs import Glyphs
from loaders.readers.pdf.words import text_lines

LINES = (
    "    从预算单位构成看，样例服务局部门决算包括局本级决算和下属三家事业单位决算，共有",
    "编制一百二十名，实有在职人员一百一十五名。本年收入合计18,980.28万元，其中财政拨款",
    "收入占绝大部分。",
    "    二是其他资金。",
)
SMALL = table(60, 120, (80, 120, 90), 20, (("编码", "名称", "金额"), ("201", "一般公共服务支出", "1,234.56")))


def _words(*lines: str, top: float = 100, size: float = 10) -> object:
    def draw(sheet: Sheet) -> None:
        for number, line in enumerate(lines):
            bare = line.lstrip()
            sheet.text(60 + 5 * (len(line) - len(bare)), top + 18 * number, bare, size)

    return draw


def _texts(data: bytes) -> list[object]:
    return [plain(block) for block in read(data)]


def test_lines_that_the_page_cut_are_one_paragraph() -> None:
    first, second = read(document(_words(*LINES)))
    assert isinstance(first, Paragraph)
    assert first.text == "".join(line.strip() for line in LINES[:3])
    assert plain(second) == "二是其他资金。"
    offset = first.text.index("18,980.28")
    assert first.place_at(offset).line == 2
    assert first.place_at(offset).bbox == pytest.approx((60, 109.4, 450, 119.4), abs=12)


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    found = read(document(_words(*LINES[:2], top=700), _words(*LINES[2:])))
    assert [plain(block) for block in found] == ["".join(line.strip() for line in LINES[:3]), "二是其他资金。"]


def test_items_at_the_margin_are_paragraphs_of_their_own() -> None:
    """Lines that begin at the margin: a number begins an item behind a sentence's end, elsewhere a line goes on.

    The second item's first line has room left, because a bracket keeps its first sign; the third's ends early.
    """
    lines = (
        "1、教育支出（类）普通教育（款）小学教育（项）。主要用于校舍维修与日常运转，年初",
        "预算为80万元，支出决算为76万元。完成年初预算的95%，小于预算的原因是厉行节约开支。",
        "2、社会保障和就业支出（类）行政事业单位养老支出（款）行政事业单位离退休",
        "（项）。年初预算为4万元，支出决算为4万元。决算数与预算数相比没有变化的原因是人员",
        "没有增减。",
        "3、住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为",
        "3万元，支出决算为",
        "2万元。",
    )
    found = _texts(document(_words(*lines)))
    assert found == ["".join(lines[:2]), "".join(lines[2:5]), "".join(lines[5:7]), lines[7]]


def test_headings_and_titles_stand_alone() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(200, 80, "第三部分 情况说明", 16)
        sheet.text(80, 120, "一、收入支出决算总体情况")
        sheet.text(80, 140, "本年收入总计一千万元。")

    assert _texts(document(draw)) == ["第三部分 情况说明", "一、收入支出决算总体情况", "本年收入总计一千万元。"]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_the_order_of_drawing_does_not_matter(seed: int) -> None:
    """Every character drawn by itself, in random order."""

    def draw(sheet: Sheet) -> None:
        pieces = []
        for y, line in ((100, "单位：万元"), (180, "注：本表反映部门本年度的总收支。")):
            pieces.extend((60 + 10 * index, y, char) for index, char in enumerate(line))
        for cell in SMALL.cells:
            left, top, _, _ = SMALL.box(cell)
            widths = np.cumsum([0, *(pdfmetrics.stringWidth(char, FONT, 9) for char in cell.text)])
            pieces.extend((left + 3 + width, top + 13, char) for width, char in zip(widths, cell.text, strict=False))
        random.Random(seed).shuffle(pieces)
        for x, y, char in pieces:
            sheet.text(x, y, char, 10 if y in (100, 180) else 9)
        for cell in SMALL.cells:
            sheet.stroke_box(*SMALL.box(cell))

    assert _texts(document(draw)) == [
        "单位：万元",
        [["编码", "名称", "金额"], ["201", "一般公共服务支出", "1,234.56"]],
        "注：本表反映部门本年度的总收支。",
    ]


@pytest.mark.parametrize("offsets", [(0.0, 0.0), (0.0, 0.3), (0.0, 0.25, 0.5), (0.0, 0.2, 0.4, 0.6)])
def test_overprinted_text_is_read_once(offsets: tuple[float, ...]) -> None:
    """Bold by printing several times, whole texts or each character; doubled digits stay doubled."""

    def draw(sheet: Sheet) -> None:
        sheet.ruled(SMALL)
        for offset in offsets:
            sheet.text(60 + offset, 100, "合计1,100,223.55")
            for index, char in enumerate("2233"):
                sheet.text(60 + 5 * index + offset, 180, char)

    texts = _texts(document(draw))
    assert texts[0] == "合计1,100,223.55"
    assert texts[2] == "2233"


def test_white_hidden_covered_and_outside_text_is_not_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 60, "看得见1")
        sheet.canvas.setFillColor(white)
        sheet.text(60, 80, "白色9,999.99")
        sheet.canvas.setFillColorRGB(0, 0, 0)
        hidden = sheet.canvas.beginText(60, sheet.height - 100)
        hidden.setFont(FONT, 10)
        hidden.setTextRenderMode(3)
        hidden.textOut("隐藏8,888.88")
        hidden.setTextRenderMode(0)
        sheet.canvas.drawText(hidden)
        sheet.text(700, 120, "页外7,777.77")
        sheet.text(60, 140, "遮盖6,666.66")
        sheet.canvas.setFillColor(white)
        sheet.fill_box(50, 125, 300, 150)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        sheet.text(60, 145, "更正5.00")

    assert _texts(document(draw)) == ["看得见1", "更正5.00"]


def test_white_text_on_a_dark_ground_is_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.canvas.setFillColorRGB(0, 0.2, 0.5)
        sheet.fill_box(50, 85, 300, 110)
        sheet.canvas.setFillColor(white)
        sheet.text(60, 100, "收入决算表")

    assert _texts(document(draw)) == ["收入决算表"]


def test_text_beside_a_white_ground_painted_before_it_is_read() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 60, "上")
        sheet.canvas.setFillColor(white)
        sheet.fill_box(0, 70, 500, 200)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        sheet.text(60, 100, "下")

    assert _texts(document(draw)) == ["上", "下"]


def test_radicals_and_compatibility_forms_are_read_as_characters() -> None:
    printed = "⽀出⾏政⻓期⻔⻚金１２．３４ⅠＡ"
    codes = plain_codes(np.array([ord(char) for char in printed]))
    assert "".join(map(chr, codes)) == "支出行政长期门页金１２．３４ⅠＡ"


def test_full_width_digits_stay_as_printed() -> None:
    assert _texts(document(_words("合计１，２３４．５６"))) == ["合计１，２３４．５６"]


def test_text_wider_than_its_cell_stays_in_it() -> None:
    """A name that runs over the rule, a number that does so to the left, and one that only meets the next cell."""
    drawn = table(60, 100, (50, 60, 60, 60), 20, (("", "", "", ""), ("", "", "", ""), ("", "", "", "")))

    def draw(sheet: Sheet) -> None:
        sheet.ruled(drawn)
        sheet.text(62, 114, "机关事业单位养老保险", 9)
        sheet.text(228, 134, "12,345,678,901.23", 9, right=True)
        sheet.text(170, 154, "1,234.56", 9, right=True)
        sheet.text(170, 154, "其他资金", 9)

    (grid,) = read(document(draw))
    assert plain(grid) == [
        ["机关事业单位养老保险", "", "", ""],
        ["", "", "12,345,678,901.23", ""],
        ["", "1,234.56", "其他资金", ""],
    ]


def test_text_turned_inside_a_cell_is_read_along_its_direction() -> None:
    drawn = table(60, 100, (40, 160), 80, (("", "基本支出与项目支出"),))

    def draw(sheet: Sheet) -> None:
        sheet.ruled(drawn)
        sheet.canvas.saveState()
        sheet.canvas.translate(85, sheet.height - 170)
        sheet.canvas.rotate(90)
        sheet.canvas.setFont(FONT, 10)
        sheet.canvas.drawString(0, 0, "2023年")
        sheet.canvas.restoreState()

    assert _texts(document(draw)) == [[["2023年", "基本支出与项目支出"]]]


def test_a_stamp_across_the_page_does_not_disturb_the_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.ruled(SMALL)
        sheet.canvas.saveState()
        sheet.canvas.translate(100, sheet.height - 200)
        sheet.canvas.rotate(40)
        sheet.canvas.setFont(FONT, 40)
        sheet.canvas.drawString(0, 0, "样张")
        sheet.canvas.restoreState()

    found = read(document(draw))
    assert "样张" in [plain(block) for block in found]
    (grid,) = [block for block in found if isinstance(block, Grid)]
    assert slots(grid) == SMALL.slots()


# Page furniture


def _page(number: int, footer: str) -> object:
    def draw(sheet: Sheet) -> None:
        sheet.text(200, 40, "样例服务局2023年度部门决算", 9)
        sheet.text(80, 100, f"第{'一二三四'[number]}段的文字，到此为止。")
        sheet.text(280, 815, footer.format(number + 1), 9)

    return draw


@pytest.mark.parametrize(
    "footer", ["- {} -", "{}", "第 {} 页", "第{}页 共4页", "{} / 4", "— {} —", "样例服务局 - {} -"]
)
def test_page_numbers_and_running_headers_are_left_out(footer: str) -> None:
    found = _texts(document(*(_page(number, footer) for number in range(4))))
    kept = ["样例服务局"] if "样例" in footer else []
    assert found[:2] == ["样例服务局2023年度部门决算", "第一段的文字，到此为止。"]
    rest = [text for text in found[2:] if not any(str(text).startswith(word) for word in kept)]
    assert rest == [f"第{number}段的文字，到此为止。" for number in "二三四"]


def test_titles_that_count_the_tables_are_no_furniture() -> None:
    """公开01表, 公开02表 at the same place of each page, and equal units: each page keeps its own."""

    def page(number: int) -> object:
        def draw(sheet: Sheet) -> None:
            sheet.text(60, 40, f"公开{number:02}表")
            sheet.text(200, 60, f"{'收入支出财政'[2 * number - 2 : 2 * number]}决算表", 14)
            sheet.text(440, 90, "单位：万元")
            sheet.ruled(SMALL)

        return draw

    found = [text for text in _texts(document(page(1), page(2), page(3))) if isinstance(text, str)]
    assert found == [
        word
        for number in (1, 2, 3)
        for word in (f"公开{number:02}表", f"{'收入支出财政'[2 * number - 2 : 2 * number]}决算表", "单位：万元")
    ]


# Files that cannot be read


def _refused(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        pdf.blocks(data)
    return caught.value


def test_encrypted_without_a_password_to_read_is_read() -> None:
    data = document(_words("单位：万元"), encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert _texts(data) == ["单位：万元"]


def test_a_password_is_asked_for() -> None:
    error = _refused(document(_words("单位：万元"), encrypt=StandardEncryption("secret")))
    assert error.reason == "password"
    assert "without the password" in error.advice


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_cut_file_says_so(share: float) -> None:
    data = document(*[_words("单位：万元")] * 5)
    assert _refused(data[: int(len(data) * share)]).reason == "cut"


def test_a_file_whose_index_is_wrong_is_read_all_the_same() -> None:
    data = document(_words("单位：万元"))
    wrong = re.sub(rb"startxref\s+\d+", b"startxref\n7", data)
    assert wrong != data
    assert _texts(wrong) == ["单位：万元"]


def test_rubbish_between_the_marks_of_a_pdf() -> None:
    assert _refused(b"%PDF-1.7\n" + bytes(range(128, 256)) * 30 + b"\nstartxref\n0\n%%EOF\n").reason == "damaged"


def test_a_document_without_pages() -> None:
    data = re.sub(rb"/Count 1 /Kids \[[^]]*\]", b"/Count 0 /Kids [ ]", document(_words("x")))
    assert _refused(data).reason == "no_pages"


def test_what_is_wrong_with_a_file_is_not_that_of_the_file_before() -> None:
    """PDFium repeats its last error where it has none."""
    protected = document(_words("x"), encrypt=StandardEncryption("secret"))
    whole = document(*[_words("单位：万元")] * 5)
    half = len(whole) // 2
    damaged = whole[: half - 200] + bytes(400) + whole[half + 200 :].replace(b"/Pages", b"/Xages")
    without = re.sub(rb"/Count 1 /Kids \[[^]]*\]", b"/Count 0 /Kids [ ]", document(_words("x")))
    for data, reason in ((damaged, "damaged"), (without, "no_pages")):
        assert _refused(protected).reason == "password"
        assert _refused(data).reason == reason


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "allowed", lambda: limits.Limits(pages=2))
    monkeypatch.setattr(pdf, "allowed", limits.allowed)
    error = _refused(document(*[_words("x")] * 3))
    assert error.reason == "beyond_limit"
    assert "JUESUAN_PAGES" in error.advice


def _numbered_glyphs(*characters: bytes) -> bytes:
    """A page set in four glyph numbers, by a font that does not say which characters these are, or does in UTF-16."""
    named = b"/ToUnicode 7 0 R " if characters else b""
    pairs = b"".join(b"<%04x> <%s> " % pair for pair in enumerate(characters, start=0x13))
    table = (
        b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 4 beginbfchar %s endbfchar endcmap" % pairs
    )
    content = b"BT /F 12 Tf 60 700 Td <0013001400150016> Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H %s/DescendantFonts [6 0 R] >>" % named,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table),
    )
    parts = [b"%PDF-1.4\n"]
    for number, body in enumerate(objects, start=1):
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    return b"".join([*parts, b"trailer << /Root 1 0 R /Size 8 >>\nstartxref\n0\n%%EOF\n"])


def test_fonts_without_a_table_of_their_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    error = _refused(_numbered_glyphs())
    assert error.reason == "unknown_characters"
    assert error.place is not None
    assert error.place.page == 1


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        ((b"4e2d", b"d842dfb7", b"6587", b"0039"), "中𠮷文9"),
        ((b"d842dfb7", b"d842dfb7", b"4e2d", b"d842dfb7"), "𠮷𠮷中𠮷"),
        ((b"4e2d", b"d842", b"6587", b"0039"), "中\ufffd文9"),
        ((b"dfb7", b"4e2d", b"6587", b"dbff"), "\ufffd中文\ufffd"),
    ],
)
def test_rare_characters_in_two_halves_are_one_and_a_half_is_none(
    characters: tuple[bytes, ...], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.readers.pdf.glyphs.UNMAPPED_SHARE", 1.0)
    assert _texts(_numbered_glyphs(*characters)) == [expected]


def test_a_picture_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra that reads pictures, the word how to install it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(sheet: Sheet) -> None:
        sheet.canvas.drawImage(ImageReader(Image.new("L", (300, 400), 255)), 0, 0, sheet.width, sheet.height)

    monkeypatch.setattr(engine, "is_installed", lambda: False)
    error = _refused(document(_words("首页"), draw))
    assert error.reason == "picture_only"
    assert error.place is not None
    assert error.place.page == 2
    assert "pip install 'juesuan[ocr]'" in error.advice


def test_an_empty_page_is_no_fault() -> None:
    assert _texts(document(_words("甲"), lambda sheet: None, _words("乙"), size=LANDSCAPE)) == ["甲", "乙"]


def test_memory_does_not_grow_with_the_number_of_pages() -> None:
    def peak(pages: int) -> int:
        data = document(*[lambda sheet: sheet.ruled(SMALL)] * pages)
        for _ in pdf.iter_blocks(data[:]):
            pass
        tracemalloc.start()
        for block in pdf.iter_blocks(data):
            assert isinstance(block, Grid)
            gc.collect()
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(40) < 1.3 * peak(5)


def test_glyphs_without_height_are_read_without_a_word_of_arithmetic() -> None:
    """As damaged documents have them: two on one spot, so that a gap of zero is divided by a height of zero."""
    boxes = np.array([[10.0, 20.0, 10.0, 20.0], [10.0, 20.0, 10.0, 20.0], [30.0, 20.0, 36.0, 30.0]])
    glyphs = Glyphs(np.array([ord(each) for each in "127"]), boxes, np.zeros(3, np.int64), np.arange(3))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lines = text_lines(glyphs, np.full(3, OPEN))
    assert "".join(sorted("".join(line.text for line in lines))) == "127"
