"""All tables of one document: the standard ones, those beside them, and those that no layout knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.reports.document import Content, Segment, TableFound, Unplaced
from loaders.reports.figures import Figure
from loaders.reports.tables import economic, functional, items, lines, outline, projects, stage_item, stated
from loaders.reports.tables.assemble import UNKNOWN, LogicalTable, logical_tables
from loaders.reports.tables.words import words_of_kind

_SHAPES: dict[str, Callable[[LogicalTable, Any], list[Figure]]] = {
    "lines": lines.read,
    "functional": functional.read,
    "economic": economic.read,
    "economic_list": functional.read,
    "stage_item": stage_item.read,
    "outline": outline.read,
    "projects": projects.read,
    "items": items.read,
}
# What is wrong where a table's header is not one that the layout knows: its rows may be sound all the same.
_UNKNOWN_HEADER = frozenset({"column_missing", "header_missing"})


def read(segment: Segment) -> Content:
    """The figures of the tables.

    A table whose title or header no layout knows is listed as unplaced, and so is a table beside the standard set that
    cannot be read; its numbers are kept by `coverage`. Raises UnreadableError where a standard table is broken: a
    table without unit, a cell that is no number, a row without its code: read in part it would be worse than none.
    """
    words = words_of_kind(segment.kind)
    standard: Mapping[str, Any] = segment.spec["requires_tables"]
    figures: list[Figure] = []
    found: list[TableFound] = []
    unplaced: list[Unplaced] = []
    tables = _told_apart(logical_tables(segment.blocks, words))
    for table in tables:
        if table.code == UNKNOWN:
            reason = f"{table.place}: no layout knows a table of the title {table.title}"
            is_headless = table.fault is not None
            unplaced.append(Unplaced(UNKNOWN, table.title, table.place, reason, is_headless=is_headless))
            continue
        if not table.rows and table.stated_empty:
            found.append(TableFound(table.code, table.title, table.unit or "", table.place, 0, is_empty=True))
            continue
        try:
            code, read_figures = _read(table)
        except UnreadableError as error:
            if table.code in standard and error.reason not in _UNKNOWN_HEADER:
                raise
            is_headless = error.reason == "header_missing"
            unplaced.append(Unplaced(table.code, table.title, table.place, str(error), is_headless=is_headless))
            continue
        if code not in standard:
            read_figures = _without_missing_parents(read_figures)
        figures.extend(read_figures)
        found.append(
            TableFound(
                code,
                table.title,
                table.unit or "",
                table.place,
                row_count=len({figure.row_number for figure in read_figures}),
                is_empty=all(figure.magnitude == 0 for figure in read_figures),
            )
        )
    figures.extend(stated.figures(segment, tables))
    mended = dict.fromkeys(words for table in tables for words in table.mended)
    return Content(figures=tuple(figures), tables=tuple(found), unplaced=tuple(unplaced), mended=tuple(mended))


def _without_missing_parents(figures: list[Figure]) -> list[Figure]:
    """The figures of a table that needs no total: rows whose containing row is not printed are parts of nothing."""
    printed = {figure.row_key for figure in figures}
    return [replace(f, parent_row_key=None) if f.parent_row_key not in printed else f for f in figures]


def _told_apart(tables: list[LogicalTable]) -> list[LogicalTable]:
    """The tables, each of a title that two may have being the usual one where the report has no other of it."""
    codes = {table.code for table in tables}
    usual = {table.code: table.words.tables[table.code].get("alone") for table in tables if table.code != UNKNOWN}
    return [
        replace(table, code=other) if (other := usual.get(table.code)) and other not in codes else table
        for table in tables
    ]


def _read(table: LogicalTable) -> tuple[str, list[Figure]]:
    """The table's code and figures; where its header is that of another table with this title, that one's."""
    if table.fault is not None:
        raise table.fault
    if table.unit is None:
        raise UnreadableError(
            "unit_missing",
            f"the table {table.title} states no unit",
            place=table.place,
            expected="单位：万元 or 单位：元 beside its title",
            advice="add the unit to the source",
        )
    spec = table.words.tables[table.code]
    try:
        return table.code, _SHAPES[spec["shape"]](table, spec)
    except UnreadableError as error:
        if error.reason not in _UNKNOWN_HEADER or "else" not in spec:
            raise
        return _read(replace(table, code=spec["else"]))
