"""The nine tables of the real final accounts, recomputed from the file by a parser of its own: no cell is lost."""

from __future__ import annotations

import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from builders import TABLES

from loaders import readers
from loaders.reports.document import Segment
from loaders.reports.recognise import segments
from loaders.reports.tables import accounts

PATH = Path(os.environ.get("JUESUAN_REPORTS", Path(__file__).parents[3] / "shared/documents/reports"))
REPORT = PATH / "panyu-2023-final-accounts.txt"

pytestmark = pytest.mark.skipif(not REPORT.exists(), reason=f"{REPORT} is not here; set JUESUAN_REPORTS to its folder")


@pytest.fixture(scope="module")
def report() -> Segment:
    return segments(readers.read(REPORT))[0]


def _amounts_by_hand() -> Counter[tuple[int, Decimal]]:
    """(line, yuan) of each cell with a decimal point between the first table and part three; 万元 throughout."""
    found: Counter[tuple[int, Decimal]] = Counter()
    for number, line in enumerate(REPORT.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("第三部分") and found:
            break
        if "\t" in line:
            for cell in line.split("\t"):
                if "." in cell and cell.replace(",", "").replace(".", "").isdigit():
                    found[number, Decimal(cell.replace(",", "")) * 10_000] += 1
    return found


def test_every_cell_is_read_with_its_line_and_amount(report: Segment) -> None:
    figures = [f for f in accounts.read(report).figures if not f.is_blank and f.table_code != "stated"]
    read = Counter((figure.place.line, figure.amount_cny) for figure in figures)
    by_hand = _amounts_by_hand()
    assert by_hand.total() > 500
    assert read == by_hand


def test_sums_by_hand(report: Segment) -> None:
    """Leaves of the expenditure table, added up, differ from the printed total by rounding alone."""
    figures = [f for f in accounts.read(report).figures if f.table_code == "expenditure" and f.column_key == "total"]
    leaves = [figure for figure in figures if figure.row_level == 3]
    (total,) = [figure for figure in figures if figure.row_key == "total"]
    assert (total.printed_text, total.amount_cny) == ("18,981.05", Decimal("189810500"))
    assert abs(sum(f.magnitude for f in leaves) - total.magnitude) <= (len(leaves) + 1) * Decimal(50)


def test_the_nine_tables_and_the_empty_one(report: Segment) -> None:
    tables = {table.table_code: table for table in accounts.read(report).tables}
    assert set(tables) == set(TABLES)
    assert [code for code, table in tables.items() if table.is_empty] == ["state_capital"]
    assert {table.unit for table in tables.values()} == {"万元"}
