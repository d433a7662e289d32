"""Measures the readers; writes results/read.json and a section of the README.md beside this folder.

Usage: python -m benchmarks.read [--only ours,rivals,check,scans]. What is left out keeps its last result. pdfplumber
is a package of development; Camelot runs in its own environment (`make tools`), and is left out without it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.read import documents, page, scans
from loaders.paths import ROOT

RESULT = ROOT / "benchmarks" / "results" / "read.json"
LENGTHS = (5, 30, 300)
# Processor time grows with what else the machine does: the least of so many runs is told.
RUNS = 3
REPORT_PAGES, BATCH = 25, 50
_CAMELOT = Path(os.environ.get("JUESUAN_TOOLS", ROOT / ".cache" / "tools")) / "camelot" / "bin" / "python"
PARTS = ("ours", "rivals", "check", "scans")


def main() -> int:
    """Measures the parts asked for; returns 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts to measure, of {', '.join(PARTS)}")
    parser.add_argument("--pages", default=",".join(map(str, LENGTHS)), help="lengths of the ruled PDFs")
    parser.add_argument("--batch", type=int, default=BATCH, help="reports in the batch that is checked")
    arguments = parser.parse_args()
    parts, lengths = arguments.only.split(","), [int(length) for length in arguments.pages.split(",")]
    measured: dict[str, Any] = {"machine": _machine()}
    with tempfile.TemporaryDirectory(prefix="juesuan-read-") as name:
        folder = Path(name)
        for part, tools in (("ours", {"juesuan": sys.executable}), ("rivals", _rivals())):
            if part in parts:
                measured[part] = _read_by(tools, lengths, folder)
        if "check" in parts:
            measured["check"] = _check(arguments.batch, folder)
        if "scans" in parts:
            measured["scans"] = scans.measure(folder)
    result = (json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}) | measured
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    page.write(result)
    return 0 if page.promises_hold(result) else 1


def _rivals() -> dict[str, str]:
    """The other tools, each with the interpreter of its environment."""
    tools = {"pdfplumber": sys.executable, "camelot": str(_CAMELOT)}
    if not _CAMELOT.exists():
        print(f"Camelot is left out: it is not at {_CAMELOT} (make tools)", file=sys.stderr)
        del tools["camelot"]
    return tools


def _read_by(tools: dict[str, str], lengths: Sequence[int], folder: Path) -> list[dict[str, Any]]:
    """Each tool on each length, in a process of its own."""
    rows = []
    for length in lengths:
        path = folder / f"{length}.pdf"
        truth = documents.ruled(path, length)
        told: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
        for _ in range(RUNS):
            for tool, python in tools.items():
                told[tool].append(_told(python, tool, path))
        rows += [_row(tool, length, truth, min(runs, key=_processor_seconds)) for tool, runs in told.items()]
    return rows


def _processor_seconds(told: dict[str, Any]) -> float:
    return float(told["processor_seconds"])


def _told(python: str, tool: str, path: Path) -> dict[str, Any]:
    """What a tool read, in a process of its own, with its time and memory."""
    script = str(Path(__file__).with_name("reader.py"))
    done = subprocess.run([python, script, tool, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed on {path.name}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _row(tool: str, length: int, truth: dict[int, list[list[str]]], told: dict[str, Any]) -> dict[str, Any]:
    right, cells = _exact(truth, told["tables"])
    return {
        "tool": tool,
        "pages": length,
        "seconds": round(told["seconds"], 3),
        "processor_seconds": round(told["processor_seconds"], 3),
        "pages_per_processor_second": round(length / told["processor_seconds"], 1),
        "cells": cells,
        "exact_cells": right,
        "peak_mib": round(told["peak_bytes"] / 2**20, 1),
    }


def _exact(truth: dict[int, list[list[str]]], tables: Sequence[tuple[int, list[list[str]]]]) -> tuple[int, int]:
    """Cells with exactly their text in exactly their row and column of their page's one table, and all cells."""
    found = dict(tables)
    right = cells = 0
    for number, rows in truth.items():
        read = found.get(number, [])
        fits = len(read) == len(rows) and all(len(one) == len(other) for one, other in zip(read, rows, strict=True))
        cells += sum(map(len, rows))
        if fits:
            right += sum(one == other for a, b in zip(read, rows, strict=True) for one, other in zip(a, b, strict=True))
    return right, cells


def _check(count: int, folder: Path) -> dict[str, Any]:
    """`juesuan check` of one report in a new process, and of a folder of them."""
    batch = folder / "batch"
    batch.mkdir()
    files = documents.reports(batch, count, REPORT_PAGES)
    one, one_processor = min(_timed("check", str(files[0])) for _ in range(3))
    many, many_processor = _timed("check", str(batch))
    return {
        "pages": REPORT_PAGES,
        "cold_seconds": round(one, 2),
        "cold_processor_seconds": round(one_processor, 2),
        "batch": count,
        "batch_seconds": round(many, 2),
        "batch_processor_seconds": round(many_processor, 2),
        "seconds_each": round(many / count, 3),
    }


def _timed(*arguments: str) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "loaders.cli", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    seconds = time.monotonic() - start
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _machine() -> dict[str, Any]:
    """What matters for speed, and nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    packages = {package: version(package) for package in ("pypdfium2", "pdfplumber")}
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30),
        "python": platform.python_version(),
        **packages,
    }


if __name__ == "__main__":
    sys.exit(main())
