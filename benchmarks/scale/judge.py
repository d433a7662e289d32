"""How long verdicts take by themselves: `python -m benchmarks.scale.judge LAKE` prints one line of JSON.

The lake's documents are placed by the models as in a build, as many parts side by side as there are cores. What is
measured is what follows, begun in all of them at once: figures are found at the coordinates that rules select, added up
in groups, and compared as intervals. Every check gets its verdict; verdicts are counted, not written down.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import duckdb

from loaders.files import write_seeds
from loaders.lake import documents
from loaders.lake.documents import Entry
from loaders.lake.extract import extract
from loaders.lake.lake import Lake
from loaders.paths import ROOT
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import bare_overlay
from loaders.warehouse.parts.plan import jobs, plan
from loaders.warehouse.parts.workers import allow

_JUDGED = "int_identity_checks_judged"
# From where the clock runs: each is made of placed figures, and of those before it.
_MEASURED = ("int_identity_terms_selected", "int_identity_figures_located", "int_identity_terms_chosen")


def judge(lake: Lake, folder: Path) -> dict[str, Any]:
    """Figures, checks and verdicts of all documents, and the seconds that the verdicts took.

    `verdict_seconds` are those of the last step, sums and comparison; `written_seconds` those of the same models where
    each writes its rows, as in a build. Of parts side by side the slowest counts; processor seconds are of all.
    """
    with duckdb.connect() as connection:
        entries = documents.entries(lake, connection)
        parts = plan(documents.families(entries, documents.units(lake, connection)), (), "").new
    together = min(jobs(), len(parts))
    allow(together)
    told: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    for first in range(0, len(parts), together):
        side_by_side = [
            (lake, part.entries, folder / str(first + number))
            for number, part in enumerate(parts[first : first + together])
        ]
        found = _all_at_once(side_by_side)
        for name in ("seconds", "verdict_seconds", "written_seconds"):
            told[name] += max(seconds[name] for seconds, _ in found)
        told["processor_seconds"] += sum(seconds["processor_seconds"] for seconds, _ in found)
        for _, of_each in found:
            verdicts.update(of_each)
    return {"figures": sum(part.figures for part in parts), "checks": verdicts.total()} | dict(told) | {
        "verdicts": dict(sorted(verdicts.items()))
    }  # fmt: skip


_Part = tuple[Lake, Sequence[Entry], Path]
_Found = tuple[dict[str, float], dict[str, int]]
_begin: Barrier | None = None
_WAIT = 3600.0
"""Seconds after which a part that the others wait for is held to have failed."""


def _all_at_once(parts: Sequence[_Part]) -> list[_Found]:
    """Each part in a process of its own; none begins to judge before all are placed."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(parts), context, _wait_for, (context.Barrier(len(parts)),)) as pool:
        waiting = [pool.submit(_of_part, *part) for part in parts]
        return [each.result() for each in waiting]


def _wait_for(begin: Barrier) -> None:
    global _begin
    _begin = begin


def _of_part(lake: Lake, entries: Sequence[Entry], folder: Path) -> _Found:
    assert _begin is not None
    try:
        dbt, written_seconds = _placed(lake, entries, folder)
    except BaseException:
        _begin.abort()  # the others must not wait for this one
        raise
    try:
        queries = {node.name: node.compiled_code for node in dbt.nodes if node.name in (*_MEASURED, _JUDGED)}
        with dbt.reading() as connection:
            connection.execute("set preserve_insertion_order = false")
            _begin.wait(_WAIT)
            start, spent = perf_counter(), process_time()
            for model in _MEASURED:
                connection.execute(f"create or replace table intermediate.{model} as ({queries[model]}\n)")
            prepared = perf_counter() - start
            counted = connection.execute(
                f"select verdict, count(*) from ({queries[_JUDGED]}\n) group by verdict"
            ).fetchall()
            seconds = perf_counter() - start
            told = {
                "seconds": seconds,
                "verdict_seconds": seconds - prepared,
                "processor_seconds": process_time() - spent,
                "written_seconds": written_seconds,
            }
            written = connection.execute(
                f"select verdict, count(*) from intermediate.{_JUDGED} group by verdict"
            ).fetchall()
    finally:
        dbt.close()
    if dict(counted) != dict(written):
        raise RuntimeError(f"verdicts that were counted: {counted}; that were written: {written}")
    return told, dict(counted)


def _placed(lake: Lake, entries: Sequence[Entry], folder: Path) -> tuple[Dbt, float]:
    """The models in memory, up to those that judge, and the seconds in which these wrote their rows."""
    with duckdb.connect() as connection:
        extract(lake, entries, folder / "tables", connection)
    write_seeds({}, bare_overlay(ROOT, folder / "project"))
    dbt = Dbt(project=folder / "project", warehouse=None, scratch=folder / "scratch", tables=folder / "tables")
    outcome = dbt.build(f"+{_JUDGED}")
    if outcome.failures:
        raise RuntimeError("\n".join(outcome.failures))
    return dbt, sum(node.seconds for node in outcome.nodes if node.name in (*_MEASURED, _JUDGED))


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.judge", description=__doc__)
    parser.add_argument("lake", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="juesuan-judge-") as name:
        told = judge(Lake(options.lake), Path(name))
    print(json.dumps({key: round(value, 2) if isinstance(value, float) else value for key, value in told.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
