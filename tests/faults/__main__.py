"""All faults at length: prints what was measured, and goes on where it was stopped.

python -m tests.faults [publishes] [kills] [fuzz] [--folder FOLDER] [--count N]
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

_COUNTS = {"publishes": 100, "kills": 200, "fuzz": 10_000}


def main() -> int:
    """Runs what is asked for; 1 where a fault of the program was found."""
    from tests.faults import builds, campaign, killed

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", choices=[*_COUNTS, []], help="all of them if none is named")
    parser.add_argument("--count", type=int, metavar="N", help="publishes, kills, damaged documents")
    parser.add_argument("--folder", type=Path, help="keeps what was found, for the next run to go on from")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores", flush=True)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="juesuan-faults-") as temporary:
        folder = arguments.folder or Path(temporary)
        for step in arguments.steps or _COUNTS:
            (folder / step).mkdir(parents=True, exist_ok=True)
            count = arguments.count or _COUNTS[step]
            start = time.monotonic()
            if step == "publishes":
                print(f"{step}: {builds.readers(folder / step, count)}")
            elif step == "kills":
                print(f"{step}: {killed.run(killed.real_project(folder / step), count)}")
            else:
                faults = campaign.run(folder / step, count)
            print(f"{step}: {time.monotonic() - start:.0f} s", flush=True)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
