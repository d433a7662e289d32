"""What belongs to the paper and not to the text: page numbers, headers and footers that repeat from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.readers.pages.bodyrows import has_numbers
from loaders.readers.pages.items import Page, PageLine

# So many lines at the top and at the bottom of a page may be furniture.
_DEPTH = 3
# How far, in points, a running line may move from page to page.
_DRIFT = 6.0
# Page numbers stand in the outer share of the page's height.
_MARGIN = 0.12
# So far down a footer begins: above, a line that two short pages end with (本表为空) is each page's own.
_FOOT = 0.8
_PAGE_NUMBER = re.compile(
    r"[-–—―─_·~〜]*\s*(?:第?\s*\d{1,4}\s*页?|[ivxIVX]{1,6}|[一二三四五六七八九十]{1,4})"
    r"\s*(?:[/／,，共of\s]*\s*\d{1,4}\s*页?)?\s*[-–—―─_·~〜]*"
)
# The page number at the end of a footer with words: 某某局 - 5 -
_NUMBER_BEHIND = re.compile(r"\s+[-–—]?\s*\d{1,4}\s*[-–—]?$")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is remembered of a line when its page is gone: its text without white space, and where it stood."""

    text: str
    from_top: float
    from_bottom: float
    left: float


def without_furniture(pages: Iterable[Page]) -> Iterator[Page]:
    """The pages without page numbers and without the lines that repeat; a repeated line is kept the first time.

    Holds no more than two pages at a time.
    """
    before: frozenset[_Mark] = frozenset()
    held: Page | None = None
    for page in pages:
        if held is not None:
            yield _cleared(held, before, _marks(page))
            before = _marks(held)
        held = page
    if held is not None:
        yield _cleared(held, before, frozenset())


def _marks(page: Page) -> frozenset[_Mark]:
    return frozenset(_mark(line, page) for line in page.lines)


def _mark(line: PageLine, page: Page) -> _Mark:
    text = line.text
    if line.box[1] > (1 - _MARGIN) * page.size[1]:
        text = _NUMBER_BEHIND.sub("", text)
    return _Mark("".join(text.split()), line.box[1], page.size[1] - line.box[3], line.box[0])


def _cleared(page: Page, before: frozenset[_Mark], after: frozenset[_Mark]) -> Page:
    """The page without its furniture: looked for from its top and from its bottom inwards.

    `before` and `after` are the lines of the pages beside it.
    """
    dropped: set[int] = set()
    for items, begin in ((page.items[:_DEPTH], 0.0), (page.items[: -_DEPTH - 1 : -1], _FOOT)):
        for item in items:
            if not isinstance(item, PageLine) or has_numbers(item) or item.box[1] < begin * page.size[1]:
                break
            mark = _mark(item, page)
            if _is_page_number(item, page) or _repeats(mark, before):
                dropped.add(id(item))
            elif not _repeats(mark, after):
                break
    if not dropped:
        return page
    return replace(page, items=tuple(item for item in page.items if id(item) not in dropped))


def _is_page_number(line: PageLine, page: Page) -> bool:
    height = page.size[1]
    outside = line.box[3] < _MARGIN * height or line.box[1] > (1 - _MARGIN) * height
    return outside and bool(_PAGE_NUMBER.fullmatch(line.text.strip()))


def _repeats(mark: _Mark, marks: frozenset[_Mark]) -> bool:
    """Whether the same line stands in the same place, measured from the top or from the bottom."""
    return any(
        mark.text == other.text
        and min(abs(mark.from_top - other.from_top), abs(mark.from_bottom - other.from_bottom)) <= _DRIFT
        and abs(mark.left - other.left) <= _DRIFT * 2
        for other in marks
    )
