"""Prose as an outline: headings by the kind of their number, and under each its passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.layouts import layout
from loaders.readers.model import Block, Paragraph, Place
from loaders.reports.fold import Folded, fold, fold_with_offsets, tidy

# The kinds of numbers that headings have, from the outermost in.
_ENUMERATORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)[、.．\s]*",
        r"[一二三四五六七八九十]{1,3}[、.．]",
        r"[（(][一二三四五六七八九十]{1,3}[）)]",
        r"\d{1,2}[.．、](?!\d)",
        r"[（(]\d{1,2}[）)]",
        r"[①-⑳]",
    )
)
_HEADING_MAX = 40
_ENDS = re.compile(r"[。！？；：!?;:][”’」』）)]*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or several that page breaks cut one into: `folded` for matching, `place_at` for the way back."""

    folded: Folded
    parts: tuple[tuple[int, Paragraph], ...]

    @property
    def text(self) -> str:
        """The folded text."""
        return self.folded.text

    def place_at(self, position: int) -> Place:
        """The place of the character at `position` of the folded text."""
        offset = self.folded.offsets[position]
        start, paragraph = max((part for part in self.parts if part[0] <= offset), key=lambda part: part[0])
        return paragraph.place_at(offset - start)

    def printed(self, start: int, end: int) -> str:
        """The printed text behind a stretch of the folded text."""
        return tidy(self.folded.printed_slice(start, end))


@dataclass
class Heading:
    """A heading with what stands under it; the outline's root has depth -1 and no label."""

    depth: int
    label: str
    place: Place | None = None
    parent: Heading | None = None
    passages: list[Passage] = field(default_factory=list)
    children: list[Heading] = field(default_factory=list)

    def walk(self) -> Iterator[Heading]:
        """This heading and all below it, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(blocks: Iterable[Block]) -> Heading:
    """The prose of a report by its headings; grids are passed over.

    A heading is a short line with a number (一、 （一） 1. （1） ①) and no comma; a longer one that begins so is a
    passage, unless it states points (（1）立项依据 指标分值4分…): then its first words are the heading.
    """
    root = Heading(-1, "")
    current = root
    pending: list[Paragraph] = []

    def flush() -> None:
        if pending:
            current.passages.append(_passage(pending))
            pending.clear()

    for block in blocks:
        if not isinstance(block, Paragraph):
            flush()
            continue
        found = _heading(block)
        if found is None:
            if pending and _ENDS.search(pending[-1].text):
                flush()
            pending.append(block)
            continue
        flush()
        depth, label, has_body = found
        parent = current
        while parent.depth >= depth and parent.parent is not None:
            parent = parent.parent
        current = Heading(depth, label, block.place, parent)
        parent.children.append(current)
        if has_body:
            pending.append(block)
    flush()
    return root


def _heading(paragraph: Paragraph) -> tuple[int, str, bool] | None:
    """Depth and label of a heading, and whether the paragraph goes on with text of its own."""
    text = paragraph.text.strip()
    numbered = ((depth, match) for depth, known in enumerate(_ENUMERATORS) if (match := known.match(text)))
    depth, match = next(numbered, (None, None))
    if depth is None or match is None:
        return None
    rest = text[match.end() :].strip()
    short = rest.rstrip("。：:")
    if len(short) <= _HEADING_MAX and not re.search(r"[。；;，,：:]", short) and not _states_points(short):
        return depth, _clean(short), False
    words = "|".join(layout("evaluation")["prose"]["weight_words"])
    inline = re.match(rf"(?P<label>[^。；;，,：:]{{2,{_HEADING_MAX}}}?)[。：:\s]*(?:该指标)?(?:{words})", rest)
    if inline is not None and _states_points(rest):
        return depth, _clean(inline["label"]), True
    return None


def _states_points(text: str) -> bool:
    return bool(re.search(r"\d分", fold(text)))


def _clean(label: str) -> str:
    """The name a heading gives: 项目安排指标分析 → 项目安排."""
    label = tidy(label)
    for suffix in sorted(layout("evaluation")["prose"]["heading_suffixes"], key=len, reverse=True):
        if label.endswith(suffix) and len(label) > len(suffix) + 1:
            return label[: -len(suffix)]
    return label


def _passage(paragraphs: list[Paragraph]) -> Passage:
    text = ""
    parts = []
    for paragraph in paragraphs:
        parts.append((len(text), paragraph))
        text += paragraph.text
    return Passage(fold_with_offsets(text), tuple(parts))
