"""The text of a paragraph: what its runs print, without what is deleted, hidden or only an instruction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from loaders.readers.word.names import Names
from loaders.readers.word.package import Styles
from loaders.readers.xml import local

# Taken out by tracked changes, set above the text, or no text at all.
_LEFT_OUT = frozenset(
    (
        *("del", "moveFrom", "rt", "pPr", "rPr", "delText", "instrText", "footnoteReference", "endnoteReference"),
        *("annotationRef", "footnoteRef", "endnoteRef", "delInstrText", "sdtPr", "fldData"),
    )
)
_TEXT_BOX = "txbxContent"
# Signs of the fonts Wingdings and Symbol that reports use: boxes to tick, ticks, bullets.
_SIGNS = {"FE": "☑", "A8": "□", "6F": "□", "FC": "√", "52": "☑", "FD": "☒", "A3": "□", "B4": "×", "B1": "±"}
_SIGN_FONTS = ("wingdings", "symbol")
_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "softHyphen": "", "cr": "\n"}


@dataclass
class Run:
    """What a paragraph's runs hold: text with line breaks, page breaks between, and the text boxes anchored in it.

    `pieces` are texts, parted where a page begins; each but the first with whether Word itself broke the page there
    when it last laid the document out.
    """

    pieces: list[str] = field(default_factory=lambda: [""])
    breaks: list[bool] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    @property
    def has_line_breaks(self) -> bool:
        """Whether its author broke the line somewhere."""
        return any("\n" in piece for piece in self.pieces)


class RunReader:
    """Reads paragraphs one after the other; a field may begin in one and end in another."""

    def __init__(self, names: Names, styles: Styles) -> None:
        self._names = names
        self._styles = styles
        # Of each field that is open, whether what comes is its instruction and not its result.
        self._fields: list[bool] = []

    def read(self, paragraph: etree._Element) -> Run:
        """The paragraph's text, breaks and boxes."""
        found = Run()
        for element in self._visible(paragraph, found):
            name = local(element)
            if name in ("t", "lastRenderedPageBreak", "br", "sym") or name in _CHARACTERS:
                self._take(element, name, found)
            elif name == "fldChar":
                self._field(self._names.value(element, "fldCharType"))
        return found

    def _take(self, element: etree._Element, name: str, found: Run) -> None:
        if any(self._fields):
            return
        if name == "t":
            found.pieces[-1] += element.text or ""
        elif name == "sym":
            found.pieces[-1] += self._sign(element)
        elif name == "lastRenderedPageBreak":
            found.breaks.append(True)
            found.pieces.append("")
        elif name == "br":
            kind = self._names.value(element, "type")
            if kind == "page":
                found.breaks.append(False)
                found.pieces.append("")
            else:
                found.pieces[-1] += "\n"
        else:
            found.pieces[-1] += _CHARACTERS[name]

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _sign(self, element: etree._Element) -> str:
        font = (self._names.value(element, "font") or "").lower()
        code = (self._names.value(element, "char") or "").upper()
        if font.startswith(_SIGN_FONTS):
            return _SIGNS.get(code[-2:], "")
        return chr(int(code, 16)) if code and all(c in "0123456789ABCDEF" for c in code) and len(code) <= 4 else ""

    def _visible(self, paragraph: etree._Element, found: Run) -> Iterator[etree._Element]:
        """The elements inside a paragraph that print something, in order."""
        walker = etree.iterwalk(paragraph, events=("start",))
        for _, element in walker:
            name = local(element)
            if element is paragraph:
                continue
            if name in _LEFT_OUT or not name or (name == "Fallback" and _has_choice(element)):
                walker.skip_subtree()
            elif name == _TEXT_BOX:
                walker.skip_subtree()
                found.boxes.append(element)
            elif name == "r" and self._is_hidden(element):
                walker.skip_subtree()
            else:
                yield element

    def _is_hidden(self, run: etree._Element) -> bool:
        switch = self._names.child(run, "rPr", "vanish")
        if switch is not None:
            return self._names.is_on(switch)
        style = self._names.value(self._names.child(run, "rPr", "rStyle"))
        return style is not None and self._styles.is_hidden(style)


def _has_choice(fallback: etree._Element) -> bool:
    """Whether the same thing stands before it in the form for newer programs."""
    before = fallback.getprevious()
    return before is not None and local(before) == "Choice"
