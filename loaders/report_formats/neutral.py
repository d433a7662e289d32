"""Values from documents made harmless where a program would act on them."""

from __future__ import annotations

import re
import unicodedata

# What a spreadsheet takes for the start of a formula. NFKC folds the full-width, small and raised forms into these.
_FORMULA = frozenset("=+-@")
# Blank and invisible characters, behind which a spreadsheet may still see one.
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]*")
_CONTROL = ("\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?%?", re.ASCII)


def neutral_cell(text: str) -> str:
    """`text` as a spreadsheet's cell: an apostrophe before what would be a formula.

    Plain numbers ("-12.50", "+3%") stay as they are: a spreadsheet takes them for numbers. A text that begins with an
    apostrophe gets another, so that taking away one leading apostrophe gives every text back.
    """
    return "'" + text if _acts(text) else text


def _acts(text: str) -> bool:
    if text.startswith(("'", *_CONTROL)):
        return True
    unseen = _UNSEEN.match(text)
    start = unicodedata.normalize("NFKC", text[unseen.end() if unseen else 0 :][:1])
    return start[:1] in _FORMULA and not _NUMBER.fullmatch(text)
