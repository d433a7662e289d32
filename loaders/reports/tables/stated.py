"""What tables state of themselves beside their figures: year and unit, kept as figures that rules compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from loaders.readers.model import Place
from loaders.reports.document import Segment
from loaders.reports.figures import Figure
from loaders.reports.numbers import MONEY_UNITS
from loaders.reports.tables.assemble import LogicalTable
from loaders.reports.tables.titles import title_year

TABLE_CODE = "stated"


def figures(segment: Segment, tables: Sequence[LogicalTable]) -> Iterator[Figure]:
    """The report's year and each table's own (row `fiscal_year`), and the units of tables that state two (`unit`)."""
    if segment.fiscal_year is not None:
        yield _figure(1, 1, "fiscal_year", "report", segment.title, str(segment.fiscal_year), segment.place, "年")
    for number, table in enumerate(tables, start=2):
        if (year := title_year(table.title)) is not None:
            yield _figure(number, 1, "fiscal_year", "table", table.title, str(year), table.place, "年")
        stated = list(dict.fromkeys(unit for unit, _ in table.units))
        if len(stated) < 2:
            continue
        for column, unit in enumerate(stated[:2], start=2):
            place = next(place for known, place in table.units if known == unit)
            key = "caption" if column == 2 else "header"
            yield _figure(number, column, "unit", key, table.title, unit, place, "元")


def _figure(
    row: int, column: int, key: str, column_key: str, label: str, printed: str, place: Place, unit: str
) -> Figure:
    value = MONEY_UNITS[printed] if unit == "元" else Decimal(printed)
    return Figure(
        table_code=TABLE_CODE,
        row_number=row,
        column_number=column,
        row_label=label,
        column_label=printed,
        place=place,
        printed_text=printed,
        unit=unit,
        row_key=key,
        column_key=column_key,
        value=value,
        step=Decimal(1),
        resolution=Decimal(1),
    )
