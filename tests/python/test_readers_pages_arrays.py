"""The arrays that pages are read with: numpy's own functions are the oracle."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers.pages.arrays import code_table, columns_of, distinct, kinds

NUMBERS = st.lists(st.integers(-5, 5) | st.sampled_from([0.1, 0.25, 1e6]), max_size=40).map(np.array)


@given(values=NUMBERS)
def test_distinct_values_and_their_kinds(values: np.ndarray) -> None:
    expected, first, numbers = np.unique(values, return_index=True, return_inverse=True)
    assert np.array_equal(distinct(values), expected)
    found = kinds(values)
    assert np.array_equal(found[0], first)
    assert np.array_equal(found[1], numbers)


@given(values=st.lists(st.floats(-1e6, 1e6), max_size=20).map(np.array))
def test_columns_side_by_side(values: np.ndarray) -> None:
    assert np.array_equal(columns_of(values, values + 1), np.column_stack([values, values + 1]))


@given(codes=st.sets(st.integers(0, 0x10FFFF), max_size=9), asked=st.integers(0, 0x10FFFF))
def test_a_table_of_codes(codes: set[int], asked: int) -> None:
    assert code_table(codes)[np.array([asked])][0] == (asked in codes)
    assert code_table(codes).sum() == len(codes)
