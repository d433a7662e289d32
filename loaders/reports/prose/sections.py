"""Where a paragraph stands: the headings above it, its own lead-in, and whether it may state figures at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from loaders.reports.prose.prosetext import ProseText
from loaders.reports.prose.vocabulary import Vocabulary, bare

_LEVELS = (
    re.compile(r"^第[一二三四五六七八九十]{1,3}(?:部分|章)"),
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"^\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"^\d{1,2}[.、]"),
    re.compile(r"^\(\d{1,2}\)"),
    re.compile(r"^[①-⑳]|^\d{1,2}\)"),
)
_LEAD_IN_LEVEL = len(_LEVELS)
_LEAD_IN = re.compile(r"^(?P<text>[^。:;,]{2,40})[。:]")
_HEADING_MAX = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading over a passage. `start` is where its words begin in `prose`."""

    level: int
    text: str
    prose: ProseText
    start: int


@dataclass
class Sections:
    """The headings above the paragraph last entered, outermost first, and the projects they name."""

    words: Vocabulary
    headings: list[Heading] = field(default_factory=list)
    document_project: str | None = None
    start: int = 0  # where the words of the paragraph last entered begin, behind its list number
    level: int | None = None  # the level of that number, None where it has none
    _projects: list[tuple[int, str]] = field(default_factory=list)

    def enter(self, prose: ProseText) -> None:
        """Takes in a paragraph: its number and its lead-in become headings for what follows."""
        self._close(_LEAD_IN_LEVEL)
        level, start = _level(prose.text)
        self.start, self.level = start, level
        if level is not None:
            self._close(level)
            start += len(prose.text[start:]) - len(prose.text[start:].lstrip(":、"))
            self._open(level, prose, start)
        lead_in = _LEAD_IN.match(prose.text[start:])
        if lead_in and not (level is not None and len(prose.text) <= _HEADING_MAX and lead_in.end() == len(prose.text)):
            self._open(_LEAD_IN_LEVEL, prose, start, lead_in["text"])
        self._name_project(prose, start, level)

    @property
    def project(self) -> str | None:
        """The project that the passage speaks of, if it speaks of one."""
        return self._projects[-1][1] if self._projects else self.document_project

    @property
    def lead_in(self) -> str:
        """The paragraph's own lead-in as printed, or "" (教育支出（类）…（项）。年初预算为…)."""
        above = self.headings[-1] if self.headings else None
        if above is None or above.level < _LEAD_IN_LEVEL:
            return ""
        return above.prose.label(above.start, above.start + len(above.text))

    @property
    def context(self) -> str:
        """All headings in one text, without quotes."""
        return bare("\n".join(heading.text for heading in self.headings))

    @property
    def lists_classes(self) -> bool:
        """Whether a heading says that the expenditure is told by functional class (支出决算结构情况)."""
        return any(phrase in self.context for phrase in self.words.class_lists)

    @property
    def skipped(self) -> str | None:
        """Why the passage holds no figures (glossary, duties, tables), or None."""
        for heading in self.headings:
            for kind, phrases in self.words.skip.items():
                if heading.level < _LEAD_IN_LEVEL and heading.text.endswith(phrases):
                    return kind
        return None

    def _open(self, level: int, prose: ProseText, start: int, text: str | None = None) -> None:
        words = text if text is not None else re.split(r"[。:;,]", prose.text[start:], maxsplit=1)[0]
        self.headings.append(Heading(level, words[:_HEADING_MAX], prose, start))

    def _close(self, level: int) -> None:
        self.headings = [heading for heading in self.headings if heading.level < level]
        self._projects = [(at, name) for at, name in self._projects if at < level]

    def _name_project(self, prose: ProseText, start: int, level: int | None) -> None:
        for pattern in self.words.document_projects:
            if match := pattern.match(prose.text):
                self.document_project = prose.label(*match.span("name"))
        for pattern in self.words.passage_projects:
            if match := pattern.match(prose.text[start:]):
                name = prose.label(start + match.start("name"), start + match.end("name"))
                self._projects.append((_LEAD_IN_LEVEL if level is None else level, name))
                return


def _level(text: str) -> tuple[int | None, int]:
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(text):
            return level, match.end()
    return None, 0
