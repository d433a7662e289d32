"""From a page's bytes to its elements, each knowing its line."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from loaders.readers.encoding import accept, decode
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Place

_LINE = "data-source-line"
_HEAD = 4096
_CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE)
# Pages that say GB2312 or GBK hold characters of its successor; UTF-16 cannot be said in ASCII letters.
_READ_AS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf-16": "utf-8"}
_TAG = re.compile(r"<([A-Za-z][\w:.-]*)(?=[\s/>]|$)")
_END_OF_TABLES = re.compile(r"</table\s*>|</body|</html", re.IGNORECASE)


def decoded(data: bytes, declared: str | None = None) -> str:
    """The page's text. `declared` is the encoding that stands outside the page.

    A byte-order mark decides, then validity as UTF-8, then what the page declares if its bytes fit. A declaration may
    be wrong, and a character or two broken: these become U+FFFD. Raises UnreadableError where nothing gives a text.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)[0]
    head = data[:_HEAD]
    stated = _CHARSET.search(head) or _XML_ENCODING.search(head)
    names = ["utf-8", stated[1].decode("ascii", "replace") if stated else "", declared or ""]
    for errors in ("strict", "replace"):
        for name in (_READ_AS.get(name.lower(), name) for name in names if name):
            try:
                return accept(data.decode(name, errors))
            except (UnicodeDecodeError, LookupError, UnreadableError):
                continue
    return decode(data)[0]


def tree(text: str) -> etree._Element | None:
    """The page's root element; every element has its line (see `line_of`). None for a page without elements.

    Raises UnreadableError for a page that ends inside a table, or whose elements stand too deep in each other.
    """
    tables = text.lower().rfind("<table")
    if tables >= 0 and not _END_OF_TABLES.search(text, tables):
        raise UnreadableError(
            "cut",
            "the page ends inside a table",
            place=Place(line=text.count("\n") + 1),
            expected="a whole page",
            advice="fetch it again",
        )
    lines = re.split(r"\r\n|\n|\r", text)
    marked = "\n".join(_marked(line, number) for number, line in enumerate(lines, start=1))
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(marked.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError(
            "beyond_limit",
            "the page's elements stand too deep in each other",
            expected="a web page",
            advice="open it in a browser and save it as PDF",
        )
    return root


def _marked(line: str, number: int) -> str:
    """The line with its number in each tag; a template, parsed anew for each line, would take most of the time."""
    return _TAG.sub(lambda tag: f"<{tag[1]} {_LINE}={number} ", line)


def line_of(element: etree._Element) -> int | None:
    """The line of the source in which the element begins; None for elements that the parser added."""
    stated = element.get(_LINE, "")
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else None
