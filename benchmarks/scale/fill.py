"""Puts generated batches into a lake, as a load would have left them: `python -m benchmarks.scale.fill ROWS LAKE`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from loaders.lake import index
from loaders.lake.lake import Lake
from loaders.lake.loading import reader


def fill(lake: Lake, batches: Iterable[Path]) -> int:
    """Adds the batches in one load, their files linked rather than copied; returns how many batches it added.

    The rows are those of documents that the readers of today have read, so a later load takes them as known.
    """
    lake.folder.mkdir(parents=True, exist_ok=True)
    added = 0
    with lake.locked(), duckdb.connect() as connection:
        load = lake.begin_load()
        index.create(lake, connection)
        for batch in batches:
            with lake.new_batch() as folder:
                for file in batch.glob("*.parquet"):
                    os.link(file, folder / file.name)
                lake.add(folder, load, reader(), connection, {})
            added += 1
        lake.end_load()
    return added


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.fill", description=__doc__)
    parser.add_argument("rows", type=Path, help="a folder that benchmarks.scale.generate made")
    parser.add_argument("lake", type=Path, help="the lake's folder, on the same disk")
    options = parser.parse_args(arguments)
    fill(Lake(options.lake), sorted(path for path in options.rows.glob("batch-*") if path.is_dir()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
