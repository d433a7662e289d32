"""What a written report must be read back as, and departments beyond the made-up ones: odd names, odd amounts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from loaders import pipeline
from loaders.paths import SEEDS
from loaders.samples.formats import FORMATS
from loaders.samples.layout import Layout
from loaders.samples.made.printed import WORTH, amount, flag
from loaders.samples.render import render
from loaders.samples.restyle import restyled
from loaders.samples.slips import made_up
from loaders.samples.source import SeedRow, Source, from_seeds
from loaders.seedfiles import COLUMNS

_NUMBERS = frozenset(("amount_cny", "rounding_unit_cny", "value", "rounding_unit", "resolution"))
# What depends on the file, on the place in it, or on where the report's own lines break.
_PLACES = frozenset(
    (
        "figure_id", "document_id", "indicator_id", "row_number", "column_number", "page", "line", "bbox", "file_name",
        "sha256", "media_type", "document_ordinal", "fiscal_year_evidence", "duplicate_of_document_id", "project_id",
        "input_file_id", "load_status", "numbers_printed", "numbers_placed", "numbers_labelled", "numbers_not_figures",
        "numbers_unplaced",
    )
)  # fmt: skip
FUNCTIONAL = ("revenue", "expenditure", "general_budget_expenditure", "government_fund", "state_capital")
_ODD_AMOUNTS = ("-1,234.56", "0.01", "999,999,999.99", "1000.10", "12.00")
_NAME_PARTS = ("机关", "（事务）", "、", "“双百”", "服务", "第2期", "IPv6", "与", "(市)", "·", "支出", "管理—")

Said = Counter[tuple[str, ...]]


def said(tables: Mapping[str, Iterable[SeedRow]]) -> Said:
    """All rows as values of meaning: numbers by their size, without places and ids."""
    return Counter(
        (name, *(_value(column, row[column]) for column in COLUMNS[name] if column not in _PLACES))
        for name, rows in tables.items()
        # A sample is written from what has a place: the words around the numbers that have none are not known, and
        # what titles state of units and years follows the layout. The file it stands in is no part of it.
        if name not in ("figures_unplaced", "figures_stated", "input_files")
        for row in rows
    )


def _value(column: str, text: str) -> str:
    return str(Decimal(text).normalize()) if column in _NUMBERS and text else text


def printed(source: Source, chosen: Layout) -> Said:
    """What a report says in a layout."""
    made = restyled(source, chosen)
    return said(
        {
            "documents": [made.document],
            "document_tables": made.tables,
            **{f"figures_{code}": rows for code, rows in made.figures.items()},
            "project_indicators": made.indicators,
            "project_item_statuses": made.statuses,
        }
    )


def read_back(path: Path) -> Said:
    """What the loaders read from a file."""
    return said(pipeline.load([path]).tables())


def assert_round_trip(source: Source, format_name: str, chosen: Layout, folder: Path) -> None:
    """All that is printed is read, as it is printed, and nothing else."""
    path = folder / f"report{FORMATS[format_name].suffix}"
    path.write_bytes(render(source, format_name, chosen))
    expected, found = printed(source, chosen), read_back(path)
    missing, surplus = expected - found, found - expected
    assert not missing | surplus, "\n".join(
        [
            f"{format_name}, {chosen}: {missing.total()} missing, {surplus.total()} too many of {expected.total()}",
            *(f"printed {' | '.join(row)}" for row in sorted(missing)[:5]),
            *(f"read    {' | '.join(row)}" for row in sorted(surplus)[:5]),
        ]
    )


def committed() -> list[Source]:
    """The reports of the committed seeds."""
    return from_seeds(SEEDS / "reports")


def department(seed: int, codes: int, *, is_odd: bool) -> Source:
    """A made-up department's report; an odd one has names and amounts that no department has."""
    source, _ = made_up(seed, codes)
    return odd(source, seed) if is_odd else source


def odd(source: Source, seed: int) -> Source:
    """The report with other names of functional codes and other amounts: nothing of it adds up."""
    rng = random.Random(seed)
    names: dict[str, str] = {}
    figures = dict(source.figures)
    for code in FUNCTIONAL:
        unit = next(row["unit"] for row in source.tables if row["table_code"] == code)
        figures[code] = tuple(_odd_row(row, unit, names, rng) for row in source.rows(code))
    tables = [
        {**row, "is_empty": flag(all(Decimal(figure["amount_cny"]) == 0 for figure in figures[row["table_code"]]))}
        if row["table_code"] in FUNCTIONAL
        else row
        for row in source.tables
    ]
    return replace(source, figures=figures, tables=tuple(tables))


def _odd_row(row: SeedRow, unit: str, names: dict[str, str], rng: random.Random) -> SeedRow:
    code = row["row_key"]
    if code.isdigit() and code not in names:
        names[code] = "科目" + "".join(rng.choices(_NAME_PARTS, k=rng.randint(1, 6)))
    text = rng.choice(_ODD_AMOUNTS) if rng.random() < 0.3 else row["printed_text"]
    assert unit in WORTH
    value, step = amount(text, unit)
    return {
        **row,
        "row_label": names.get(code, row["row_label"]),
        "printed_text": text,
        "amount_cny": value,
        "rounding_unit_cny": step,
        "is_blank": flag(not text),
    }
