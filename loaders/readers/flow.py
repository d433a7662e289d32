"""Lines to paragraphs: text taken from pages is cut at each line's end and at each page's end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from loaders.readers.model import Line, Paragraph

# 一、 （一） 1. 1、 （1） ① 第一部分 附件 表1: what a Chinese official text numbers its headings with.
_ENUMERATOR = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．]"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
    r"|\d{1,2}[.．、](?!\d)"
    r"|[①-⑳]"
    r"|第[一二三四五六七八九十]{1,2}(?:部分|章|节)"
    r"|附件|附表|附注|注[：:]|表\s*\d)"
)
# What stands between a table's title and the table: whose it is, and in what unit.
_LABEL = re.compile(r"^\s*(?:编制|填报|公开|预算|金额)?(?:部门|单位)(?:名称)?[：:]")
_SENTENCE_END = re.compile(r"[。！？；!?;][”’」』）)]*$")
_HEADING_MAX = 40
# A text is held to be wrapped when at least this share of its lines is about as wide as its widest usual line.
_WRAPPED_SHARE = 0.3
# Half-width columns of a page's text. Lines that are all shorter (titles, a table of contents) were wrapped by no page;
# longer ones are whole paragraphs.
_PAGE_WIDTH = range(48, 121)


def width(text: str) -> int:
    """Printed width in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text.strip())


def is_heading(text: str) -> bool:
    """Whether a line is a heading by its number and its shortness, as 三、… or （一）… or 1. …"""
    stripped = text.strip()
    return (
        bool(_ENUMERATOR.match(stripped)) and len(stripped) <= _HEADING_MAX and not re.search(r"[。；;，,]", stripped)
    )


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Joins lines that a page layout cut, and keeps apart what the author kept apart.

    A line goes on in the next unless it ends a sentence, is a heading, is shorter than the page's usual line
    (in wrapped text), is marked as a paragraph's end, or the next line begins with a heading's number or a label.
    """
    usual = _usual_width([line.text for line in lines])
    result: list[Paragraph] = []
    pending: list[Line] = []
    for index, line in enumerate(lines):
        pending.append(line)
        following = lines[index + 1].text if index + 1 < len(lines) else None
        if following is None or _ends(line, following, usual):
            result.append(Paragraph(tuple(pending)))
            pending = []
    return result


def _ends(line: Line, following: str, usual: int | None) -> bool:
    text = line.text.strip()
    if line.ends_paragraph:
        return True
    if text.endswith(("、", "，", ",")):
        return False
    if _ENUMERATOR.match(following) or _LABEL.match(following):
        return True
    full = usual is not None and width(text) >= 0.85 * usual
    if _SENTENCE_END.search(text):
        # A full line may end with a clause by chance; a full stop ends a sentence all the same.
        return not (full and text.endswith(("；", ";")))
    if usual is None:
        return is_heading(text) or (len(text) <= _HEADING_MAX and not re.search(r"[，,、；;]", text))
    return not full


def _usual_width(texts: Sequence[str]) -> int | None:
    """The width at which a text is wrapped, or None where its lines are whole paragraphs."""
    widths = sorted(width(text) for text in texts if text.strip())
    if len(widths) < 8:
        return None
    widest = widths[int(len(widths) * 0.95) - 1]
    if widest not in _PAGE_WIDTH:
        return None
    near = sum(1 for value in widths if 0.85 * widest <= value <= 1.1 * widest)
    return widest if near >= _WRAPPED_SHARE * len(widths) else None
