"""子项开展情况 (progress of a project's items): service period, acceptance date, and whether service goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.layouts import layout
from loaders.readers.model import Block, Place
from loaders.reports.document import Content, ProjectItemStatus, TableFound
from loaders.reports.evaluation.tables import SourceTable, collect
from loaders.reports.fold import fold, tidy
from loaders.reports.targets.numerals import CHARACTERS

TABLE_CODE = "project_item_status"
_SHARED = ("content", "period", "status")
_DAY = r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?"
_PERIOD = re.compile(rf"{_DAY}(?:起)?(?:-|~|至|到){{1,2}}{_DAY}")


@dataclass
class _Item:
    number: int
    group_name: str | None
    place: Place
    texts: dict[str, str]


def read_item_status(blocks: Iterable[Block], project_name: str) -> Content:
    """The items of each such table in order; what a table does not state is None.

    Cells cut by a page break are joined. Text alone does not tell merged cells: a blank cell shares the content
    of the nearest row of its group that has all its cells (the one above where two are as near).
    """
    content = Content()
    for table in collect(blocks, TABLE_CODE):
        items = _items(table)
        shared = [key for key in _SHARED if key in table.pieces[0].keys]
        statuses = tuple(_status(item, _nearest(items, item, shared), project_name) for item in items)
        content += Content(
            tables=(TableFound(TABLE_CODE, table.title, "", table.place, len(statuses)),), item_statuses=statuses
        )
    return content


def _items(table: SourceTable) -> list[_Item]:
    items: list[_Item] = []
    group: str | None = None
    for piece in table.pieces:
        for cells in piece.rows:
            number = fold(piece.text(cells, "number")).rstrip("、.")
            texts = {key: piece.text(cells, key) for key in ("name", *_SHARED)}
            if number.isdigit():
                items.append(_Item(int(number), group, cells[0].place, texts))
            elif number and all(char in CHARACTERS for char in number):
                group = tidy(texts["name"])
            elif not number and items:
                _continue(items, texts)
    return items


def _continue(items: list[_Item], texts: dict[str, str]) -> None:
    """The rest of a row cut by the page's end; a cell that was blank there goes on the last that was not."""
    for key, text in texts.items():
        if text:
            owner = next((item for item in reversed(items) if item.texts[key]), items[-1])
            owner.texts[key] += text


def _nearest(items: Sequence[_Item], item: _Item, shared: Sequence[str]) -> _Item:
    """The row whose content the blank cells of `item` share."""
    position = items.index(item)
    full = [
        index
        for index, other in enumerate(items)
        if other.group_name == item.group_name and all(other.texts[key] for key in shared)
    ]
    return items[min(full, key=lambda index: (abs(index - position), index), default=position)]


def _status(item: _Item, shared: _Item, project_name: str) -> ProjectItemStatus:
    period = fold(item.texts["period"] or shared.texts["period"])
    status = fold(item.texts["status"] or shared.texts["status"])
    words = layout("evaluation")["status"]
    match = _PERIOD.search(period)
    start = _day(match.groups()[:3]) if match else None
    end = _day(match.groups()[3:]) if match else None
    accepted = re.findall(rf"{_DAY}(?![^。;]*未通过)[^。;\d]{{0,8}}?(?:{'|'.join(words['accepted'])})", status)
    return ProjectItemStatus(
        project_name=project_name,
        number=item.number,
        name=tidy(item.texts["name"]),
        group_name=item.group_name,
        service_start=start if end is None or (start and start <= end) else None,
        service_end=end if start is None or (end and start <= end) else None,
        # Where a report gives several, the last acceptance is the whole item's.
        accepted_on=max(filter(None, map(_day, accepted)), default=None),
        is_in_service=any(fold(word) in status for word in words["in_service"]),
        place=item.place,
    )


def _day(parts: Sequence[str]) -> date | None:
    """The day, or None for one that no calendar has: a slip of the pen states no date."""
    year, month, day = (int(part) for part in parts)
    try:
        return date(year, month, day)
    except ValueError:
        return None
