"""项目支出明细表 (project payments): what was paid for each item of a project, by group, with the total."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.layouts import layout
from loaders.readers.errors import UnreadableError
from loaders.readers.model import Block, Cell
from loaders.reports.document import Content, TableFound
from loaders.reports.evaluation.tables import SourceTable, collect
from loaders.reports.figures import Figure, measure, resolve
from loaders.reports.fold import fold, tidy
from loaders.reports.numbers import MONEY_UNITS, NumberError, parse_number
from loaders.reports.targets.numerals import CHARACTERS, chinese_number

TABLE_CODE = "project_payment"
_GROUP = re.compile(rf"([{CHARACTERS}]+)[、.]?")
_ITEM = re.compile(r"(\d+)[、.]?")
_UNIT = re.compile(r"(?:单位:|\()([百千万亿]*元)\)?")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table; `number` is the printed one, `cell` holds the amount."""

    level: int
    number: int
    name: str
    cell: Cell
    group: int | None
    is_repeat: bool = False


def read_payments(blocks: Iterable[Block], project_name: str | None) -> Content:
    """The payments of each such table: total (level 0), groups (1: 一, 二 …) and items (2: 1, 2 …).

    Raises UnreadableError for an amount that is no number, a row that cannot be placed, or an unknown unit.
    """
    content = Content()
    known = list(blocks)
    first_row = 1
    for ordinal, table in enumerate(collect(known, TABLE_CODE), start=1):
        unit = _unit(table)
        rows = _rows(table)
        prefix = "" if ordinal == 1 else f"table.{ordinal}."
        keys = _keys(rows, prefix)
        figures = [
            _figure(table, row, keys, prefix, unit, number, project_name)
            for number, row in enumerate(rows, start=first_row)
            if row.level != 1 or row.cell.text.strip()  # a group's heading without a sum states no sum
        ]
        first_row += len(rows)
        found = TableFound(TABLE_CODE, table.title, unit, table.place, len(rows))
        content += Content(figures=tuple(resolve(figures)), tables=(found,))
    return content


def _unit(table: SourceTable) -> str:
    for text in (table.label("amount"), table.caption):
        if (match := _UNIT.search(fold(text))) and match[1] in MONEY_UNITS:
            return match[1]
    raise UnreadableError(
        "unit_missing",
        f"the table {table.title} does not say its unit",
        place=table.place,
        expected="支付金额（元） or 单位：元",
        advice="amounts cannot be loaded without their unit",
    )


def _rows(table: SourceTable) -> list[_Row]:
    totals = {fold(label) for label in layout("evaluation")["total_labels"]}
    rows: list[_Row] = []
    group: int | None = None
    for page, piece in enumerate(table.pieces):
        for position, cells in enumerate(piece.rows):
            number, name = fold(piece.text(cells, "number")), piece.text(cells, "name")
            amount = piece.cell(cells, "amount")
            if amount is None or not (number or name or amount.text.strip()):
                continue
            is_first = page > 0 and position == 0
            if number in totals or (not number and fold(name) in totals):
                rows.append(_Row(0, 0, tidy(name or piece.text(cells, "number")), amount, None))
            elif match := _GROUP.fullmatch(number):
                group = chinese_number(match[1])
                rows.append(_Row(1, group or 0, tidy(name), amount, None))
            elif (match := _ITEM.fullmatch(number)) or "number" not in piece.keys:
                item = int(match[1]) if match else sum(row.level == 2 for row in rows) + 1
                row = _Row(2, item, tidy(name), amount, group)
                same = is_first and bool(rows) and _content(rows[-1]) == _content(row)
                rows.append(replace(row, is_repeat=same))
            elif is_first and rows and not number:
                rows[-1] = _continued(rows[-1], name, amount)
            else:
                raise UnreadableError(
                    "unreadable_row",
                    f"a payment without a readable number: {tidy(piece.text(cells, 'number') or name)!r}",
                    place=amount.place,
                    expected="一, 二 … for groups, 1, 2 … for items, or 合计",
                )
    return rows


def _content(row: _Row) -> tuple[object, ...]:
    return (row.level, row.number, fold(row.name), fold(row.cell.text))


def _continued(row: _Row, name: str, amount: Cell) -> _Row:
    """A row cut by the page's end: its name goes on, and its amount stands on either page."""
    if row.cell.text.strip() and amount.text.strip():
        raise UnreadableError(
            "unreadable_row",
            f"a second amount for {row.name}",
            place=amount.place,
            expected="a number before each payment",
        )
    return replace(row, name=tidy(row.name + name), cell=amount if amount.text.strip() else row.cell)


def _keys(rows: list[_Row], prefix: str) -> dict[tuple[int, int | None, int], str]:
    """Row keys by level, group and number: item.7, or item.2.7 where numbers begin again in each group."""
    count = Counter(row.number for row in rows if row.level == 2 and not row.is_repeat)
    restarts = any(times > 1 for times in count.values())
    keys = {}
    for row in rows:
        key = ("total", f"group.{row.number}", f"item.{row.number}")[row.level]
        if row.level == 2 and restarts:
            key = f"item.{row.group}.{row.number}"
        keys[(row.level, row.group, row.number)] = prefix + key
    return keys


def _figure(
    table: SourceTable,
    row: _Row,
    keys: dict[tuple[int, int | None, int], str],
    prefix: str,
    unit: str,
    row_number: int,
    project_name: str | None,
) -> Figure:
    parent = None
    if row.level:
        parent = f"{prefix}group.{row.group}" if row.group is not None else f"{prefix}total"
    printed = row.cell.text.strip()
    figure = Figure(
        table_code=TABLE_CODE,
        row_number=row_number,
        column_number=1,
        row_label=row.name,
        column_label=tidy(table.label("amount")),
        place=row.cell.place,
        printed_text=printed,
        unit="元",
        row_key=keys[(row.level, row.group, row.number)],
        column_key="amount",
        row_level=row.level,
        parent_row_key=parent,
        project_name=project_name,
        is_repeat=row.is_repeat,
    )
    if not printed or fold(printed) in layout("evaluation")["not_applicable"]:
        return replace(figure, is_blank=True, amount_cny=Decimal("0.00"))
    try:
        measured = measure(parse_number(printed), unit)
    except NumberError as error:
        raise UnreadableError(
            "bad_number",
            f"the payment for {row.name}: {error}",
            place=row.cell.place,
            expected="an amount such as 1,234.56",
            advice="compare with the published table and correct the text",
        ) from error
    return replace(figure, amount_cny=measured.amount_cny, step_cny=measured.step_cny, resolution=measured.resolution)
