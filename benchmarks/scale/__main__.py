"""Measures the pipeline at scale: `python -m benchmarks.scale [--sizes 100 1000 …] [--only NAME …] [--short]`.

Writes results/scale.json, a section of the README.md beside this folder, and plots into docs/. What is not measured
anew keeps its last result. `--short` measures twelve and twenty-four reports and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scale import measure, page, plots
from benchmarks.scale.generate import SEED
from benchmarks.scale.steps import COMPARED, STEPS, Place, Step
from loaders.paths import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "scale.json"
SIZES, SHORT = (100, 1_000, 10_000, 100_000), (12, 24)
_SHORT_STEPS = ("generate", "documents", "pandas-at-once, exact")


def run(sizes: Iterable[int], steps: Sequence[Step], folder: Path, seed: int = SEED) -> dict[str, Any]:
    """Measures the steps at each size: seconds, processor seconds, peak memory, bytes, by step and size."""
    found: dict[str, Any] = {}
    for size in sizes:
        place = Place(folder / str(size), size, seed)
        place.folder.mkdir(parents=True)
        for step in steps:
            command = step.command(place)
            if command is None:
                continue
            step.prepare(place)
            print(f"{size:,} reports: {step.name}", file=sys.stderr)
            found.setdefault(step.name, {})[str(size)] = _measured(step, command, place)
    return found


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


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The old results by step and size, with the new ones in their place."""
    return {name: old.get(name, {}) | new.get(name, {}) for name in old | new}


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
    steps = [step for step in (*STEPS, *COMPARED) if step.name in {*chosen, "generate"}]
    with tempfile.TemporaryDirectory(prefix="juesuan-scale-") as name:
        folder = options.folder or Path(name) / "places"
        measured = run(SHORT if options.short else options.sizes, steps, folder)
    result: dict[str, Any] = {"machine": measure.machine(), "seed": SEED, "steps": measured}
    if options.short:
        print(page.section(result))
        return 0
    if RESULTS.exists():
        result["steps"] = merged(json.loads(RESULTS.read_text(encoding="utf-8"))["steps"], measured)
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    page.write(result)
    plots.write(result, ROOT / "docs")
    return 0


def _names() -> list[str]:
    return [step.name for step in (*STEPS, *COMPARED)]


if __name__ == "__main__":
    sys.exit(main())
