"""Functional classes named in prose: 教育支出（类）普通教育（款）小学教育（项）, and a class alone in a list of parts.

The prose names them, the tables and the code list know their codes. While a report is read its measure is the path of
names (`functional:教育支出/普通教育/小学教育`); `coded` puts the code in its place, or nothing where no list knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from loaders.reports.classes import class_code, functional_codes
from loaders.reports.document import Content
from loaders.reports.figures import Figure
from loaders.reports.fold import fold
from loaders.reports.prose.prosetext import ProseText
from loaders.reports.prose.vocabulary import bare

_PREFIX = "functional:"
_LEVELS = {"类": 1, "款": 2, "项": 3}
_DIGITS = (3, 5, 7)
# A name may have brackets of its own: 政府办公厅（室）及相关机构事务（款）.
_NAMED = re.compile(r'(?P<name>(?:[^()。;:,]|\((?![类款项]\))[^()。;]{1,12}\)){2,40}?)\((?P<level>[类款项])\)"?')
# Tables whose rows are functional classes, the widest first: their names are the report's own.
_TABLES = ("expenditure", "general_budget_expenditure", "government_fund", "state_capital", "revenue")


@dataclass(frozen=True, slots=True)
class Path:
    """A class by its printed names from the widest on ("" where a level is not said), and where they stand."""

    names: tuple[str, ...]
    start: int
    end: int

    @property
    def key(self) -> str:
        """The measure it stands for until its code is known."""
        return _PREFIX + "/".join(self.names)


@dataclass
class ItemInView:
    """The class that paragraphs are about since one began with it (…（类）…（款）…（项）: …), by key and label.

    It stays in view until a paragraph is numbered on its level or above.
    """

    key: str | None = None
    label: str = ""
    _level: int | None = None

    def enter(self, prose: ProseText, start: int, level: int | None) -> None:
        """Takes in a paragraph, whose words begin at `start`, behind its number of that level (None: no number)."""
        named = paths(prose.text[start:])
        if named and named[0].start <= 1:
            self.key = named[0].key
            self.label = prose.label(start + named[0].start, start + named[0].end)
            self._level = level
        elif level is not None and (self._level is None or level <= self._level):
            self.key = None


def paths(text: str) -> list[Path]:
    """Every class that the matching form of a text names with the word for its level, in order."""
    found: list[Path] = []
    for match in _NAMED.finditer(text):
        level = _LEVELS[match["level"]]
        last = found[-1] if found else None
        if last is not None and match.start() == last.end and level == len(last.names) + 1:
            found[-1] = Path((*last.names, bare(match["name"])), last.start, match.end())
        else:
            names = ("",) * (level - 1) + (bare(match["name"]),)
            found.append(Path(names, match.start("name"), match.end()))
    return found


def class_alone(text: str) -> Path | None:
    """A class (类) that the whole text names without saying so: 住房保障支出 in a list of parts."""
    return Path((text,), 0, len(text)) if len(text) > 1 and class_code(text) else None


def level_of(key: str | None) -> int | None:
    """The level of a functional measure (类 1, 款 2, 项 3), None for all others."""
    return key.count("/") + 1 if key is not None and key.startswith(_PREFIX) else None


def coded(content: Content) -> Content:
    """The content with each functional class of its prose under its code, by the report's own tables or the list."""
    if not any(level_of(figure.row_key) for figure in content.figures):
        return content
    known = (_printed(content.figures), functional_codes())
    return replace(content, figures=tuple(_coded(figure, known) for figure in content.figures))


def _coded(figure: Figure, known: Iterable[Mapping[str, frozenset[str]]]) -> Figure:
    level = level_of(figure.row_key)
    if figure.row_key is None or level is None:
        return figure
    names = figure.row_key.removeprefix(_PREFIX).split("/")
    codes = (_code(names, codes_by_name) for codes_by_name in known)
    return replace(figure, row_key=next((code for code in codes if code), None), row_level=level)


def _printed(figures: Iterable[Figure]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for figure in figures:
        code = figure.row_key or ""
        if figure.table_code in _TABLES and code.isdigit() and len(code) in _DIGITS:
            found.setdefault(bare(fold(figure.row_label)), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


def _code(names: list[str], codes_by_name: Mapping[str, frozenset[str]]) -> str | None:
    """The one code whose names are those of the path, None where there is none or more than one."""
    within = {""}
    for digits, name in zip(_DIGITS, names, strict=False):
        if name:
            codes = _codes(name, codes_by_name, is_first=within == {""})
            within = {code for code in codes if len(code) == digits and code.startswith(tuple(within))}
    return next(iter(within)) if len(within) == 1 else None


def _codes(name: str, codes_by_name: Mapping[str, frozenset[str]], *, is_first: bool) -> frozenset[str]:
    """The codes of a name with or without 支出; words may stand before the first one (2023年度教育支出)."""
    starts = range(len(name) - 1) if is_first else range(1)
    for start in starts:
        stem = name[start:].removesuffix("支出")
        for form in (name[start:], stem, stem + "支出"):
            if codes := codes_by_name.get(form):
                return codes
    return frozenset()
