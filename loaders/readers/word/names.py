"""Attributes and elements of Word's XML by their short names."""

from __future__ import annotations

from lxml import etree

_OFF = ("0", "false", "off", "none")


class Names:
    """The full names of attributes, which the usual and the strict form have in different namespaces."""

    def __init__(self, root: etree._Element) -> None:
        self._prefix = str(root.tag).rpartition("}")[0] + "}"

    def value(self, element: etree._Element | None, name: str = "val") -> str | None:
        """An attribute's value; None where the element or the attribute is not there."""
        return None if element is None else element.get(self._prefix + name)

    def child(self, element: etree._Element | None, *path: str) -> etree._Element | None:
        """The element reached by names from one to the next."""
        for name in path:
            if element is None:
                return None
            element = element.find(self._prefix + name)
        return element

    def is_on(self, element: etree._Element | None) -> bool:
        """Whether a switch is there and not turned off."""
        return element is not None and (self.value(element) or "on").lower() not in _OFF

    def number(self, element: etree._Element | None, name: str = "val", default: int = 0) -> int:
        """An attribute's whole number."""
        text = (self.value(element, name) or "").strip()
        digits = text.removeprefix("-")
        return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default
