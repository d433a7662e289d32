"""Arrays as this package uses them: one row per character, line or object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


_CODE_POINTS = 0x110000


def code_table(codes: Iterable[int]) -> Bools:
    """Whether a code point is one of these, by code point: asked for by indexing with an array of them."""
    table = np.zeros(_CODE_POINTS, np.bool_)
    table[list(codes)] = True
    return table


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The values, each once, from the smallest. `np.unique` loads masked arrays first, which takes as long as pages."""
    ordered = np.sort(values)
    return ordered[changes(ordered)]


def kinds(values: NDArray[Any]) -> tuple[Ints, Ints]:
    """Where each distinct value stands first, from the smallest value, and for each place the number of its value."""
    order = np.argsort(values, kind="stable")
    begins = changes(values[order])
    numbers = np.empty(len(values), np.int64)
    numbers[order] = np.cumsum(begins) - 1
    return order[begins], numbers


def columns_of(*columns: NDArray[Any]) -> Floats:
    """The columns side by side in one array; `np.column_stack` takes several times as long for a page's few rows."""
    result = np.empty((len(columns[0]), len(columns)))
    for index, column in enumerate(columns):
        result[:, index] = column
    return result


def any_along(values: Bools, axis: int) -> Bools:
    """Whether any value along the axis is true."""
    result: Bools = np.logical_or.reduce(values, axis=axis)
    return result


def holding(boxes: Floats, x: Floats, y: Floats) -> Bools:
    """Whether each point lies in one of the boxes (left, top, right, bottom)."""
    x, y = x[:, None], y[:, None]
    inside = (x >= boxes[:, 0]) & (x <= boxes[:, 2]) & (y >= boxes[:, 1]) & (y <= boxes[:, 3])
    return any_along(inside, 1)


def changes(values: NDArray[Any]) -> Bools:
    """Where a value differs from the one before it; true for the first."""
    result = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=result[1:])
    return result
