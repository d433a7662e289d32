"""Values from documents made harmless where a program would act on them."""

from __future__ import annotations

# What a spreadsheet takes for the start of a formula, in half and full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def neutral_cell(text: str) -> str:
    """`text` as a spreadsheet's cell: an apostrophe before what would be a formula."""
    return "'" + text if text.startswith(_FORMULA) else text
