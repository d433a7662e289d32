"""Each format opens in its own library, holds what was written, and is the same bytes each time."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pypdfium2
import pytest
import python_calamine
from lxml import html as lxml_html
from PIL import Image
from sample_support import committed

from loaders.messages import SaidError
from loaders.samples.blocks import Table, cut, header, merged_down, row
from loaders.samples.formats import FORMATS, fonts
from loaders.samples.formats.lines import wrapped
from loaders.samples.layout import ANY, VARIATIONS, drawn, layout
from loaders.samples.made.errors import IN_AMOUNTS, KINDS
from loaders.samples.render import render
from loaders.samples.restyle import restyled

ACCOUNTS = next(source for source in committed() if source.kind == "final_accounts")
TARGETS = next(source for source in committed() if source.kind == "project_targets")
TOTAL = "18,980.28"
"""The report's revenue of the year, in 万元."""


def _font() -> None:
    """Skips what draws pictures where no font with Chinese characters is installed."""
    try:
        fonts.find()
    except SaidError as error:
        pytest.skip(str(error.message.en))


def test_text_opens_as_tab_separated() -> None:
    lines = render(ACCOUNTS, "text").decode("utf-8").splitlines()
    rows = [cells for cells in csv.reader(lines, delimiter="\t") if len(cells) == 9]
    assert ["", "合计", TOTAL] in [cells[:3] for cells in rows]


def test_gb18030_is_what_was_asked_for() -> None:
    page = render(ACCOUNTS, "html", layout(["gb18030"]))
    assert b'charset="gb18030"' in page
    assert TOTAL in page.decode("gb18030")


def test_html_opens_with_its_merged_cells() -> None:
    page = lxml_html.document_fromstring(render(ACCOUNTS, "html").decode("utf-8"))
    tables = page.findall(".//table")
    assert len(tables) == 9
    assert tables[8].find(".//th").get("colspan") == "6"
    assert TOTAL in tables[1].text_content()


def test_docx_opens_with_its_merged_cells() -> None:
    document = docx.Document(io.BytesIO(render(ACCOUNTS, "docx")))
    assert document.paragraphs[0].text == ACCOUNTS.document["title"]
    revenue, items = document.tables[1], document.tables[8]
    assert TOTAL in [cell.text for cell in revenue.rows[3].cells]
    first = items.rows[0].cells
    assert {cell.text for cell in first[:6]} == {"预算数"}
    assert items.rows[1].cells[0]._tc is items.rows[2].cells[0]._tc  # 合计 reaches down


def test_xlsx_opens_with_numbers_shown_as_printed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(ACCOUNTS, "xlsx")))
    assert len(book.sheetnames) == 11  # a cover, nine tables, the prose
    sheet = book["收入决算表"]
    cell = next(cell for line in sheet.iter_rows() for cell in line if cell.value == 18980.28)
    assert cell.number_format == "#,##0.00"
    assert any(str(area) == "A1:I1" for area in sheet.merged_cells.ranges)  # the title stands over the table
    as_text = openpyxl.load_workbook(io.BytesIO(render(ACCOUNTS, "xlsx", layout(["numbers-as-text"]))))
    assert TOTAL in [cell.value for line in as_text["收入决算表"].iter_rows() for cell in line]


def test_xls_opens() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(render(ACCOUNTS, "xls")))
    assert 18980.28 in [value for line in book.get_sheet_by_name("收入决算表").to_python() for value in line]


@pytest.mark.parametrize(("format_name", "is_ruled"), [("pdf", True), ("pdf-unruled", False)])
def test_pdf_opens_with_its_rules_or_without(format_name: str, is_ruled: bool) -> None:
    document = pypdfium2.PdfDocument(render(ACCOUNTS, format_name))
    assert TOTAL in "".join(page.get_textpage().get_text_range() for page in document)
    paths = [object_ for page in document for object_ in page.get_objects() if object_.type == 2]  # FPDF_PAGEOBJ_PATH
    assert bool(paths) == is_ruled
    assert {page.get_size()[0] > page.get_size()[1] for page in document} == {True, False}  # wide tables lie on side


def test_a_row_higher_than_a_page_goes_on_on_the_next() -> None:
    long = tuple(
        {**entry, "target_text": "按计划推进" * 300} if index == 0 else entry
        for index, entry in enumerate(TARGETS.indicators)
    )
    changed = type(TARGETS)(TARGETS.document, TARGETS.tables, TARGETS.figures, long)
    document = pypdfium2.PdfDocument(render(changed, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    assert text.count("按计划推") > 250


def test_a_scan_is_pictures_that_lie_askew() -> None:
    _font()
    for name, most in (("straight", 0.05), ("tilted", 2.0)):
        document = pypdfium2.PdfDocument(render(TARGETS, "scan", layout([name], seed=4)))
        assert "".join(page.get_textpage().get_text_range() for page in document).strip() == ""
        picture = np.asarray(document[0].render(scale=2).to_pil().convert("L"))
        assert _tilt(picture) <= most + 0.1
        assert (_tilt(picture) > 0.1) == (name == "tilted")


def _tilt(picture: np.ndarray) -> float:
    """How far the table's upper rule falls over its length, in degrees."""
    dark = picture < 128
    columns = [int(dark.shape[1] * share) for share in (0.15, 0.85)]
    tops = [int(np.flatnonzero(dark[300:900, column - 2 : column + 2].any(axis=1))[0]) for column in columns]
    return float(np.degrees(np.arctan2(abs(tops[1] - tops[0]), columns[1] - columns[0])))


def test_png_is_one_picture_in_black_and_white() -> None:
    _font()
    picture = Image.open(io.BytesIO(render(TARGETS, "png")))
    assert picture.mode == "1"
    assert picture.height > picture.width


@pytest.mark.parametrize("format_name", [name for name in FORMATS if name != "png"])
def test_same_arguments_same_bytes(format_name: str) -> None:
    if format_name == "scan":
        _font()
    chosen = layout([ANY], seed=11)
    assert render(TARGETS, format_name, chosen) == render(TARGETS, format_name, chosen)


def test_another_process_on_another_day_writes_the_same_bytes(tmp_path: Path) -> None:
    """Dates, identities and the order of sets are no part of a file."""
    script = (
        "import sys, pathlib, datetime\n"
        "from loaders.cli import main\n"
        "for name in ('docx', 'xlsx', 'xls', 'pdf'):\n"
        "    assert main(['sample', '--random', '3', '--codes', '4', '--format', name, '--output',"
        " str(pathlib.Path(sys.argv[1]) / name)]) == 0\n"
    )
    for run in ("one", "two"):
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / run)],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": str(len(run) + (run == "two")), "PATH": "/usr/bin:/bin", "TZ": f"UTC-{len(run)}"},
        )
    for name in ("docx", "xlsx", "xls", "pdf"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_a_machine_without_a_chinese_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "_candidates", lambda: iter(()))
    with pytest.raises(SaidError, match="apt install"):
        render(TARGETS, "scan")
    (tmp_path / "font.ttf").write_bytes(b"no font")
    monkeypatch.setenv(fonts.SETTING, str(tmp_path / "font.ttf"))
    with pytest.raises(SaidError, match="no font with Chinese"):
        render(TARGETS, "scan")


# The parts


def test_headers_share_cells_under_the_same_words() -> None:
    lines = header([["项目", "编码"], ["项目", "名称"], ["合计", ""], ["支出", "小计"], ["支出", "项目"]])
    assert [[(c.text, c.rows, c.columns) if c else None for c in line] for line in lines] == [
        [("项目", 1, 2), None, ("合计", 2, 1), ("支出", 1, 2), None],
        [("编码", 1, 1), ("名称", 1, 1), None, ("小计", 1, 1), ("项目", 1, 1)],
    ]


def test_a_merged_cell_goes_on_behind_a_page_break() -> None:
    rows = merged_down([row(["甲", "1"]), row(["", "2"]), row(["", "3"]), row(["乙", "4"])], [0])
    assert [line[0].rows if line[0] else None for line in rows] == [3, None, None, 1]
    first, second = cut(Table((row(["级", "值"]),), rows), [1], repeat_header=False)
    assert [line[0] for line in first.rows] == [row(["甲"])[0]]
    assert [(line[0].text, line[0].rows) if line[0] else None for line in second.rows] == [("", 2), None, ("乙", 1)]
    assert second.continues
    assert not second.header


def test_lines_break_where_words_may() -> None:
    lines = wrapped("支出1,234.56万元，其中", 10, 55, lambda text, size: sum(10 if c > "ÿ" else 5 for c in text))
    assert "".join(lines) == "支出1,234.56万元，其中"
    assert "1,234.56" in "|".join(lines)
    assert not any(line.startswith("，") for line in lines)


def test_every_variation_is_drawn_by_some_seed() -> None:
    assert {name for seed in range(200) for name in drawn(seed)} == set(VARIATIONS)


def test_the_command_names_every_error() -> None:
    from loaders.commands.sample import _ERRORS, _FORMATS

    assert [name.replace("-", "_") for name in _ERRORS] == list(KINDS)
    assert list(KINDS)[: len(IN_AMOUNTS)] == list(IN_AMOUNTS)
    assert set(_FORMATS) == set(FORMATS)


def test_a_layout_of_the_reports_own_changes_nothing() -> None:
    assert restyled(ACCOUNTS, layout()) == ACCOUNTS
