"""Pandas: a loop over the documents, as most such scripts are, or all documents at once, as the best are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from benchmarks.scale.rivals import frames
from benchmarks.scale.rivals.judged import Judged


def loop(batch: Path, tolerance: float) -> Judged:
    """One document after another."""
    figures = frames.read(batch)
    return _judged([frames.sides(own) for _, own in figures.groupby("document_id", sort=False)], tolerance)


def at_once(batch: Path, tolerance: float) -> Judged:
    """All documents in one frame."""
    return _judged([frames.sides(frames.read(batch))], tolerance)


def _judged(parts: list[pd.DataFrame], tolerance: float) -> Judged:
    checked = pd.concat(parts, ignore_index=True)
    wrong = checked[frames.alarms(checked, tolerance)]
    found = tuple(zip(wrong["document_id"], wrong["identity_id"], strict=True))
    return Judged(len(checked), checked["identity_id"].nunique(), found)
