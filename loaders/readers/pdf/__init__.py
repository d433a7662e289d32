"""PDF: characters and ruling lines of each page, and from there by `loaders.readers.pages` to paragraphs and grids.

pdfium       PDFium's functions, in bulk
substitute   a font for text whose own is nowhere to be found
characters   all characters of a page, as arrays
objects      all objects of a page, with their colours
drawings     its lines and areas
frame        the frame in which the page's text is upright
glyphs       the characters that can be seen, with compatibility
rulings      the ruling lines among the drawings
overflow     text that is wider than its cell
words        characters to lines of text
page         all of that for one page; pictures of pages, by rendering, go to `loaders.readers.ocr`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pypdfium
import pypdfium2.raw as raw

from loaders.readers.errors import UnreadableError
from loaders.readers.limits import allowed, beyond
from loaders.readers.model import Block
from loaders.readers.pages.blocks import blocks_of
from loaders.readers.pdf import pdfium, substitute
from loaders.readers.pdf.page import read_page

# A file that PDFium knows to be no PDF, and what a document without pages has in their place.
_NO_PDF = b"no PDF"
_NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]")
# The length that a file made for the web states of itself.
_STATED_LENGTH = re.compile(rb"/L\s+(\d+)")


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a PDF in reading order.

    Raises UnreadableError for a file that is protected, damaged, cut, without pages or too long, and for pages whose
    text cannot be told.
    """
    return tuple(iter_blocks(data))


def iter_blocks(data: bytes) -> Iterator[Block]:
    """The blocks of a PDF one after the other; no more than a few pages are held at a time."""
    with _opened(data) as document:
        handle = pdfium.document_handle(document.raw)
        yield from blocks_of(read_page(handle, index) for index in range(len(document)))


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium.PdfDocument]:
    """The document, closed afterwards."""
    if _is_cut(data):
        raise UnreadableError(
            "cut",
            "the file ends before the document does",
            expected="a PDF with its end mark",
            advice="fetch it again",
        )
    substitute.install()
    try:
        document = pypdfium.PdfDocument(data)
    except pypdfium.PdfiumError as error:
        raise _refused(data) from error
    try:
        if len(document) == 0:
            raise _without_pages()
        if len(document) > allowed().pages:
            raise beyond("pages", f"the document has {len(document):,} pages")
        yield document
    finally:
        document.close()


def _without_pages() -> UnreadableError:
    return UnreadableError("no_pages", "the document has no pages", expected="at least one", advice="fetch it again")


def _refused(data: bytes) -> UnreadableError:
    """Why PDFium does not open the file."""
    code = _error(data)
    if code == raw.FPDF_ERR_SUCCESS and _NO_PAGES.search(data):
        return _without_pages()
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return UnreadableError(
            "password",
            "the document is protected by a password",
            expected="a document that opens without one",
            advice="save it without the password",
        )
    return UnreadableError(
        "damaged",
        "the file is not a whole PDF: its pages cannot be found",
        expected="a whole file",
        advice="fetch it again",
    )


def _error(data: bytes) -> int:
    """PDFium's word for what is wrong with the file.

    Where it has none it repeats that for the file before: so it gets one before that it has a word for, and where it
    repeats that there is none.
    """
    found: list[int] = []
    for file in (_NO_PDF, data):
        try:
            pypdfium.PdfDocument(file).close()
        except pypdfium.PdfiumError as error:
            found.append(error.err_code)
    before, *code = found
    return int(raw.FPDF_ERR_SUCCESS) if code in ([], [before]) else code[0]


def _is_cut(data: bytes) -> bool:
    """Whether the file's last bytes are missing: objects follow its last end mark, or it has none, or it is shorter
    than it says itself."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        return True
    stated = _STATED_LENGTH.search(data, 0, 1024) if b"/Linearized" in data[:1024] else None
    return stated is not None and int(stated[1]) > len(data)
