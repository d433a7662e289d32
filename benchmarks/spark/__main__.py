"""DuckDB against Spark: `python -m benchmarks.spark [REPORTS…]` builds reports on both, and compares every mart.

Without REPORTS the committed tables are built. Figures go into benchmarks/results/spark.json: seconds of each step, and
the processor's seconds, which other work on the machine does not lengthen. Fails where one row differs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.audit import cases, report
from benchmarks.audit.judge import SeedWriter
from benchmarks.spark.compare import compare
from loaders import seedfiles
from loaders.paths import ROOT
from loaders.samples.made import errors
from loaders.spark.publish import MARK
from loaders.warehouse.build import REPORT

_LOOK_SECONDS = 0.5
RESULTS = ROOT / "benchmarks" / "results" / "spark.json"


def main() -> int:
    """The exit status: 1 where the engines differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spark", description=__doc__)
    parser.add_argument("reports", nargs="*", type=int, help="how many made-up reports; none: the committed tables")
    arguments = parser.parse_args()
    told: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    told["machine"] = report.machine()
    differing = 0
    for number in arguments.reports or [0]:
        with tempfile.TemporaryDirectory(prefix="juesuan-spark-") as name:
            measured = measure(number, Path(name))
        print(json.dumps(measured, ensure_ascii=False, indent=2))
        differing += len(measured["differing"])
        told[str(number or "committed")] = measured
        RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return int(differing > 0)


def measure(number: int, folder: Path) -> dict[str, Any]:
    """One size on both engines, each in a process of its own."""
    seeds = ROOT / "seeds" / "reports"
    if number:
        seeds = folder / "seeds"
        make(number, seeds)
    warehouse, output = folder / "juesuan.duckdb", folder / "spark"
    duckdb = _run("--seeds", str(seeds), "--warehouse", str(warehouse))
    spark = _run("--seeds", str(seeds), "--engine", "spark", "--output", str(output))
    compared = compare(warehouse, output)
    rows = {table.table: table.rows for table in compared}
    return {
        "figures": rows["marts.fct_reported_figure"],
        "checks": rows["marts.fct_identity_check"],
        "tables_compared": len(compared),
        "rows_compared": sum(rows.values()),
        "differing": {table.table: table.differences for table in compared if table.differences},
        "duckdb": duckdb | _steps(warehouse.with_name(REPORT)),
        "spark": spark | _steps(output / MARK),
    }


def make(number: int, seeds: Path) -> None:
    """The tables of so many made-up reports, one in five with an error."""
    seedfiles.write({}, seeds)
    writer = SeedWriter(seeds)
    wanted = cases.orders(number - number // 5, 0)
    kinds = tuple(errors.KINDS)
    wanted += [cases.Order(each % len(wanted), kinds[each % len(kinds)], len(wanted)) for each in range(number // 5)]
    files = []
    for _, rows in cases.stream(wanted, os.cpu_count() or 1):
        writer.add(rows)
        document = dict(zip(seedfiles.DOCUMENTS, rows.document, strict=True))
        files.append(
            {
                "input_file_id": document["input_file_id"],
                "file_name": document["file_name"],
                "sha256": document["sha256"],
                "size_bytes": "0",
                "document_count": "1",
            }
        )
    writer.close()
    (seeds / "input_files.csv").write_bytes(seedfiles.render(seedfiles.INPUT_FILES, files))


def _run(*words: str) -> dict[str, float]:
    """Wall-clock and processor seconds and peak memory (MiB) of one build, with all that it starts, Java too."""
    start = time.perf_counter()
    build = subprocess.Popen([sys.executable, "-m", "loaders.cli", "build", *words], cwd=ROOT, start_new_session=True)
    spent: dict[int, float] = {}
    peak = 0
    while build.poll() is None:
        held = 0
        for pid, seconds, pages in _processes(build.pid):
            spent[pid] = seconds
            held += pages
        peak = max(peak, held)
        time.sleep(_LOOK_SECONDS)
    if build.returncode:
        raise RuntimeError(f"{' '.join(words)}: exit status {build.returncode}")
    return {
        "wall_seconds": round(time.perf_counter() - start, 1),
        "processor_seconds": round(sum(spent.values()), 1),
        "peak_mib": round(peak * resource.getpagesize() / 2**20),
    }


def _processes(session: int) -> Iterator[tuple[int, float, int]]:
    """Each process of a session: its number, the processor's seconds so far, and the pages it holds (Linux)."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # ended meanwhile
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                ticks = int(fields[11]) + int(fields[12])
                yield int(file.parent.name), ticks / os.sysconf("SC_CLK_TCK"), int(fields[21])


def _steps(kept: Path) -> dict[str, Any]:
    return {"seconds": json.loads(kept.read_text(encoding="utf-8"))["seconds"]}


if __name__ == "__main__":
    sys.exit(main())
