"""All standard tables of one document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.reports.document import Content, Segment, TableFound
from loaders.reports.figures import Figure
from loaders.reports.tables import economic, functional, lines, stage_item
from loaders.reports.tables.assemble import LogicalTable, logical_tables

_SHAPES: dict[str, Callable[[LogicalTable, dict[str, Any]], list[Figure]]] = {
    "lines": lines.read,
    "functional": functional.read,
    "economic": economic.read,
    "stage_item": stage_item.read,
}


def read(segment: Segment) -> Content:
    """The figures of the standard tables.

    Raises UnreadableError for a table without unit or column, or a cell that is no number: a table read in part
    would be worse than none.
    """
    specs: dict[str, Any] = layout("final_accounts")["tables"]
    figures: list[Figure] = []
    found: list[TableFound] = []
    for table in logical_tables(segment.blocks):
        if not table.rows and table.stated_empty:
            found.append(TableFound(table.code, table.title, table.unit or "", table.place, 0, is_empty=True))
            continue
        if table.unit is None:
            raise UnreadableError(
                "unit_missing",
                f"the table {table.title} states no unit",
                place=table.place,
                expected="单位：万元 or 单位：元 beside its title",
                advice="add the unit to the source",
            )
        spec = specs[table.code]
        read_figures = _SHAPES[spec["shape"]](table, spec)
        figures.extend(read_figures)
        found.append(
            TableFound(
                table.code,
                table.title,
                table.unit,
                table.place,
                row_count=len({figure.row_number for figure in read_figures}),
                is_empty=all(figure.magnitude == 0 for figure in read_figures),
            )
        )
    return Content(figures=tuple(figures), tables=tuple(found))
