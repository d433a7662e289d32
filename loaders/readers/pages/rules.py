"""Ruling lines: straight lines across and down, joined where they were drawn in pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loaders.readers.pages.arrays import Floats, columns_of

# All in points.
# Lines of one table edge, drawn cell by cell or as a double line, lie no farther apart than this.
_SNAP = 2.5
# Pieces of one line (dashes, cell edges) leave no larger gap.
_JOIN = 3.0
# A shorter line separates nothing.
_SHORTEST = 5.0
# How far from straight a line may be, as a share of its length.
_SLANT = 0.01


@dataclass(frozen=True)
class Rules:
    """Lines across (`at` y, `start` to `end` in x) and lines down (`at` x, `start` to `end` in y), sorted by `at`."""

    across: Floats
    down: Floats


def rules_of(lines: Floats) -> Rules:
    """The ruling lines among lines (x, y, x, y) in any direction."""
    x0, y0, x1, y1 = lines.T
    return Rules(_joined(_across(x0, y0, x1, y1)), _joined(_across(y0, x0, y1, x1)))


def _across(x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> Floats:
    """Those of the lines from (x0, y0) to (x1, y1) that run across, as (y, from x, to x)."""
    length, rise = np.abs(x1 - x0), np.abs(y1 - y0)
    level = np.flatnonzero((rise <= np.maximum(0.5, _SLANT * length)) & (length > rise))
    x0, y0, x1, y1 = x0[level], y0[level], x1[level], y1[level]
    return columns_of((y0 + y1) / 2, np.minimum(x0, x1), np.maximum(x0, x1))


def _joined(lines: Floats) -> Floats:
    """Lines at about the same height given one height, and joined where they touch or nearly touch."""
    if not len(lines):
        return np.zeros((0, 3))
    at, start, end = lines[np.argsort(lines[:, 0], kind="stable")].T
    apart = np.zeros(len(lines), np.bool_)
    apart[1:] = at[1:] - at[:-1] > _SNAP
    rank = np.cumsum(apart)
    weight = end - start
    at = np.bincount(rank, at * weight) / np.bincount(rank, weight)
    order = np.lexsort((start, rank))
    rank, start, end = rank[order], start[order], end[order]
    # Ends reached so far within each rank: ranks are set apart by more than any page is wide.
    shift = rank * (end.max() - start.min() + 2 * _JOIN + 1)
    reached = np.maximum.accumulate(end + shift) - shift
    begins = np.ones(len(rank), np.bool_)
    begins[1:] = (rank[1:] != rank[:-1]) | (start[1:] > reached[:-1] + _JOIN)
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(rank)) - 1
    merged = columns_of(at[rank[first]], start[first], reached[last])
    long: Floats = merged[merged[:, 2] - merged[:, 1] >= _SHORTEST]
    return long
