"""The warehouse over a set of documents: seeds written in bulk, the project's own models run by dbt, verdicts read.

dbt loads a seed row by row, which is right for five reports and too slow for thousands. Here DuckDB loads the same
files itself, as text, into the tables that dbt's seeds have; the models are the project's own, unchanged. Runs in a
process of its own, so that its peak memory is the warehouse's and not the generator's.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from loaders import seedfiles
from loaders.paths import ROOT
from loaders.samples.made.rows import Row, Rows
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import bare_overlay

IDENTITY_MODELS = (
    "int_documents_reached",
    "int_identity_terms_selected",
    "int_identity_figures_located",
    "int_identity_terms_chosen",
    "int_identity_rules_expected",
    "int_identity_checks_judged",
)
"""The tables between placed figures and verdicts; fct_identity_check puts the verdicts into words."""
_GENERATED = (
    "documents",
    "document_tables",
    *(f"figures_{table}" for table in seedfiles.FIGURE_TABLES[: seedfiles.FIGURE_TABLES.index("narrative") + 1]),
)


@dataclass
class Judged:
    """What the run took. `seconds` are dbt's execution times by model, `peak_mib` the process's peak memory."""

    warehouse: Path
    figures: int
    load_seconds: float
    run_seconds: float
    peak_mib: float
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def identity_seconds(self) -> float:
        """The models that judge, one after another."""
        return sum(self.seconds.get(model, 0.0) for model in IDENTITY_MODELS)


class SeedWriter:
    """Writes documents' rows to seed files as they come, so that no more than one document is held in memory."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.figures = 0
        self._files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in _GENERATED}
        self._writers = {name: csv.writer(file, lineterminator="\n") for name, file in self._files.items()}
        for name, writer in self._writers.items():
            writer.writerow(seedfiles.COLUMNS[name])

    def add(self, rows: Rows) -> None:
        """Writes one document."""
        self._write("documents", [rows.document])
        self._write("document_tables", rows.tables)
        for table, found in rows.figures.items():
            self._write(f"figures_{table}", found)
            self.figures += len(found)

    def close(self) -> None:
        """Ends the files."""
        for file in self._files.values():
            file.close()

    def _write(self, name: str, rows: Iterable[Row]) -> None:
        self._writers[name].writerows(rows)


def judge(seeds: SeedWriter, warehouse: Path, *, select: str = "+fct_finding", memory_gb: int | None = None) -> Judged:
    """Runs the models over the seed files written; raises RuntimeError with dbt's words where one fails."""
    command = [sys.executable, "-m", "benchmarks.audit.judge", str(seeds.folder), str(warehouse), select]
    environment = os.environ | ({"BENCHMARK_MEMORY_GB": str(memory_gb)} if memory_gb else {})
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout[-4000:] + done.stderr[-4000:])
    told = json.loads(done.stdout.splitlines()[-1])
    return Judged(warehouse, seeds.figures, **told)


def _worker(seeds: Path, warehouse: Path, select: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="juesuan-benchmark-") as name:
        folder = Path(name)
        empty = bare_overlay(ROOT, folder / "project")
        if memory := os.environ.get("BENCHMARK_MEMORY_GB"):
            profile = folder / "project" / "profiles" / "profiles.yml"
            text = profile.read_text(encoding="utf-8") if profile.exists() else ""
            text = text.replace("      settings:\n", f"      settings:\n        memory_limit: {memory}GB\n")
            profile.unlink()
            profile.write_text(text, encoding="utf-8")
        seedfiles.write({}, empty)
        dbt = Dbt(project=folder / "project", warehouse=warehouse, scratch=folder / "scratch")
        _require(dbt.build("resource_type:seed").failures)
        start = time.perf_counter()
        _load(seeds, warehouse)
        loaded = time.perf_counter()
        outcome = dbt.build(*select.split(), "--exclude", "resource_type:seed")
        _require(outcome.failures)
        done = time.perf_counter()
    seconds = {node.name: node.seconds for node in outcome.nodes if node.kind == "model"}
    return {
        "load_seconds": loaded - start,
        "run_seconds": done - loaded,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "seconds": seconds,
    }


def _load(seeds: Path, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        for file in sorted(seeds.glob("*.csv")):
            connection.execute(f"delete from seeds.{file.stem}")
            connection.execute(
                f"insert into seeds.{file.stem} by name "
                f"select * from read_csv('{file}', header = true, all_varchar = true, nullstr = '')"
            )


def _require(failures: tuple[str, ...]) -> None:
    if failures:
        raise RuntimeError("\n".join(failures))


if __name__ == "__main__":
    print(json.dumps(_worker(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
