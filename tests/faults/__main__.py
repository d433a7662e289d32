"""All faults at length: `python -m tests.faults [--fuzz N] [--kills N] [--publishes N]`; prints what was measured."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import builds, fuzz

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))


def main() -> int:
    """Runs what is asked for; 1 where a fault of the program was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fuzz", type=int, default=10_000, metavar="N", help="damaged documents")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="killed builds")
    parser.add_argument("--publishes", type=int, default=100, metavar="N", help="publishes beside four readers")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores", flush=True)
    found = False
    with tempfile.TemporaryDirectory(prefix="juesuan-faults-") as name:
        for step in ("publishes", "kills"):
            folder = Path(name) / step
            folder.mkdir()
            start = time.monotonic()
            count = getattr(arguments, step)
            seen = builds.readers(folder, count) if step == "publishes" else builds.kills(folder, count)
            print(f"{step}: {count}: {seen}, {time.monotonic() - start:.0f} s", flush=True)
    tally = fuzz.Tally()
    for outcome in fuzz.run(fuzz.names(arguments.fuzz)):
        tally.add(outcome)
        if outcome.is_fault:
            found = True
            print(f"fault: {outcome.name}: {outcome.detail}", flush=True)
    print(
        f"damaged documents: {tally.documents}: {dict(tally.fates)}, slowest {tally.slowest:.1f} s of processor time,"
        f" most memory {tally.memory >> 20} MiB, faults {len(tally.faults)}"
    )
    return int(found)


if __name__ == "__main__":
    sys.exit(main())
