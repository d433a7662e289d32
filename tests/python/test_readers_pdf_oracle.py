"""The published PDFs against pdfplumber: every cell of every table alike, box and text.

Two differences are wanted. pdfplumber takes the edges of every filled area for rules, those of white grounds too: it
is given the pages without areas. And a table whose cells are all empty (the blank rest of one, on a page of its own)
is not worth a block.
"""

from __future__ import annotations

import re
from pathlib import Path

import pdfplumber
import pytest

from loaders.readers import pdf
from loaders.readers.model import Grid

_Cell = tuple[tuple[float, ...], str]
PUBLISHED = sorted((Path(__file__).parents[3] / "shared/documents/other-departments").glob("*.pdf"))
_NEAR = 4.0
_THIN = 4.0


def _drawn_as_line(item: dict[str, float]) -> bool:
    """Whether pdfplumber's object is no filled area."""
    is_area = item["object_type"] == "rect" and item["fill"] and not item["stroke"]
    return not (is_area and min(item["width"], item["height"]) > _THIN)


def _theirs(page: pdfplumber.page.Page) -> list[_Cell]:
    found = []
    for table in page.filter(_drawn_as_line).find_tables():
        for texts, row in zip(table.extract(), table.rows, strict=True):
            for text, box in zip(texts, row.cells, strict=True):
                if box is not None:
                    found.append((tuple(box), re.sub(r"\s", "", text or "")))
    return found if any(text for _, text in found) else []


@pytest.mark.skipif(not PUBLISHED, reason="the published PDFs are not here")
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_cell_is_as_pdfplumber_reads_it(path: Path) -> None:
    ours: dict[int, list[_Cell]] = {}
    for block in pdf.blocks(path.read_bytes()):
        if isinstance(block, Grid):
            for cell in (cell for row in block.rows for cell in row if not cell.is_covered):
                assert cell.place.page is not None
                assert cell.place.bbox is not None
                ours.setdefault(cell.place.page, []).append((cell.place.bbox, re.sub(r"\s", "", cell.text)))
    compared = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            theirs = _theirs(page)
            compared += len(theirs)
            for box, text in ours.pop(page.page_number, []):
                match = [
                    other
                    for other in theirs
                    if other[1] == text and max(abs(a - b) for a, b in zip(other[0], box, strict=True)) < _NEAR
                ]
                assert match, f"page {page.page_number}: {text!r} at {box}"
                theirs.remove(match[0])
            assert theirs == [], f"page {page.page_number}"
    assert compared > 0
    assert ours == {}
