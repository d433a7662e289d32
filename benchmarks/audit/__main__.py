"""Measures the audit: `python -m benchmarks.audit` writes benchmarks/results/audit.json and a section of the README.

`--short` runs some sixty documents in less than a minute and writes nothing. The results are written after each stage:
verdicts, findings, one batch several times, and Arelle where one is given.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.audit import arelle, cases, findings, report, rivals
from benchmarks.audit.cases import Case, Order
from benchmarks.audit.judge import Judged, SeedWriter, judge
from benchmarks.audit.score import Score
from loaders.paths import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "audit.json"
_BATCH = 1_000_000
"""Figures in one warehouse: a batch ends with the document that reaches it."""
_TIMES = 3


def run(clean: int, per_kind: int, *, with_findings: bool, progress: bool = False) -> dict[str, Any]:
    """Makes the documents, judges them in batches, and counts; a short run goes on to the findings of its one batch."""
    score, batches = Score(), []
    started = time.perf_counter()
    ordered = cases.orders(clean, per_kind)
    told: dict[str, Any] = {}
    for judged, pending, warehouse in _batches(ordered, "+fct_finding" if with_findings else "+fct_identity_check"):
        score.add(pending, rivals.read(warehouse))
        batches.append(judged)
        if with_findings:
            told = findings.count(pending, findings.read(warehouse)) | {"batch": _timing(judged)}
        if progress:
            print(f"{score.made} of {len(ordered)} documents, {time.perf_counter() - started:.0f} s", file=sys.stderr)
    return {
        "machine": report.machine(),
        "seed": cases.SEED,
        "documents": len(ordered),
        "figures": sum(batch.figures for batch in batches),
        **score.result(),
        "findings": told,
        "batches": [_timing(batch) for batch in batches],
        "seconds": round(time.perf_counter() - started, 1),
    }


def locate(clean: int, per_kind: int, sampled: int) -> dict[str, Any]:
    """The first documents of each kind, in one warehouse, up to the findings that are published."""
    ordered = cases.sample(cases.orders(clean, per_kind), sampled)
    told: dict[str, Any] = {}
    for judged, pending, warehouse in _batches(ordered, "+fct_finding", sys.maxsize):
        told = findings.count(pending, findings.read(warehouse)) | {"batch": _timing(judged)}
    return told


def _batches(ordered: list[Order], select: str, batch: int = _BATCH) -> Iterator[tuple[Judged, list[Case], Path]]:
    """Warehouses of so many figures, each with its documents; a warehouse lives until the next is asked for."""
    pending: list[Case] = []
    with tempfile.TemporaryDirectory(prefix="juesuan-audit-") as name:
        warehouse, writer = Path(name) / "juesuan.duckdb", SeedWriter(Path(name) / "seeds")
        for index, (case, rows) in enumerate(cases.stream(ordered, os.cpu_count() or 1), start=1):
            writer.add(rows)
            pending.append(case)
            if writer.figures >= batch or index == len(ordered):
                writer.close()
                warehouse.unlink(missing_ok=True)
                yield judge(writer, warehouse, select=select), pending, warehouse
                writer, pending = SeedWriter(Path(name) / "seeds"), []
        writer.close()


def again(times: int) -> list[dict[str, Any]]:
    """One batch of clean documents, judged that often: time and memory on a machine that does nothing else."""
    with tempfile.TemporaryDirectory(prefix="juesuan-audit-") as name:
        writer = SeedWriter(Path(name) / "seeds")
        for _, rows in cases.stream(cases.orders(1000, 0), os.cpu_count() or 1):
            writer.add(rows)
            if writer.figures >= _BATCH:
                break
        writer.close()
        warehouses = [Path(name) / f"run-{run}" / "juesuan.duckdb" for run in range(times)]
        for warehouse in warehouses:
            warehouse.parent.mkdir()
        return [_timing(judge(writer, warehouse, select="+fct_identity_check")) for warehouse in warehouses]


def _timing(batch: Judged) -> dict[str, Any]:
    return {
        "figures": batch.figures,
        "load_seconds": round(batch.load_seconds, 2),
        "models_seconds": round(batch.run_seconds, 2),
        "identity_seconds": round(batch.identity_seconds, 2),
        "peak_mib": round(batch.peak_mib),
        "seconds_by_model": {model: round(seconds, 2) for model, seconds in sorted(batch.seconds.items())},
    }


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--short", action="store_true", help="some sixty documents; prints, writes nothing")
    parser.add_argument("--clean", type=int, default=1000, help="clean reports")
    parser.add_argument("--per-kind", type=int, default=105, help="reports for each kind of error")
    parser.add_argument("--located", type=int, default=30, help="of each kind, reports judged up to their findings")
    parser.add_argument(
        "--arelle", type=Path, help="python of an environment with arelle-release, to measure it beside"
    )
    parser.add_argument("--arelle-documents", type=int, default=60, help="documents that Arelle judges")
    parser.add_argument("--again", action="store_true", help="only times a batch again, beside results already there")
    options = parser.parse_args(arguments)
    if options.short:
        print(report.table(run(24, 3, with_findings=True)))
        return 0
    if options.again:
        result = json.loads(RESULTS.read_text(encoding="utf-8"))
        result["again"] = again(_TIMES)
        _write(result)
        return 0
    result = run(options.clean, options.per_kind, with_findings=False, progress=True)
    _write(result)
    result["findings"] = locate(options.clean, options.per_kind, options.located)
    _write(result)
    result["again"] = again(_TIMES)
    _write(result)
    if options.arelle:
        result["arelle"] = arelle.measure(options.arelle, options.arelle_documents)
        _write(result)
    return 0


def _write(result: dict[str, Any]) -> None:
    """Writes what is known so far."""
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    report.write(result)


if __name__ == "__main__":
    sys.exit(main())
