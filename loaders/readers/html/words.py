"""What of a page's elements can be seen, and its words as a browser shows them."""

from __future__ import annotations

import re

from lxml import etree

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td"),
        *("tfoot", "th", "thead", "tr", "ul"),
    )
)
# Never shown, or no text of the page; `del` holds what an author took out.
_HIDDEN = frozenset(
    ("script", "style", "head", "template", "noscript", "select", "textarea", "object", "iframe", "svg", "xml", "del")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
# Characters without width: they mark where a line may break, or nothing at all.
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def name_of(element: etree._Element) -> str:
    """The element's name; empty for what is no element."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def is_hidden(element: etree._Element, name: str) -> bool:
    """Whether a browser does not show the element."""
    return (
        name in _HIDDEN
        or not name
        or element.get("hidden") is not None
        or bool(_HIDDEN_STYLE.search(element.get("style", "")))
    )


def visible(text: str) -> str:
    """Text with its spaces of all kinds as one, and without characters that have no width."""
    return " ".join(_NO_WIDTH.sub("", text).split())


def words_in(element: etree._Element, *, with_tables: bool) -> str:
    """The words of an element; blocks and line breaks part them. Tables inside it count only if so wanted."""
    pieces = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        name = name_of(inner)
        if event == "start":
            if inner is not element and (is_hidden(inner, name) or (name == "table" and not with_tables)):
                walker.skip_subtree()
                continue
            if name in BLOCKS or name == "br":
                pieces.append(" ")
            pieces.append(inner.text or "")
        elif inner is not element:
            if name in BLOCKS:
                pieces.append(" ")
            pieces.append(inner.tail or "")
    return visible("".join(pieces))
