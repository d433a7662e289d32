"""Where a warehouse has its parts."""

from __future__ import annotations

from pathlib import Path

PARTS = ".parts"


def parts_of(warehouse: Path) -> Path:
    """The folder of the parts of a published file, beside it."""
    return warehouse.with_suffix(PARTS)
