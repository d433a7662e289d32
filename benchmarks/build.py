"""Measures what the project promises of speed: the whole build, and the check of each report, as a user runs them.

Each command runs once unmeasured: what dbt has read of the project, and compiled, is kept from then on.

Usage: python benchmarks/build.py [--runs N]. Writes results/build.json and the table in README.md beside this file.
The reports are taken from JUESUAN_REPORTS (default: ../shared/documents/reports beside the repository).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REPORTS = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "documents" / "reports"))
RESULT = HERE / "results" / "build.json"
README = HERE / "README.md"
MARK = "<!-- written by benchmarks/build.py -->"
BUILD_LIMIT, CHECK_LIMIT = 15.0, 10.0
"""Seconds promised on the reference machine (2 cores)."""


def main() -> int:
    """Measures, writes, and returns 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often each command runs; default: 5")
    runs = parser.parse_args().runs
    if not REPORTS.is_dir():
        print(f"the reports are not at {REPORTS}; name their folder in JUESUAN_REPORTS", file=sys.stderr)
        return 2
    files = sorted(file for file in REPORTS.iterdir() if file.is_file())
    measured = [_build([], runs), _build(files, runs), *(_check(file, runs) for file in files)]
    result = {"machine": _machine(), "versions": _versions(), "runs": runs, "measured": measured}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    README.write_text(_readme(result), encoding="utf-8")
    print(README.read_text(encoding="utf-8").split(MARK)[1])
    return 0 if all(row["median_seconds"] <= row["limit_seconds"] for row in measured) else 1


def _build(files: Sequence[Path], runs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder) / "juesuan.duckdb"
        times = _times(runs, "build", *map(str, files), "--warehouse", str(warehouse))
        report = json.loads((Path(folder) / "build_report.json").read_text(encoding="utf-8"))
        size = warehouse.stat().st_size
    steps = {"steps_of_last_run": report["seconds"], "warehouse_bytes": size}
    return _row(f"juesuan build{f', {len(files)} reports' if files else ''}", times, BUILD_LIMIT) | steps


def _check(file: Path, runs: int) -> dict[str, Any]:
    return _row(f"juesuan check {file.name}", _times(runs, "check", str(file)), CHECK_LIMIT)


def _times(runs: int, *arguments: str) -> list[tuple[float, float]]:
    _time(*arguments)
    return [_time(*arguments) for _ in range(runs)]


def _time(*arguments: str) -> tuple[float, float]:
    """Seconds by the clock and of all processors, of one command as a user runs it; a broken one ends the benchmark."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "loaders.cli", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seconds = time.monotonic() - start
    if done.returncode not in ((0,) if arguments[0] == "build" else (0, 1)):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _row(what: str, times: Sequence[tuple[float, float]], limit: float) -> dict[str, Any]:
    seconds = [clock for clock, _ in times]
    return {
        "what": what,
        "median_seconds": round(statistics.median(seconds), 2),
        "best_seconds": round(min(seconds), 2),
        "worst_seconds": round(max(seconds), 2),
        "processor_seconds": round(statistics.median(processor for _, processor in times), 2),
        "limit_seconds": limit,
    }


def _machine() -> dict[str, Any]:
    """What matters for speed, and nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cores": os.cpu_count(), "memory_gib": round(memory / 2**30), "system": platform.system()}


def _versions() -> dict[str, str]:
    packages = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations")
    return {"python": platform.python_version()} | {package: version(package) for package in packages}


def _readme(result: dict[str, Any]) -> str:
    """The page with its table written anew; the words above the mark and other benchmarks' sections are kept."""
    text = README.read_text(encoding="utf-8") if README.exists() else "# Benchmarks\n\n"
    words, _, below = text.partition(MARK)
    at = below.find("<!-- written by benchmarks/")
    others = f"\n{below[at:].rstrip()}\n" if at >= 0 else ""
    machine, versions = result["machine"], result["versions"]
    rows = "\n".join(
        f"| {row['what']} | {row['median_seconds']:.1f} | {row['best_seconds']:.1f} | {row['worst_seconds']:.1f} "
        f"| {row['processor_seconds']:.1f} | {row['limit_seconds']:.0f} |"
        for row in result["measured"]
    )
    said = ", ".join(f"{name} {number}" for name, number in versions.items())
    return (
        f"{words}{MARK}\n\n"
        f"{machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}; {said}; "
        f"{result['runs']} runs each.\n\n"
        "| command | median s | best s | worst s | processor s | promised s |\n|---|---:|---:|---:|---:|---:|\n"
        f"{rows}\n{others}"
    )


if __name__ == "__main__":
    sys.exit(main())
