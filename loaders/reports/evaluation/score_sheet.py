"""评分表 (scored sheet): the weight and score of each indicator, from pages whose columns shift.

A page adds a column where the indicator of a group stands under 评价情况 beside its reasons; the group's own weight is
then printed once for several indicators. Row keys are ordinals: 3.1.1.4 is the fourth indicator of group 3.1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Cell, Place
from loaders.reports.evaluation.tables import Piece, SourceTable, collect
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import Number, NumberError, parse_number

_BRACKET_WEIGHT = re.compile(r"^(?P<name>.*?)[(（]\s*(?P<weight>\d+(?:\.\d+)?)\s*分?\s*[)）]$")


@dataclass(frozen=True, slots=True)
class Points:
    """A printed number of points; `number` is None for a printed "/" or a blank."""

    number: Number | None
    printed: str
    place: Place


@dataclass
class SheetNode:
    """One indicator of the sheet, or a group; `level` counts from 1, the sheet itself is 0."""

    level: int
    key: str
    place: Place
    parent: SheetNode | None = None
    name_parts: list[str] = field(default_factory=list)
    criteria: list[str] = field(default_factory=list)
    weight: Points | None = None
    score: Points | None = None
    children: list[SheetNode] = field(default_factory=list)

    @property
    def printed_name(self) -> str:
        """The cell's text, put together from the pages it is cut over."""
        return tidy("".join(self.name_parts))

    @property
    def name(self) -> str:
        """The name without the weight in brackets; a group named by a sentence goes by its first clause."""
        match = _BRACKET_WEIGHT.match(self.printed_name)
        name = match["name"] if match else self.printed_name
        if self.children and re.search(r"[，。；]", name):
            name = re.split(r"[，。；]", re.sub(r"[（(][^（()）]*[)）]", "", name))[0]
        return name

    @property
    def own_weight(self) -> Points | None:
        """The weight in the weight's column, else the one in brackets after the name."""
        match = _BRACKET_WEIGHT.match(self.printed_name)
        if self.weight is not None or match is None:
            return self.weight
        return Points(parse_number(match["weight"]), match["weight"], self.place)


def read_sheets(blocks: Iterable[Block]) -> list[tuple[SourceTable, SheetNode]]:
    """Each scored sheet with its tree; the root is the total (综合得分).

    Raises UnreadableError for points that are no number and for a score without an indicator.
    """
    return [(table, _Builder(table).build()) for table in collect(blocks, "evaluation_sheet")]


class _Builder:
    """Goes through the rows and keeps the indicator of each level that is open."""

    def __init__(self, table: SourceTable) -> None:
        self.table = table
        self.root = SheetNode(0, "total", table.place)
        self.open: list[SheetNode] = [self.root]

    def build(self) -> SheetNode:
        for page, piece in enumerate(self.table.pieces):
            columns = _Columns.of(piece)
            for position, row in enumerate(piece.rows):
                self._take(columns, row, may_continue=page > 0 and position == 0)
        return self.root

    def _take(self, columns: _Columns, row: Sequence[Cell], *, may_continue: bool) -> None:
        label = next((fold(cell.text) for cell in row if cell.text.strip()), "")
        if not label or label.rstrip(":").startswith(_labels("note_labels")):
            return
        if label in _labels("total_labels"):
            self.root.place = row[0].place
            self.root.name_parts = [next(cell.text for cell in row if cell.text.strip())]
            self.root.weight = _points(columns.cell(row, columns.weight))
            self.root.score = next(filter(None, (_points_or_none(cell) for cell in reversed(row))), None)
            return
        score = columns.text(row, columns.score)
        weight = columns.text(row, columns.weight)
        leaf = self.open[-1]
        if may_continue and not weight and not (score and (leaf.score or not leaf.level)):
            if score:
                leaf.score = _points(columns.cell(row, columns.score))
            self._continue(columns, row)
        elif weight or score:
            self._begin(columns, row)
        else:
            self._continue(columns, row)

    def _begin(self, columns: _Columns, row: Sequence[Cell]) -> None:
        """A row that begins an indicator, and the groups whose first it is."""
        sub_name = columns.sub_name(row)
        begun: SheetNode | None = None
        for level, index in columns.levels:
            if text := columns.text(row, index):
                begun = self._add(level, [text], row[index].place)
                if (own := columns.level_weights.get(level)) is not None:
                    begun.weight = _points(columns.cell(row, own))
        deepest = columns.levels[-1][0]
        weight = _points(columns.cell(row, columns.weight))
        if sub_name:
            begins_group = begun is not None and begun.level == deepest
            if begins_group and begun is not None:
                begun.weight, weight = weight, None
            elif weight is None and self.open[-1].level < deepest:
                raise self._nameless(row)
            # Without a weight of its own it belongs to the open group; with one it stands beside the group.
            level = deepest + 1 if weight is None else deepest
            begun = self._add(level, [sub_name], row[columns.finding or 0].place)
        if begun is None:
            raise self._nameless(row)
        if weight is not None and begun.weight is None:
            begun.weight = weight
        begun.score = _points(columns.cell(row, columns.score))
        begun.criteria.append(columns.text(row, columns.criteria))

    def _continue(self, columns: _Columns, row: Sequence[Cell]) -> None:
        """The rest of cells cut by the page's end."""
        for level, index in columns.levels:
            if (text := columns.text(row, index)) and level < len(self.open):
                self.open[level].name_parts.append(text)
        leaf = self.open[-1]
        if (sub_name := columns.sub_name(row)) and leaf.level > columns.levels[-1][0]:
            leaf.name_parts.append(sub_name)
        leaf.criteria.append(columns.text(row, columns.criteria))

    def _add(self, level: int, name_parts: list[str], place: Place) -> SheetNode:
        parent = self.open[min(level, len(self.open)) - 1]
        prefix = "" if parent is self.root else f"{parent.key}."
        node = SheetNode(level, f"{prefix}{len(parent.children) + 1}", place, parent, name_parts)
        parent.children.append(node)
        self.open = [*self.open[: self.open.index(parent) + 1], node]
        return node

    def _nameless(self, row: Sequence[Cell]) -> UnreadableError:
        return UnreadableError(
            "unreadable_row",
            "a weight or score without an indicator's name",
            place=row[0].place,
            expected="an indicator beside each score",
            advice="compare with the published sheet and correct the text",
        )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a page has what. `extra` is the unnamed column behind 评价情况, where a page has one."""

    levels: tuple[tuple[int, int], ...]
    level_weights: dict[int, int]
    weight: int | None
    criteria: int | None
    finding: int | None
    extra: int | None
    score: int | None

    @classmethod
    def of(cls, piece: Piece) -> _Columns:
        keys = piece.keys
        levels = tuple((int(key[-1]), index) for index, key in enumerate(keys) if key and key.startswith("level_"))
        weights = [index for index, key in enumerate(keys) if key == "weight"]
        # Where each level has its own weight, the last is the indicator's.
        own = {level: index + 1 for level, index in levels[:-1] if index + 1 in weights}
        score = keys.index("score") if "score" in keys else len(keys) - 1
        finding = keys.index("finding") if "finding" in keys else None
        extra = finding + 1 if finding is not None and finding + 1 < score and not keys[finding + 1] else None
        criteria = keys.index("criteria") if "criteria" in keys else None
        return cls(levels, own, weights[-1] if weights else None, criteria, finding, extra, score)

    def cell(self, row: Sequence[Cell], index: int | None) -> Cell | None:
        return row[index] if index is not None and index < len(row) else None

    def text(self, row: Sequence[Cell], index: int | None) -> str:
        cell = self.cell(row, index)
        return cell.text.strip() if cell is not None else ""

    def sub_name(self, row: Sequence[Cell]) -> str:
        """The indicator printed under 评价情况: only where its reasons stand in the extra column beside it."""
        return self.text(row, self.finding) if self.text(row, self.extra) else ""


def _points(cell: Cell | None) -> Points | None:
    """The points of a cell; raises UnreadableError for what is neither a number nor a mark for none."""
    text = fold(cell.text) if cell is not None else ""
    if cell is None or not text:
        return None
    if text in _labels("not_applicable"):
        return Points(None, cell.text.strip(), cell.place)
    try:
        return Points(parse_number(text.removesuffix("分")), cell.text.strip(), cell.place)
    except NumberError as error:
        raise UnreadableError(
            "bad_number",
            f"a weight or score: {error}",
            place=cell.place,
            expected="points such as 4 or 3.5",
            advice="compare with the published sheet and correct the text",
        ) from error


def _points_or_none(cell: Cell) -> Points | None:
    try:
        return _points(cell)
    except UnreadableError:
        return None


@cache
def _labels(key: str) -> tuple[str, ...]:
    return tuple(fold(label) for label in layout("evaluation")[key])
