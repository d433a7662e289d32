"""The table of 三公 spending: budget and final amount of each item, in one row or with a row for each item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell
from loaders.reports.figures import Figure, resolve
from loaders.reports.fold import fold
from loaders.reports.readings.wording import Wording, mended_cells
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import (
    in_print_order,
    missing_columns,
    money_figure,
    of_last_year,
    padded,
    printed_twice,
    unplaced_figures,
)

# 一、 · 1. · (1) · 其中：
_NUMBERING = re.compile(r"^(?:其中:|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、]|\([一二三四五六七八九十\d]{1,3}\))*")


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell and what it is: `stage` None where an item beyond the standard ones has no stage."""

    row_number: int
    column: int
    cell: Cell
    row_label: str
    stage: str | None
    item: str


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each stage (row_key) and item (column_key)."""
    rows = [padded(row, len(table.paths)) for row in table.rows]
    columns = _columns(table, spec)
    stages = _stages(table, spec)
    is_list = bool(stages) and not columns
    if is_list:
        rows = _with_items_mended(table, rows, min(stages), spec)
    places = _each_once(table, list(_down(rows, stages, spec) if is_list else _across(table, rows, columns)))
    used = set(stages if is_list else columns)
    read_pairs = {(place.stage, place.item) for place in places}
    optional = set(spec.get("optional", ()))
    missing = [
        f"{stage} {item}"
        for stage in ([spec["only_stage"]] if "only_stage" in spec else spec["stages"])
        for item in spec["columns"]
        if (stage, item) not in read_pairs and item not in optional
    ]
    if missing:
        raise missing_columns(table, missing, table.place)
    figures = [_figure(table, place) for place in places]
    unknown = [index for index, path in enumerate(table.paths) if path and index not in used]
    for number, row in enumerate(rows, start=1):
        label = row[0].text if is_list else ""
        figures.extend(unplaced_figures(table, row, unknown, row_number=number, row_label=label))
    return in_print_order(resolve(figures))


def _each_once(table: LogicalTable, places: list[_Place]) -> list[_Place]:
    """One cell for each stage and item: a heading over it (“三公”经费支出 over 支出合计) holds nothing or the same."""
    found: dict[tuple[str | None, str], _Place] = {}
    for place in places:
        before = found.setdefault((place.stage, place.item), place)
        text, known = (_amount(table, one) for one in (place, before))
        if text and known and text != known:
            raise printed_twice(table, place.row_label, place.cell.place)
        if text and not known:
            found[place.stage, place.item] = place
    return list(found.values())


def _amount(table: LogicalTable, place: _Place) -> str:
    """What a cell states, folded; nothing where it states none."""
    text = fold(place.cell.text)
    return "" if text in table.words["nil_marks"] else text


def _figure(table: LogicalTable, place: _Place) -> Figure:
    return money_figure(
        table,
        place.cell,
        row_number=place.row_number,
        column_number=place.column + 1,
        row_label=place.row_label,
        column_label=table.labels[place.column],
        row_key=place.stage,
        column_key=place.item,
        row_level=None,
        parent_row_key=None,
    )


def _across(
    table: LogicalTable, rows: list[tuple[Cell, ...]], columns: dict[int, tuple[str | None, str]]
) -> Iterator[_Place]:
    """The cells of the table's one row; a row of empty cells is one of blanks where no other stands."""
    printed = [row for row in rows if any(cell.text.strip() for cell in row)] or rows[:1]
    if len(printed) != 1:
        raise UnreadableError(
            "row_count",
            f"table {table.title}: {len(printed)} rows of amounts",
            place=table.place,
            expected="one row",
            advice="check the table in the source",
        )
    for index, (stage, item) in columns.items():
        yield _Place(1, index, printed[0][index], table.paths[index][0], stage, item)


def _with_items_mended(
    table: LogicalTable, rows: list[tuple[Cell, ...]], first: int, spec: dict[str, Any]
) -> list[tuple[Cell, ...]]:
    """The rows with the items that their recognised names, in the columns before `first`, can only be."""
    wording = Wording(tuple(spec["rows"].values()))
    columns = [mended_cells([row[index] for row in rows], wording, table.mended, _NUMBERING) for index in range(first)]
    return [(*names, *row[first:]) for *names, row in zip(*columns, rows, strict=True)]


def _down(rows: list[tuple[Cell, ...]], stages: dict[int, str], spec: dict[str, Any]) -> Iterator[_Place]:
    """The cells of a table with a row for each item and a column for each stage; such lists may stand side by side."""
    for number, row in enumerate(rows, start=1):
        for first, last, columns in _lists(stages):
            label = "".join(cell.text for cell in row[first:last] if not fold(cell.text).isdigit())
            bare = _NUMBERING.sub("", fold(label))
            item = next((key for key, pattern in spec["rows"].items() if re.fullmatch(pattern, bare)), None)
            for index in columns:
                if item is not None:
                    yield _Place(number, index, row[index], label, stages[index], item)


def _lists(stages: dict[int, str]) -> Iterator[tuple[int, int, list[int]]]:
    """The lists side by side: from where to where their rows are named, and their columns of amounts."""
    first, columns = 0, list[int]()
    for index in sorted(stages):
        if columns and index > columns[-1] + 1:
            yield first, columns[0], columns
            first, columns = columns[-1] + 1, []
        columns.append(index)
    yield first, columns[0], columns


def _stages(table: LogicalTable, spec: dict[str, Any]) -> dict[int, str]:
    """The stage of each column that has one; of two years' columns of one stage beside each other, the last year's."""
    stages = {index: stage for index, path in enumerate(table.paths) if (stage := _stage(path, spec))}
    for stage in set(stages.values()):
        last = of_last_year(table, [index for index, other in stages.items() if other == stage])
        stages = {index: other for index, other in stages.items() if other != stage or not last or index in last}
    return stages


def _stage(path: tuple[str, ...], spec: dict[str, Any]) -> str | None:
    """The stage that stands lowest over a column."""
    return next((key for key, pattern in spec["stages"].items() if path and re.fullmatch(pattern, path[-1])), None)


def _columns(table: LogicalTable, spec: dict[str, Any]) -> dict[int, tuple[str | None, str]]:
    """Stage and item of each column; the stage stands over the items or under each of them, or the table has one.

    Where a total over several kinds of spending stands beside that of the 三公 spending, the latter is the total. Of
    the same stage of two years it is the last year's.
    """
    found: dict[int, tuple[str | None, str]] = {}
    for index, path in enumerate(table.paths):
        stages = {word: key for word in path for key, pattern in spec["stages"].items() if re.fullmatch(pattern, word)}
        item = _item("/".join(word for word in path if word not in stages), spec)
        stage = next(iter(stages.values()), spec.get("only_stage"))
        if item is not None and (stage or item in spec.get("optional", ())):
            found[index] = (stage, item)
    for pair in set(found.values()):
        same = [index for index, other in found.items() if other == pair]
        last = of_last_year(table, same)
        found = {index: other for index, other in found.items() if index not in same or not last or index in last}
    grand = [index for index, (_, item) in found.items() if item == "grand_total"]
    if not any(item == "total" for _, item in found.values()):
        found.update({index: (found[index][0], "total") for index in grand})
    return found


def _item(words: str, spec: dict[str, Any]) -> str | None:
    return next((key for key, pattern in spec["columns"].items() if re.fullmatch(pattern, words)), None)
