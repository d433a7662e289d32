"""A report of which one page was scanned is read like the report; JUESUAN_SCANS reads whole reports, all pages scanned.

The page with the general budget's table is a picture, all others are text: so a test takes seconds, not minutes.
"""

from __future__ import annotations

import io
import os
from decimal import Decimal
from pathlib import Path

import ocr_support
import pypdfium2
import pytest
from sample_support import committed, printed, said

from loaders import pipeline
from loaders.pipeline import Document, LoadResult
from loaders.samples.formats import scan
from loaders.samples.formats.pages import Page
from loaders.samples.formats.pdf import drawn
from loaders.samples.layout import Layout, layout
from loaders.samples.render import render
from loaders.samples.report import blocks
from loaders.samples.slips import made_up
from loaders.samples.source import Source

TITLE, TABLE = "一般公共预算财政拨款支出决算表", "general_budget_expenditure"
TILTED = Layout(tilt=2.0, seed=5)
LONG = os.environ.get("JUESUAN_SCANS")


@pytest.fixture(scope="module", autouse=True)
def _needed() -> None:
    ocr_support.needed()


def _partly_scanned(source: Source, folder: Path) -> tuple[LoadResult, int]:
    """What is read of the report, and the number of the page that is a picture."""
    made = scan.laid_out(blocks(source, TILTED))
    number = next(at for at, page in enumerate(made, start=1) if _has(page, TITLE) and len(page.rules) > 40)
    whole = pypdfium2.PdfDocument(drawn(made, source.document["title"]))
    picture = ocr_support.as_bytes(scan.picture(made[number - 1], TILTED, number), "PDF")
    mixed = pypdfium2.PdfDocument.new()
    mixed.import_pages(whole, list(range(number - 1)))
    mixed.import_pages(pypdfium2.PdfDocument(picture))
    mixed.import_pages(whole, list(range(number, len(whole))))
    data = io.BytesIO()
    mixed.save(data)
    (folder / "report.pdf").write_bytes(data.getvalue())
    return pipeline.load([folder / "report.pdf"]), number


def _has(page: Page, title: str) -> bool:
    return any(run.text == title for run in page.runs)


def _only(loaded: LoadResult) -> Document:
    (document,) = loaded.documents
    assert document.status == pipeline.LOADED, document.detail
    return document


def test_a_page_that_was_scanned_is_read_as_printed(tmp_path: Path) -> None:
    source, _ = made_up(7, 2)
    loaded, number = _partly_scanned(source, tmp_path)
    document = _only(loaded)
    tables = loaded.tables()
    readings = tables.pop("figure_readings")
    expected, found = (
        {row: count for row, count in rows.items() if row[0] == f"figures_{TABLE}"}
        for rows in (printed(source, TILTED), said(tables))
    )
    assert expected
    assert found == expected
    recognised = [figure for figure in document.content.figures if figure.read_by is not None]
    assert {figure.place.page for figure in recognised} == {number}
    assert len(readings) == len(recognised) > 10
    assert all(figure.place.bbox for figure in recognised)


def test_an_error_of_the_report_in_a_scan_is_read_as_it_is_printed(tmp_path: Path) -> None:
    """And so it stays for the checks to find: no reading of the picture shows the number that would add up."""
    source, planted = next(
        (source, planted)
        for seed in range(100)
        for source, planted in [made_up(seed, 2, kind="digit-changed")]
        if planted is not None and planted.table_code == TABLE
    )
    document = _only(_partly_scanned(source, tmp_path)[0])
    wrong = [figure for figure in document.content.figures if figure.printed_text == planted.new]
    assert wrong
    assert {figure.read_by for figure in wrong if figure.table_code == TABLE} == {"recognised"}
    assert {figure.amount_cny for figure in wrong} >= {
        Decimal(row["amount_cny"]) for row in source.rows(TABLE) if row["printed_text"] == planted.new
    }


@pytest.mark.skipif(not LONG, reason="minutes of processor time: set JUESUAN_SCANS to read whole reports as scans")
@pytest.mark.parametrize("names", [["straight"], ["tilted"]])
def test_whole_reports_as_scans(names: list[str], tmp_path: Path) -> None:
    """Every amount of every table is right, or said to be in doubt."""
    for source in committed():
        if source.kind != "final_accounts":
            continue
        path = tmp_path / "report.pdf"
        path.write_bytes(render(source, "scan", layout(names, seed=3)))
        _assert_read(source, _only(pipeline.load([path])))


@pytest.mark.skipif(not LONG, reason="minutes of processor time: set JUESUAN_SCANS to read a whole report as one strip")
@pytest.mark.parametrize("unit", ["万元", "元"])
def test_a_whole_report_as_one_picture(unit: str, tmp_path: Path) -> None:
    """All pages one under the other in black and white, upright ones beside ones on their side."""
    source, _ = made_up(7, 2, unit=unit)
    path = tmp_path / "report.png"
    path.write_bytes(render(source, "png", layout(["straight"], seed=3)))
    document = _only(pipeline.load([path]))
    found = {(f.table_code, f.row_key, f.column_key): f for f in document.content.figures}
    printed_rows = [(table["table_code"], row) for table in source.tables for row in source.rows(table["table_code"])]
    places = [(code, row["row_key"], row["column_key"]) for code, row in printed_rows]
    assert [place for place in places if place not in found] == []
    wrong = [
        place
        for place, (_, row) in zip(places, printed_rows, strict=True)
        if found[place].amount_cny != Decimal(row["amount_cny"])
    ]
    # Black and white without a shade between costs a stroke here and there: a 7 for a 1, a 6 for a 0.
    assert len(wrong) <= len(places) // 50, wrong
    assert len({figure.place.page for figure in document.content.figures}) >= len(source.tables)


def _assert_read(source: Source, document: Document) -> None:
    """Every amount of every table is there, and right or said to be in doubt."""
    found = {(f.table_code, f.row_key, f.column_key): f for f in document.content.figures}
    for table in source.tables:
        for row in source.rows(table["table_code"]):
            figure = found.get((table["table_code"], row["row_key"], row["column_key"]))
            assert figure is not None, row
            assert figure.read_by == "doubtful" or figure.amount_cny == Decimal(row["amount_cny"]), row
