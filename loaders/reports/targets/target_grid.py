"""A target table with its cells (ruled PDF, Excel, tab-separated text), over one grid or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Cell, Grid, Line, Paragraph
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import NumberError, parse_number
from loaders.reports.targets.rows import Amount, TargetRow

_HEADER_ROWS = 4
_BLANK = {"", "-", "--", "---", "/", "无"}


def is_target_grid(grid: Grid) -> bool:
    """Whether a grid has the columns 项目名称 and 绩效指标 and one of amounts."""
    return _header(grid) is not None


def read_grids(grids: Sequence[Grid]) -> tuple[dict[str, str], list[TargetRow]]:
    """The amount columns (key → printed label) and the rows of all grids of the table.

    A row without name and amounts carries on the row before it, across a page break or within a page.
    Raises UnreadableError for a missing column, an unreadable amount, or amounts without a name.
    """
    spec = layout("targets")["table"]
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    rows: list[_OpenRow] = []
    for grid in grids:
        header = _header(grid)
        start = 0
        if header is not None:
            start, columns = header
            _require_columns(grid, columns)
            labels = labels or {
                key: _words(grid.rows[start - 1][index].text)
                for key, index in sorted(columns.items(), key=lambda item: item[1])
                if key in spec["amounts"]
            }
        for number, cells in enumerate(grid.rows[start:] if columns else ()):
            row = {key: cells[index] for key, index in columns.items() if index < len(cells)}
            _take(rows, row, list(labels), may_continue=number == 0)
    return labels, [row.closed() for row in rows]


@dataclass
class _OpenRow:
    """A row whose cells may go on in the next grid."""

    name: str
    amounts: dict[str, Amount]
    cell: Cell
    goal: str = ""
    indicators: list[Line] = field(default_factory=list)

    def closed(self) -> TargetRow:
        cell = Paragraph(tuple(self.indicators)) if self.indicators else None
        return TargetRow(tidy(self.name), self.amounts, self.goal, cell, self.cell.place)


def _take(rows: list[_OpenRow], cells: dict[str, Cell], amount_keys: list[str], *, may_continue: bool) -> None:
    """One printed row: a new row of the table, or the rest of the one before."""
    name = cells["name"].text.strip() if "name" in cells else ""
    if fold(name).startswith(tuple(layout("targets")["table"]["notes"])):
        return
    amounts = {key: _amount(cells[key]) for key in amount_keys if key in cells}
    has_amounts = any(amount.number is not None for amount in amounts.values())
    if name and has_amounts:
        rows.append(_OpenRow(name, amounts, cells["name"]))
    elif has_amounts or not rows or (name and not may_continue):
        if name or has_amounts:
            raise UnreadableError(
                "unreadable_row",
                f"no amount for {tidy(name)}" if name else "amounts without a project's name",
                place=next(iter(cells.values())).place,
                expected="a name and an amount in each row",
                advice="compare with the published table and correct the text",
            )
        return
    elif name:  # a name cut by the page's end
        rows[-1].name += name
    if "goal" in cells:
        rows[-1].goal += cells["goal"].text
    if "indicators" in cells and (text := cells["indicators"].text.strip()):
        rows[-1].indicators.append(Line(text, cells["indicators"].place))


def _amount(cell: Cell) -> Amount:
    text = cell.text.strip()
    if fold(text) in _BLANK:
        return Amount(text, None, cell.place)
    try:
        return Amount(text, parse_number(text), cell.place)
    except NumberError as error:
        raise UnreadableError(
            "bad_number",
            f"an amount of the target table: {error}",
            place=cell.place,
            expected="an amount such as 1,234.56",
            advice="compare with the published table and correct the text",
        ) from error


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row behind the header and the column of each key, if the grid has such a header."""
    known = _aliases()
    for index, row in enumerate(grid.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for position, cell in enumerate(row):
            key = known.get(_words(cell.text))
            if key is not None:
                columns.setdefault(key, position)
        if {"name", "indicators"} <= columns.keys():
            return index + 1, columns
    return None


@cache
def _aliases() -> dict[str, str]:
    return {_words(alias): key for key, aliases in layout("targets")["table"]["columns"].items() for alias in aliases}


def _words(text: str) -> str:
    """A header cell without what it says in brackets: 总计（万元） → 总计."""
    return fold(text).partition("(")[0]


def _require_columns(grid: Grid, columns: dict[str, int]) -> None:
    spec = layout("targets")["table"]
    if missing := [spec["columns"][key][0] for key in spec["required"] if key not in columns]:
        raise UnreadableError(
            "column_missing",
            f"the header of the target table has no {'、'.join(missing)}",
            place=grid.place,
            expected="、".join(spec["columns"][key][0] for key in spec["required"]),
            advice="if the column has another name here, add it to loaders/layouts/targets.yml",
        )
