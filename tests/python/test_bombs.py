"""Small files that ask for much: each is stopped at a stated limit, which a setting changes, with words that say so."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loaders import pipeline
from loaders.readers.limits import allowed

_SMALL = {
    "FILE_BYTES": 8 << 20,
    "PAGES": 20,
    "ARCHIVE_ENTRIES": 50,
    "ARCHIVE_BYTES": 16 << 20,
    "PART_BYTES": 4 << 20,
    "CELLS": 2_000,
    "GRID_SLOTS": 20_000,
}


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The limits set low, so that a small file passes them."""
    for name, value in _SMALL.items():
        monkeypatch.setenv(f"JUESUAN_{name}", str(value))
    allowed.cache_clear()
    yield
    monkeypatch.undo()
    allowed.cache_clear()


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _nested(depth: int) -> bytes:
    data = b"report"
    for level in range(depth):
        data = _zip(**{f"{level}.zip": data})
    return data


_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/%s" '
    b'ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
)
_LAUGHS = b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 20) for letter in range(ord("b"), ord("k"))
) + b"]>"  # fmt: skip
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_MAIN = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:document>'
_RELATED = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="%s"/>'
    b"</Relationships>"
)


def _word(prolog: bytes, body: bytes) -> bytes:
    return _zip(
        **{
            "[Content_Types].xml": _TYPES % (b"word/document.xml", b"wordprocessingml.document"),
            "_rels/.rels": _RELATED % b"word/document.xml",
            "word/document.xml": prolog + _MAIN % body,
        }
    )


def _workbook(rows: int) -> bytes:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += b"".join(b"<row r='%d'><c r='A%d'><v>1</v></c></row>" % (n, n) for n in range(1, rows + 1))
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return _zip(
        **{
            "[Content_Types].xml": _TYPES % (b"xl/workbook.xml", b"spreadsheetml.sheet"),
            "_rels/.rels": _RELATED % b"xl/workbook.xml",
            "xl/workbook.xml": b'<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
            b"</sheets></workbook>" % (main, office),
            "xl/_rels/workbook.xml.rels": (_RELATED % b"worksheets/sheet1.xml").replace(
                b'officeDocument"', b'worksheet"'
            ),
            "xl/worksheets/sheet1.xml": sheet + b"</sheetData></worksheet>",
        }
    )


def _pdf(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (len(places) + 1, table, len(places) + 1, len(data))


def _pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )


def _packed(data: bytes) -> bytes:
    squeezed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(squeezed), squeezed)


_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
_FORM = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 4>>stream\n/F Do\nendstream"
)
_ROOT_OF_ONE = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>")
_PART_OF_MAIL = b"--x\nContent-Type: multipart/related; boundary=x\n\n"
_LAUGH, _LOOK = (b"<w:body><w:p><w:r><w:t>&%s;</w:t></w:r></w:p></w:body>" % name for name in (b"j", b"a"))
_ZEROS = bytes(7 << 20)
BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a text that is too long": (lambda: b"x" * ((8 << 20) + 1), "beyond_limit"),
    "a zip of zeros": (lambda: _zip(a=bytes(9 << 20)), "beyond_limit"),
    "a zip of many files": (lambda: _zip(**{str(n): b"x" for n in range(60)}), "beyond_limit"),
    "a zip in a zip in a zip": (lambda: _nested(9), "beyond_limit"),
    "a zip whose files are too much together": (lambda: _zip(a=_ZEROS, b=_ZEROS, c=_ZEROS), "beyond_limit"),
    "a Word document with a part of zeros": (lambda: _word(b"", b" " * (5 << 20)), "beyond_limit"),
    "entities of entities in Word": (lambda: _word(_LAUGHS, _LAUGH), ""),
    "an entity of another file in Word": (lambda: _word(_OUTSIDE, _LOOK), ""),
    "tables nested in Word": (
        lambda: _word(b"", b"<w:tbl><w:tr><w:tc>" * 2000 + b"</w:tc></w:tr></w:tbl>" * 2000),
        "",
    ),
    "a sheet of many rows": (lambda: _workbook(30_000), "beyond_limit"),
    "a page nested without end": (lambda: b"<html>" + b"<div>" * 200_000 + b"x", ""),
    "tables nested without end": (lambda: b"<html>" + b"<table><tr><td>" * 5_000 + b"x", ""),
    "a cell over a million columns": (
        lambda: b"<html><table>" + b"<tr><td colspan=1000 rowspan=65000>x</td></tr>" * 60 + b"</table>",
        "",
    ),
    "a PDF of many pages": (lambda: _pages(100_000), "beyond_limit"),
    "a PDF whose pages are their own parents": (
        lambda: _pdf(_ROOT_OF_ONE[0], b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"),
        "",
    ),
    "a PDF whose form draws itself": (lambda: _pdf(*_ROOT_OF_ONE, _PAGE, _packed(b"/F Do"), _FORM), ""),
    "a PDF with a stream of zeros": (lambda: _pdf(*_ROOT_OF_ONE, _PAGE, _packed(b" " * (64 << 20)), _FORM), ""),
    "a mail of parts of parts": (
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + _PART_OF_MAIL * 3_000,
        "",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_stopped_with_words(name: str, tmp_path: Path) -> None:
    make, reason = BOMBS[name]
    (tmp_path / "bomb").write_bytes(make())
    documents = pipeline.load([tmp_path / "bomb"]).documents
    assert {document.status for document in documents} == {"quarantined"}
    found = {document.reason for document in documents}
    assert not found & {"reader_failed", "reader_died"}, [document.detail for document in documents]
    if reason:
        assert reason in found
        [said] = {document.detail for document in documents if document.reason == reason}
        assert "JUESUAN_" in said
