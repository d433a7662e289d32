"""What is read: ruled PDFs of any number of pages, with the cells that stand on each; whole reports, and scans."""

from __future__ import annotations

from itertools import cycle, islice
from pathlib import Path

import pypdfium2

from loaders.samples.blocks import Block, PageBreak, Table, Text
from loaders.samples.formats.pdf import render as pdf
from loaders.samples.layout import Layout
from loaders.samples.render import render
from loaders.samples.report import blocks
from loaders.samples.slips import made_up
from loaders.samples.source import Source

_SEED, _CODES = 20231231, 120
# So many rows of the widest table, names in two lines, have room on a page.
_ROWS = 16


def ruled(path: Path, count: int) -> dict[int, list[list[str]]]:
    """Writes a PDF of that many pages, a table on each; returns each page's cells, "" where a merged one covers."""
    tables = list(islice(cycle(_pieces()), count))
    written: list[Block] = []
    for number, table in enumerate(tables, start=1):
        written += [Text(f"样例表{number}", "caption"), Text("单位：万元", "unit"), table, PageBreak()]
    path.write_bytes(pdf(written, Layout()))
    assert pages(path) == count, f"{path.name} has {pages(path)} pages, not {count}"
    return {number: _texts(table) for number, table in enumerate(tables, start=1)}


def _pieces() -> list[Table]:
    """The tables of a made-up department's report, header and some rows on each page."""
    source, _ = made_up(_SEED, _CODES)
    found = []
    for block in blocks(source, Layout()):
        if isinstance(block, Table):
            found += [
                Table(block.header, block.rows[start : start + _ROWS]) for start in range(0, len(block.rows), _ROWS)
            ]
    return found


def _texts(table: Table) -> list[list[str]]:
    return [["".join(cell.text.split()) if cell else "" for cell in row] for row in (*table.header, *table.rows)]


def reports(folder: Path, count: int, least: int) -> list[Path]:
    """Made-up reports as ruled PDFs of at least that many pages, and not many more."""
    found = []
    for seed in range(1, count + 1):
        path = folder / f"report-{seed}.pdf"
        for codes in range(58, 120, 6):
            path.write_bytes(render(made_up(seed, codes)[0], "pdf"))
            if pages(path) >= least:
                break
        found.append(path)
    return found


def scan(path: Path, source: Source, layout: Layout) -> int:
    """Writes a report as a scan; returns its pages."""
    path.write_bytes(render(source, "scan", layout))
    return pages(path)


def pages(path: Path) -> int:
    """How many pages a PDF has."""
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()
