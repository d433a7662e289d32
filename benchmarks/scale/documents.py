"""The documents of the same reports, in mixed formats: `python -m benchmarks.scale.documents COUNT FOLDER`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.scale.generate import DISTINCT, SEED
from benchmarks.scale.originals import made
from loaders.samples.formats import FORMATS
from loaders.samples.layout import ANY, layout
from loaders.samples.render import render
from loaders.samples.source import from_report

MIXED = ("text", "html", "xlsx", "pdf", "docx")
"""The formats in turn; scans are measured by benchmarks/read."""


def write(count: int, folder: Path, seed: int = SEED, processes: int | None = None) -> dict[str, int]:
    """Writes so many documents, each in a layout of its own, by many processes; returns how many of each format.

    Raises ValueError for more than there are distinct reports.
    """
    if count > DISTINCT:
        raise ValueError(f"{count} documents asked for, and {DISTINCT} reports are distinct")
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [(number, folder, seed) for number in range(count)]
    with ProcessPoolExecutor(processes or os.cpu_count() or 1) as pool:
        return dict(Counter(pool.map(_write, tasks, chunksize=4)))


def _write(task: tuple[int, Path, int]) -> str:
    number, folder, seed = task
    name = MIXED[number % len(MIXED)]
    printed, _ = made(number, seed)
    data = render(from_report(printed), name, layout([ANY], seed=number))
    (folder / f"report-{number:05d}{FORMATS[name].suffix}").write_bytes(data)
    return name


def main(arguments: list[str] | None = None) -> int:
    """The command line; prints what was written as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.documents", description=__doc__)
    parser.add_argument("count", type=int, help=f"documents, up to {DISTINCT}")
    parser.add_argument("folder", type=Path, help="where they are written")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    formats = write(options.count, options.folder, options.seed)
    size = sum(file.stat().st_size for file in options.folder.iterdir())
    told = {"documents": options.count, "formats": formats, "bytes": size}
    print(json.dumps(told | {"seconds": round(time.perf_counter() - start, 2)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
