"""Settings from the environment that are whole numbers."""

from __future__ import annotations

import os

from loaders.readers.errors import UnreadableError


def whole_number(name: str, default: int) -> int:
    """The setting's value; raises UnreadableError for one that is no whole number above zero."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text)):
        raise UnreadableError(
            "bad_setting", f"{name} is {text!r}", expected="a whole number above 0", advice=f"correct or unset {name}"
        )
    return int(text)
