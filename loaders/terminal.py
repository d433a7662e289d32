"""Text for a terminal: widths of Chinese characters, and values that cannot steer the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

# Characters that turn the direction of what follows: a file name could show itself backwards.
_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """`text` with every control and direction character shown as its escape; line breaks and tabs too."""
    return "".join(_escape(char) if _steers(char) else char for char in text)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in _DIRECTIONS


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """Columns that `text` takes: two for a Chinese character, none for a combining mark."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """`text` with spaces up to `columns`; before it if it is set to the right."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def table(headers: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> str:
    """A table in plain text; the columns whose index is in `right` are set to the right."""
    to_right = frozenset(right)
    cells = [[printable(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(width(row[index]) for row in cells) for index in range(len(headers))]
    lines = [
        "  ".join(padded(cell, widths[index], right=index in to_right) for index, cell in enumerate(row)).rstrip()
        for row in cells
    ]
    rule = "  ".join("-" * size for size in widths)
    return "\n".join([lines[0], rule, *lines[1:]])
