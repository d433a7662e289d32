"""One way to judge one batch, in this process: `python -m benchmarks.scale.rivals NAME BATCH`; prints the score."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from benchmarks.scale.generate import truths
from benchmarks.scale.rivals.score import score

RIVALS = {
    "juesuan": ("juesuan", "judge"),
    "pandas-loop": ("pandas_code", "loop"),
    "pandas-at-once": ("pandas_code", "at_once"),
    "dbt-tests": ("dbt_tests", "judge"),
    "great-expectations": ("expectations", "judge"),
}


def main(arguments: list[str] | None = None) -> int:
    """The command line. Seconds are from the rows on the disk to the alarms, without Python's imports."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.rivals", description=__doc__)
    parser.add_argument("name", choices=RIVALS)
    parser.add_argument("batch", type=Path, help="a folder that benchmarks.scale.generate made")
    parser.add_argument("--tolerance", type=float, default=0.001, help="share of the larger side that is forgiven")
    options = parser.parse_args(arguments)
    module, function = RIVALS[options.name]
    judge = getattr(importlib.import_module(f"benchmarks.scale.rivals.{module}"), function)
    start, used = time.perf_counter(), time.process_time()
    judged = judge(options.batch, options.tolerance)
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    told = score(judged, truths(options.batch))
    print(json.dumps(told | {"seconds": round(seconds, 3), "processor_seconds": round(processor, 3)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
