"""The parts of a Word document that its text is made of: the text itself, its styles and its numbering."""

from __future__ import annotations

from lxml import etree

from loaders.readers.word.names import Names
from loaders.readers.word.numbering import Numbering
from loaders.readers.xml import Package, damaged, local


class WordPackage:
    """A docx, opened. Raises UnreadableError where it is no whole Word document."""

    def __init__(self, data: bytes) -> None:
        package = Package(data)
        main = next(
            (name for kind, name in package.relations("").values() if kind == "officeDocument"), "word/document.xml"
        )
        related = {kind: name for kind, name in package.relations(main).values() if name in package}
        document = package.tree(main)
        body = next((element for element in document if local(element) == "body"), None)
        if body is None:
            raise damaged(f"its part {main} has no text")
        self.body = body
        self.names = Names(document)
        styles = package.tree(related["styles"]) if "styles" in related else None
        self.styles = Styles(styles, self.names)
        numbering = package.tree(related["numbering"]) if "numbering" in related else None
        self.numbering = Numbering(numbering, self.names)


class Styles:
    """What styles say of numbering and of hidden text, their parents' word included."""

    def __init__(self, root: etree._Element | None, names: Names) -> None:
        self._names = names
        self._styles: dict[str, etree._Element] = {}
        for style in root if root is not None else ():
            if local(style) == "style" and (key := names.value(style, "styleId")) is not None:
                self._styles[key] = style

    def numbering(self, style: str | None) -> tuple[str | None, str | None]:
        """The list and the level that a paragraph's style gives it, the nearest word counting."""
        number = level = None
        for element in self._chain(style):
            found = self._names.child(element, "pPr", "numPr")
            number = number or self._names.value(self._names.child(found, "numId"))
            level = level or self._names.value(self._names.child(found, "ilvl"))
        return number, level

    def is_hidden(self, style: str | None) -> bool:
        """Whether a style hides its text."""
        for element in self._chain(style):
            switch = self._names.child(element, "rPr", "vanish")
            if switch is not None:
                return self._names.is_on(switch)
        return False

    def _chain(self, style: str | None) -> list[etree._Element]:
        """A style and those it is based on."""
        found: list[etree._Element] = []
        while style in self._styles and self._styles[style] not in found:
            found.append(self._styles[style])
            style = self._names.value(self._names.child(found[-1], "basedOn"))
        return found
