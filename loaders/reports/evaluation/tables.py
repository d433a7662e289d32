"""Tables as reports print them: over several pages, with the header again on each, and rows cut in between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Cell, Grid, Place
from loaders.reports.fold import fold, tidy

_HEADER_ROWS = 5
_CAPTION_MAX = 60
_UNIT_LINE = re.compile(r"(?:金额)?单位:")
_PAGE_NUMBER = re.compile(r"-?第?\d{1,4}页?(?:[,/]?共?\d{1,4}页)?-?|续表\d*|\(续\)")


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What a kind of table is recognised by: words of its caption and of its columns (key → words)."""

    code: str
    captions: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a table on one page: a key for each column (None for a column without one) and its rows.

    `labels` are the header's words by column. A page without a header has those of the page before.
    """

    keys: tuple[str | None, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    has_header: bool = True

    def cell(self, row: Sequence[Cell], key: str) -> Cell | None:
        """The row's cell in the column `key`."""
        index = self.keys.index(key) if key in self.keys else len(row)
        return row[index] if index < len(row) else None

    def text(self, row: Sequence[Cell], key: str) -> str:
        """The text of that cell, empty where there is none."""
        cell = self.cell(row, key)
        return cell.text.strip() if cell is not None else ""


@dataclass
class SourceTable:
    """A whole table: its caption (empty where none stands above it) and its pieces."""

    code: str
    caption: str
    place: Place
    pieces: list[Piece] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The caption, or the name of the header's columns where there is none."""
        return self.caption or "、".join(label for label in self.pieces[0].labels if label)

    def label(self, key: str) -> str:
        """The header's words for a column."""
        first = self.pieces[0]
        return first.labels[first.keys.index(key)] if key in first.keys else ""


@cache
def table_spec(code: str) -> TableSpec:
    """The table's words from `loaders/layouts/evaluation.yml`."""
    data = layout("evaluation")["tables"][code]
    columns = {key: tuple(fold(word) for word in words) for key, words in data["columns"].items()}
    return TableSpec(code, tuple(data["captions"]), columns, tuple(data["required"]))


def collect(blocks: Iterable[Block], code: str) -> list[SourceTable]:
    """All tables of that kind among the blocks, the pieces of each put together.

    A grid goes on the table before it where nothing but a page number stands between them. Raises
    UnreadableError where a grid under such a table's caption lacks a required column.
    """
    spec = table_spec(code)
    tables: list[SourceTable] = []
    open_table: SourceTable | None = None
    caption = ""
    for block in blocks:
        if not isinstance(block, Grid):
            if not _PAGE_NUMBER.fullmatch(fold(block.text)):
                open_table = None
                text = tidy(block.text) if len(block.text) <= _CAPTION_MAX else ""
                # A line with the unit between caption and table belongs to the caption.
                caption = f"{caption} {text}".strip() if _UNIT_LINE.match(fold(text)) else text
            continue
        piece = _headed(block, spec, spec.required if open_table is None else spec.required[:2])
        if piece is None and open_table is not None:
            piece = _headless(block, open_table.pieces[-1])
        if piece is None:
            if open_table is None:
                _require_columns(block, spec, caption)
            open_table = None
            continue
        if open_table is None:
            open_table = SourceTable(code, caption, block.place)
            tables.append(open_table)
        open_table.pieces.append(piece)
    return tables


def _headed(grid: Grid, spec: TableSpec, required: Sequence[str]) -> Piece | None:
    for index, row in enumerate(grid.rows[:_HEADER_ROWS]):
        keys = header_keys([cell.text for cell in row], spec)
        if set(required) <= set(keys):
            labels = tuple(tidy(cell.text) for cell in row)
            return Piece(keys, labels, _without_notes(grid.rows[index + 1 :]))
    return None


def _without_notes(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows but those that hold nothing but a note to the table (注：…), as sheets have them right below it."""
    labels = tuple(fold(label) + ":" for label in layout("evaluation")["note_labels"])
    texts = ([fold(cell.text) for cell in row if cell.text.strip()] for row in rows)
    return tuple(
        row for row, said in zip(rows, texts, strict=True) if not (len(said) == 1 and said[0].startswith(labels))
    )


def _headless(grid: Grid, before: Piece) -> Piece | None:
    """A page without a header: columns count from the left as before, and the last stays the last."""
    if abs(grid.width - len(before.keys)) > 2:
        return None
    if grid.width == len(before.keys):
        return Piece(before.keys, before.labels, _without_notes(grid.rows), has_header=False)
    last = len([key for key in before.keys if key]) and max(i for i, key in enumerate(before.keys) if key)
    keys = (*before.keys[: grid.width - 1], before.keys[last])
    keys = (*keys, *(None,) * (grid.width - len(keys)))
    labels = (*before.labels[: grid.width - 1], before.labels[last])
    return Piece(keys, labels, _without_notes(grid.rows), has_header=False)


def header_keys(texts: Sequence[str], spec: TableSpec) -> tuple[str | None, ...]:
    """The key of each header cell; a key may stand several times (a weight beside each level)."""
    return tuple(_key(_without_brackets(fold(text)), spec) for text in texts)


def _key(text: str, spec: TableSpec) -> str | None:
    found = [(len(word), key) for key, words in spec.columns.items() for word in words if text.endswith(word)]
    return max(found)[1] if found and len(text) <= _CAPTION_MAX // 2 else None


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def _require_columns(grid: Grid, spec: TableSpec, caption: str) -> None:
    if not any(word in caption for word in spec.captions):
        return
    found = {key for row in grid.rows[:_HEADER_ROWS] for key in header_keys([cell.text for cell in row], spec)}
    missing = [spec.columns[key][0] for key in spec.required if key not in found]
    if missing and found - {None}:
        raise UnreadableError(
            "column_missing",
            f"the table {caption} has no column {'、'.join(missing)}",
            place=grid.place,
            expected="、".join(spec.columns[key][0] for key in spec.required),
            advice="if the column has another name here, add it to loaders/layouts/evaluation.yml",
        )
