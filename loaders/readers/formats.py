"""The formats, told by what a file holds and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from loaders.readers import compound
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block

_HEAD = 4096
# Words that begin a web page; a stray <p> or <td> in a transcription does not make one.
_HTML_BEGINNING = re.compile(
    rb"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body|meta|title|style|script|link|table|div|center)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TABLE = (b"<table", b"<tr", b"<td", b"</table")
_HTML_SEARCHED = 1 << 20
_MAIL_HEADER = re.compile(rb"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_PART = re.compile(rb"PK\x03\x04.{26}(word|xl)/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Format:
    """A format with its name for messages and the module that reads it: `blocks(data)` gives the file's blocks.

    Without a module it is known by sight only, and refused with `reason` and `advice`.
    """

    media_type: str
    name: str
    module: str | None = None
    reason: str = "format_not_read"
    advice: str = "give it in a format that docs/coverage.md lists"

    def reader(self) -> Callable[[bytes], tuple[Block, ...]]:
        """The function that reads it; raises UnreadableError where there is none."""
        if self.module is None:
            raise UnreadableError(
                self.reason, f"this is {self.name}", expected="a format that can be read", advice=self.advice
            )
        # Imported on first use: nobody who checks a text waits for the libraries of Word.
        read: Callable[[bytes], tuple[Block, ...]] = import_module(self.module).blocks
        return read


TEXT = Format("text/plain", "plain text", "loaders.readers.text")
HTML = Format("text/html", "a web page", "loaders.readers.html")
MHTML = Format("multipart/related", "a web page saved with its pictures (MHTML)", "loaders.readers.html.mhtml")
RTF = Format("application/rtf", "a Word document (RTF)", "loaders.readers.word.convert")
PDF = Format("application/pdf", "a PDF", "loaders.readers.pdf")
DOC = Format("application/msword", "a Word document (doc)", "loaders.readers.word.convert")
DOCX = Format(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "a Word document (docx)",
    "loaders.readers.word",
)
XLS = Format("application/vnd.ms-excel", "an Excel workbook (xls)", "loaders.readers.spreadsheet.xls")
XLSX = Format(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "an Excel workbook (xlsx)",
    "loaders.readers.spreadsheet.xlsx",
)
XLSB = Format(
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    "a binary Excel workbook (xlsb)",
    advice="save it as xlsx",
)
SPREADSHEET_XML = Format("application/xml", "an Excel workbook (XML Spreadsheet 2003)", advice="save it as xlsx")
WORD_XML = Format("application/xml", "a Word document (Word XML)", "loaders.readers.word.convert")
PROTECTED = Format(
    "application/x-ole-storage",
    "a Word or Excel file protected by a password",
    reason="password",
    advice="open it with the password and save it without one",
)
DAMAGED = Format("application/x-ole-storage", "a damaged Office file", reason="damaged", advice="fetch it again")
COMPOUND = Format("application/x-ole-storage", "an Office file that is neither Word nor Excel", advice="save it as PDF")
ZIP = Format("application/zip", "a zip archive", advice="load it: the files inside are read one by one")

_OPEN_XML = (
    ("wordprocessingml.document.main", DOCX),
    ("wordprocessingml.template.main", DOCX),
    ("ms-word.document.macroEnabled.main", DOCX),
    ("ms-word.template.macroEnabledTemplate.main", DOCX),
    ("spreadsheetml.sheet.main", XLSX),
    ("spreadsheetml.template.main", XLSX),
    ("ms-excel.sheet.macroEnabled.main", XLSX),
    ("ms-excel.template.macroEnabled.main", XLSX),
    ("ms-excel.sheet.binary", XLSB),
    (
        "presentationml",
        Format("application/vnd.openxmlformats-officedocument.presentationml.presentation", "a PowerPoint file"),
    ),
)
# First bytes that decide on their own.
_SIGNATURES = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", Format("image/png", "an image (PNG)", "loaders.readers.image")),
    (b"\xff\xd8\xff", Format("image/jpeg", "an image (JPEG)", "loaders.readers.image")),
    (b"II*\x00", Format("image/tiff", "an image (TIFF)", "loaders.readers.image")),
    (b"MM\x00*", Format("image/tiff", "an image (TIFF)", "loaders.readers.image")),
    (b"GIF8", Format("image/gif", "an image (GIF)", "loaders.readers.image")),
    (b"Rar!\x1a\x07", Format("application/vnd.rar", "a RAR archive", advice="unpack it first")),
    (b"7z\xbc\xaf\x27\x1c", Format("application/x-7z-compressed", "a 7z archive", advice="unpack it first")),
    (b"\x1f\x8b\x08", Format("application/gzip", "a gzip archive", advice="unpack it first")),
)


def recognise(data: bytes) -> Format:
    """The format of a file that is not empty; plain text where nothing else is known by sight."""
    for mark, found in _SIGNATURES:
        if data.startswith(mark):
            return found
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(data)
    if data.startswith(compound.MARK):
        return _in_compound(data)
    return _in_text(data)


def _in_zip(data: bytes) -> Format:
    """Office files are zips that list the types of their parts; a zip without such a list is an archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(1 << 20).decode("utf-8", "replace")
                return next((found for mark, found in _OPEN_XML if mark in types), ZIP)
    except Exception:
        # A cut archive has lost its list of names, which stands at its end; each part still begins with its own.
        # What is wrong inside is for the reader to say.
        first = _PART.search(data)
        return ZIP if first is None else DOCX if first[1] == b"word" else XLSX
    if "OFD.xml" in names:
        return Format("application/ofd", "an OFD document", advice="save it as PDF")
    if "content.xml" in names and "mimetype" in names:
        return Format("application/vnd.oasis.opendocument", "an OpenDocument file", advice="save it as docx or xlsx")
    return ZIP


def _in_compound(data: bytes) -> Format:
    """Old Office files are small file systems; the names inside tell the program."""
    try:
        names = set(compound.stream_names(data))
    except UnreadableError:
        return DAMAGED
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        return PROTECTED
    if "WordDocument" in names:
        return DOC
    return XLS if names & {"Workbook", "Book"} else COMPOUND


def _in_text(data: bytes) -> Format:
    # The words looked for are ASCII: without its zeros UTF-16 reads like all other encodings.
    head = data[: 2 * _HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")[:_HEAD]
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<?xml" in head[:64]:
        return SPREADSHEET_XML
    if (
        b"schemas.microsoft.com/office/word/2003/wordml" in head
        or b"http://schemas.microsoft.com/office/2006/xmlPackage" in head
    ):
        return WORD_XML
    if _MAIL_HEADER.match(head) and b"multipart/" in head.lower():
        return MHTML
    searched = data[:_HTML_SEARCHED].replace(b"\x00", b"").lower()
    if _HTML_BEGINNING.match(head) or all(mark in searched for mark in _HTML_TABLE):
        return HTML
    return TEXT
