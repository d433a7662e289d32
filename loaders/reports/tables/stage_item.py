"""The table of 三公 spending: one row, its columns budget and final by item."""

from __future__ import annotations

import re
from typing import Any

from loaders.readers.errors import UnreadableError
from loaders.reports.figures import Figure, resolve
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.cells import missing_columns, money_figure, padded


def read(table: LogicalTable, spec: dict[str, Any]) -> list[Figure]:
    """One figure for each stage (row_key) and item (column_key)."""
    columns = [_coordinates(path, spec) for path in table.paths]
    missing = [
        f"{stage} {item}" for stage in spec["stages"] for item in spec["columns"] if (stage, item) not in columns
    ]
    if missing:
        raise missing_columns(table, missing, table.place)
    width = len(table.paths)
    rows = [padded(row, width) for row in table.rows if any(cell.text.strip() for cell in row)]
    if len(rows) != 1:
        raise UnreadableError(
            "row_count",
            f"table {table.title}: {len(rows)} rows of amounts",
            place=table.place,
            expected="one row",
            advice="check the table in the source",
        )
    figures = []
    for index, coordinates in enumerate(columns):
        if coordinates is None:
            continue
        stage, item = coordinates
        figures.append(
            money_figure(
                table,
                rows[0][index],
                row_number=1,
                column_number=index + 1,
                row_label=table.paths[index][0],
                column_label=table.labels[index],
                row_key=stage,
                column_key=item,
                row_level=None,
                parent_row_key=None,
            )
        )
    return resolve(figures)


def _coordinates(path: tuple[str, ...], spec: dict[str, Any]) -> tuple[str, str] | None:
    if not path:
        return None
    stage = next((key for key, pattern in spec["stages"].items() if re.fullmatch(pattern, path[0])), None)
    words = "/".join(path[1:])
    item = next((key for key, pattern in spec["columns"].items() if re.fullmatch(pattern, words)), None)
    return (stage, item) if stage and item else None
