"""Measures the pipeline at scale: `python -m benchmarks.scale [--sizes 100 1000 …] [--only NAME …] [--short]`.

Writes results/scale.json, a section of the README.md beside this folder, and plots into docs/. What is not measured
anew keeps its last result. `--short` measures five and ten reports and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from benchmarks.scale import measure, page, plots
from benchmarks.scale.generate import SEED
from benchmarks.scale.steps import COMPARED, STEPS, Place, Step
from loaders.paths import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "scale.json"
SIZES, SHORT = (100, 1_000, 10_000, 100_000), (5, 10)
_SHORT_STEPS = ("generate", "documents", "pandas-at-once, exact")


Measurements = dict[str, dict[str, Any]]
"""Seconds, processor seconds, peak memory and bytes, by step and size."""


def run(sizes: Iterable[int], steps: Sequence[Step], folder: Path, seed: int = SEED) -> Iterator[Measurements]:
    """Measures the steps at each size; gives each measurement as soon as it is there."""
    for size in sizes:
        place = Place(folder / str(size), size, seed)
        place.folder.mkdir(parents=True)
        for step in steps:
            command = step.command(place)
            if command is None:
                continue
            step.prepare(place)
            print(f"{size:,} reports: {step.name}", file=sys.stderr)
            yield {step.name: {str(size): _measured(step, command, place)}}


def _measured(step: Step, command: Sequence[str], place: Place) -> dict[str, Any]:
    took = measure.run(command)
    return {
        "seconds": round(took.seconds, 2),
        "processor_seconds": round(took.processor_seconds, 2),
        "peak_mib": round(took.peak_mib),
        "bytes": sum(_size(path) for path in step.products(place)),
        "told": step.read(place, took.output),
    }


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


def merged(old: Measurements, new: Measurements) -> Measurements:
    """The old measurements with the new ones in their place; steps in the order in which they are run."""
    order = [*_names(), *old, *new]
    names = sorted(old | new, key=order.index)
    return {name: old.get(name, {}) | new.get(name, {}) for name in names}


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of reports")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="steps, of: " + "; ".join(_names()))
    parser.add_argument("--short", action="store_true", help="few reports and steps; prints, writes nothing")
    parser.add_argument("--folder", type=Path, help="keep lake, warehouse and rows in this folder, which must be new")
    options = parser.parse_args(arguments)
    if unknown := set(options.only or ()) - set(_names()):
        parser.error(f"no such step: {', '.join(sorted(unknown))}; there are: {'; '.join(_names())}")
    chosen = options.only or (_SHORT_STEPS if options.short else _names())
    steps = _with_what_they_need(chosen)
    with tempfile.TemporaryDirectory(prefix="juesuan-scale-") as name:
        folder = options.folder or Path(name) / "places"
        if options.short:
            print(page.text(_result(reduce(merged, run(SHORT, steps, folder), {}))))
            return 0
        for measurement in run(options.sizes, steps, folder):
            _keep(measurement)
    return 0


def _keep(measurement: Measurements) -> None:
    """Writes what is known so far: a run takes hours, and may be ended."""
    known = json.loads(RESULTS.read_text(encoding="utf-8"))["steps"] if RESULTS.exists() else {}
    result = _result(merged(known, measurement))
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    plots.write(result, ROOT / "docs")
    page.write(result)


def _result(measurements: Measurements) -> dict[str, Any]:
    return {"machine": measure.machine(), "seed": SEED, "steps": measurements}


def _with_what_they_need(names: Iterable[str]) -> list[Step]:
    """The steps of those names and all that they build on, in their order."""
    wanted = set(names)
    for step in reversed((*STEPS, *COMPARED)):
        if step.name in wanted:
            wanted |= set(step.needs)
    return [step for step in (*STEPS, *COMPARED) if step.name in wanted]


def _names() -> list[str]:
    return [step.name for step in (*STEPS, *COMPARED)]


if __name__ == "__main__":
    sys.exit(main())
