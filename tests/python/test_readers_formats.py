"""Formats are recognised by content, whatever the file's name."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlwt
from docx import Document

from loaders import readers
from loaders.readers import formats
from loaders.readers.errors import UnreadableError

HEAD = "<html><head><title>决算</title></head><body><table><tr><td>1</td></tr></table></body></html>"


def _xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def _xls() -> bytes:
    out = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("表")
    book.save(out)
    return out.getvalue()


def _renamed(stream: str) -> bytes:
    """A compound file whose one stream has another name, as protected and old Word files have."""
    data = bytearray(_xls())
    at = data.index("Workbook".encode("utf-16-le"))
    data[at : at + 64] = stream.encode("utf-16-le").ljust(64, b"\x00")
    data[at + 64 : at + 66] = (2 * len(stream) + 2).to_bytes(2, "little")
    return bytes(data)


def _docx() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


CASES = {
    "text": ("部门决算\n".encode(), formats.TEXT),
    "text with stray tags": ("第一段。<p>第二段。</p>\n<td>1</td>".encode(), formats.TEXT),
    "text in UTF-16": ("部门决算\n".encode("utf-16"), formats.TEXT),
    "text that speaks of mail": (b"Subject: x\nno MIME-Version: here", formats.TEXT),
    "page": (HEAD.encode(), formats.HTML),
    "page in UTF-16": (HEAD.encode("utf-16"), formats.HTML),
    "page with a mark": (b"\xef\xbb\xbf\n <!-- x --><!DOCTYPE html><p>x", formats.HTML),
    "XHTML": (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html>', formats.HTML),
    "part of a page": ("<p>单位：万元</p><table class='x'><tr><td>1</td></tr></table>".encode(), formats.HTML),
    "Excel's page": (b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body></body>', formats.HTML),
    "saved page": (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", formats.MHTML),
    "mail headers first": (
        b"From: <x>\nSubject: =?utf-8?\n x\nMIME-Version: 1.0\nContent-Type: multipart/related\n",
        formats.MHTML,
    ),
    "Word XML": (
        b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
        formats.WORD_XML,
    ),
    "Excel XML": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        formats.SPREADSHEET_XML,
    ),
    "RTF": (b"{\\rtf1\\ansi}", formats.RTF),
    "PDF": (b"%PDF-1.7\n", formats.PDF),
    "PDF behind something": (b"\r\n\x00%PDF-1.4\n", formats.PDF),
    "xlsx": (_xlsx(), formats.XLSX),
    "docx": (_docx(), formats.DOCX),
    "xls": (_xls(), formats.XLS),
    "protected": (_renamed("EncryptedPackage"), formats.PROTECTED),
    "doc": (_renamed("WordDocument"), formats.DOC),
    "another Office file": (_renamed("PowerPoint Document"), formats.COMPOUND),
    "zip": (_zip("report.txt", "xl/workbook.xml"), formats.ZIP),
    "empty zip": (_zip(), formats.ZIP),
    "xlsx cut": (_xlsx()[:3000], formats.XLSX),
    "docx cut": (_docx()[:4000], formats.DOCX),
    "xls cut": (_xls()[:1000], formats.DAMAGED),
}


@pytest.mark.parametrize("case", CASES)
def test_format_is_known_by_content(case: str) -> None:
    data, expected = CASES[case]
    assert formats.recognise(data) == expected


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"Rar!\x1a\x07\x00", "format_not_read", "a RAR archive; expected a format that can be read (unpack it first)"),
        (_zip("OFD.xml", "Doc_0/Document.xml"), "format_not_read", "OFD document"),
        (_xls()[:1000], "damaged", "fetch it again"),
        (_renamed("EncryptedPackage"), "password", "open it with the password and save it without one"),
    ],
)
def test_formats_known_by_sight_are_refused_with_what_to_do(data: bytes, reason: str, words: str) -> None:
    with pytest.raises(UnreadableError) as error:
        readers.read_bytes("report.txt", data)
    assert error.value.reason == reason
    assert words in str(error.value)
