"""Grids with merged cells, and the columns that merged header cells stand above."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.readers.model import Cell, Grid, Place, merged_grid
from loaders.reports.tables.header import column_paths
from loaders.reports.tables.words import table_words

PLACE = Place(line=1)


def _spans(grid: Grid) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.row_span, cell.column_span) for cell in row] for row in grid.rows]


def test_covered_slots_follow_a_merged_cell() -> None:
    below = {(2, column): Cell("丁", PLACE) for column in range(3)}
    cells = {(0, 0): Cell("甲", PLACE, 2, 2), (0, 2): Cell("乙", PLACE), (1, 2): Cell("丙", PLACE)}
    grid = merged_grid(cells | below, 3, 3)
    assert _spans(grid) == [
        [("甲", 2, 2), ("", 0, 0), ("乙", 1, 1)],
        [("", 0, 0), ("", 0, 0), ("丙", 1, 1)],
        [("丁", 1, 1)] * 3,
    ]
    assert grid.spans_known


def test_a_slot_claimed_twice_stays_with_the_first() -> None:
    grid = merged_grid(
        {(0, 0): Cell("甲", PLACE, 2, 1), (0, 1): Cell("乙", PLACE), (1, 0): Cell("丙", PLACE, 1, 2)}, 2, 2
    )
    assert _spans(grid) == [[("甲", 2, 1), ("乙", 1, 1)], [("", 0, 0), ("", 1, 1)]]


def test_spans_end_with_the_grid() -> None:
    cells = {
        (0, 0): Cell("甲", PLACE, 9, 9),
        (1, 0): Cell("乙", PLACE),
        (2, 0): Cell("丙", PLACE),
        (2, 1): Cell("丁", PLACE, 9, 9),
    }
    assert _spans(merged_grid({**cells, (0, 0): Cell("甲", PLACE, 1, 9)}, 3, 2)) == [
        [("甲", 1, 2), ("", 0, 0)],
        [("乙", 1, 1), ("", 1, 1)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]


def test_columns_and_rows_in_which_no_cell_begins_are_left_out() -> None:
    """Every row merges the second and third column: they are one column."""
    cells = {
        (row, column): Cell(f"{row}{column}", PLACE, 1, 1 + (column == 1)) for row in range(2) for column in (0, 1)
    }
    assert _spans(merged_grid(cells, 2, 3)) == [[("00", 1, 1), ("01", 1, 1)], [("10", 1, 1), ("11", 1, 1)]]


@given(
    st.integers(1, 6),
    st.integers(1, 6),
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)), st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=12
    ),
)
def test_every_slot_has_one_owner(height: int, width: int, claims: dict[tuple[int, int], tuple[int, int]]) -> None:
    """Property: whatever overlaps, the grid is a rectangle, and the spans cover exactly its covered slots."""
    cells = {at: Cell("x", PLACE, *spans) for at, spans in claims.items()}
    for row in range(height):
        cells.setdefault((row, 0), Cell("y", PLACE))
    for column in range(width):
        cells.setdefault((0, column), Cell("y", PLACE))
    grid = merged_grid(cells, height, width)
    assert [len(row) for row in grid.rows] == [width] * height
    owned = [
        (row + down, column + right)
        for row, cells_of_row in enumerate(grid.rows)
        for column, cell in enumerate(cells_of_row)
        for down in range(cell.row_span)
        for right in range(cell.column_span)
    ]
    assert sorted(owned) == [(row, column) for row in range(height) for column in range(width)]


def test_a_merged_header_cell_stands_above_all_its_columns() -> None:
    cells = {
        (0, 0): Cell("项目", PLACE, 2, 1),
        (0, 1): Cell("预算数", PLACE, 1, 2),
        (0, 3): Cell("决算数", PLACE, 1, 2),
        (1, 1): Cell("合计", PLACE),
        (1, 2): Cell("接待费", PLACE),
        (1, 3): Cell("合计", PLACE),
        (1, 4): Cell("接待费", PLACE),
    }
    assert column_paths(merged_grid(cells, 2, 5).rows, 5, table_words("final_accounts"), spans_known=True) == [
        ("项目",),
        ("预算数", "合计"),
        ("预算数", "接待费"),
        ("决算数", "合计"),
        ("决算数", "接待费"),
    ]


def test_a_place_is_said_as_its_format_has_it() -> None:
    assert str(Place(page=2, line=7)) == "page 2, line 7"
    assert str(Place(page=3, line=5, sheet="收入决算表", column="C")) == "sheet 3 '收入决算表', cell C5"
    assert str(Place()) == "place unknown"
