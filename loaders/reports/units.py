"""The bodies a department's accounts or budget cover: names only, from the list that the report gives.

A list is a table with a column of names, numbered items, or part of the sentence that leads to it. What is listed and
is no name (a placeholder, a title, a number of bodies) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from loaders.layouts import layout
from loaders.readers.model import Grid, Paragraph, Place
from loaders.reports.document import Content, ListedUnit, Segment
from loaders.reports.fold import Folded, fold, fold_with_offsets, tidy
from loaders.reports.regions import department

_SENTENCES = re.compile(r"[^;。]+")
_PARTS = re.compile(r"[^、,;。]+")
_PAGE_NUMBER = re.compile(r"^[-第]*\d*[-页]*$")
_LONGEST_NAME, _SHORTEST_NAME = 40, 4


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as printed, and whether the body's figures stand in another's report."""

    printed: str
    is_within_other: bool
    place: Place


def read(segment: Segment) -> Content:
    """The units of the list that names most, the last of these: what a passage says of them may be said again.

    A list without a name gives none.
    """
    chosen: _List | None = None
    for found in _lists(segment):
        if found.names and (chosen is None or len(found.names) >= len(chosen.names)):
            chosen = found
    if chosen is None:
        return Content()
    own = department(segment.department_name).department_id
    units: dict[str, ListedUnit] = {}
    for name in chosen.names:
        folded = fold(name.printed)
        is_bare = re.search(_words()["own"], folded) is not None
        unit_id = own if is_bare else department(folded).department_id
        unit = ListedUnit(
            unit_id=unit_id,
            name=name.printed,
            is_own_level=unit_id == own,
            is_within_other=name.is_within_other,
            units_stated=max(chosen.stated, chosen.listed),
            place=name.place,
        )
        units.setdefault(unit_id, unit)
    return Content(units=tuple(units.values()))


@dataclass
class _List:
    """A list being read: how many bodies it states (0 if it does not), how many it lists, named or not.

    `column` is the column of names of its table, `width` how many columns the table has.
    """

    stated: int
    names: list[_Name] = field(default_factory=list)
    listed: int = 0
    column: int | None = None
    width: int = 0


def _lists(segment: Segment) -> Iterator[_List]:
    current: _List | None = None
    for block in segment.blocks:
        if isinstance(block, Grid):
            if current is not None and not _read_grid(current, block):
                yield current
                current = None
            continue
        folded = fold_with_offsets(block.text)
        if _PAGE_NUMBER.match(folded.text):
            continue
        opening = _opening(folded.text)
        if opening is not None:
            stated = _stated(folded.text)
            if current is not None and current.names:
                yield current
            elif current is not None:
                stated = stated or current.stated
            current = _List(stated)
            _read_text(current, block, folded, opening)
        elif current is not None:
            is_over = re.search(_words()["closings"], folded.text) is not None
            if is_over or not _read_text(current, block, folded, 0):
                yield current
                current = None
    if current is not None:
        yield current


def _opening(text: str) -> int | None:
    """Where the list behind the last opening begins; None where nothing opens one."""
    ends = [match.end() for pattern in _words()["openings"] for match in re.finditer(pattern, text)]
    return max(ends, default=None)


def _stated(text: str) -> int:
    """How many bodies a sentence speaks of, 0 where it does not say."""
    counts = _words()["counts"]
    if (total := re.search(counts["all"], text)) is not None:
        return int(total["number"])
    return sum(int(match["number"]) for match in re.finditer(counts["by_kind"], text))


def _read_grid(current: _List, grid: Grid) -> bool:
    """Takes the names of a table, or of what continues it on another page; False where it is another table."""
    rows = list(grid.rows)
    header = [fold(cell.text) for cell in rows[0]]
    column = next((i for i, text in enumerate(header) if re.search(_words()["columns"], text)), None)
    if column is not None:
        current.column, current.width, rows = column, len(header), rows[1:]
    elif current.column is None or len(header) != current.width:
        return False
    for row in rows:
        if current.column >= len(row):
            continue
        cell = row[current.column]
        beside = "".join(fold(other.text) for i, other in enumerate(row) if i != current.column)
        folded = fold_with_offsets(cell.text)
        _take(current, folded, 0, len(folded.text), cell.place, beside)
    return True


def _read_text(current: _List, paragraph: Paragraph, folded: Folded, start: int) -> bool:
    """Takes the items of a list, numbered or not, or the names in an opening's sentence; False if it is neither."""
    is_list = start > 0
    for piece in _SENTENCES.finditer(folded.text[start:]):
        position = start + piece.start()
        item = re.match(_words()["items"], piece[0])
        if item is not None:
            is_list = True
            begin = position + item.end()
            # A comma inside an item leads to a note of it.
            end = begin + len(re.split("[,:]", piece[0][item.end() :])[0])
            place = paragraph.place_at(folded.offsets[begin])
            _take(current, folded, begin, end, place, folded.text[end : position + len(piece[0])])
        elif start or _is_name(piece[0]):
            is_list = True
            _read_sentence(current, paragraph, folded, position, piece[0])
    return is_list


def _is_name(text: str) -> bool:
    """Whether a line is nothing but a name: an item whose number the format keeps to itself."""
    words = _words()
    is_short = _SHORTEST_NAME <= len(text) <= _LONGEST_NAME
    return is_short and re.search(words["names"], text) is not None and not re.search(words["no_names"], text)


def _read_sentence(current: _List, paragraph: Paragraph, folded: Folded, start: int, sentence: str) -> None:
    """The names that a sentence lists: what its words for bodies end, between its commas."""
    for part in _PARTS.finditer(sentence):
        text = part[0]
        begin = start + part.start()
        if ":" in text:
            begin += text.rindex(":") + 1
            text = text.rsplit(":", 1)[1]
        # "局本级和下属2个单位": the own level stands before the number of the others.
        joined = re.match(r"(?P<own>.*?(?:本级|本部|机关))(?:决算|预算)?(?:和|及|以及|与)(?=下属|所属|\d)", text)
        text = joined["own"] if joined is not None else text
        lead = re.match(_words()["leads"], text)
        cut = lead.end() if lead is not None else 0
        name = text[cut:]
        within = re.search(_words()["within"], name)
        bare = re.sub(_words()["tails"], "", name[: within.start()] if within is not None else name)
        if re.search(_words()["names"], bare):
            place = paragraph.place_at(folded.offsets[begin + cut])
            _take(current, folded, begin + cut, begin + len(text), place, "")


def _take(current: _List, folded: Folded, start: int, end: int, place: Place, beside: str) -> None:
    """Adds what stands there if it is a name, without the words around it."""
    words = _words()
    text = folded.text[start:end]
    current.listed += bool(text)
    within = re.search(words["within"], text)
    if within is not None:
        text = text[: within.start()]
    lead = re.match(words["leads"], text)
    cut = lead.end() if lead is not None else 0
    text = re.sub(words["tails"], "", text[cut:])
    is_own = re.search(words["own"], text) is not None
    if not is_own and not _SHORTEST_NAME <= len(text) <= _LONGEST_NAME:
        return
    if not text or re.search(words["no_names"], text) or re.search(words["blanks"], text):
        return
    printed = tidy(folded.printed_slice(start + cut, start + cut + len(text)))
    is_within = within is not None or re.search(words["within"], beside) is not None
    current.names.append(_Name(printed, is_within, place))


@cache
def _words() -> dict[str, Any]:
    return layout("units")
