"""All faults at length: prints what was measured, and goes on where it was stopped.

python -m tests.faults [publishes] [room] [upgrade] [kills] [lake-kills] [power] [fuzz]
                       [--folder FOLDER] [--count N] [--former REVISION]
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))

_STEPS = ("publishes", "room", "upgrade", "kills", "lake-kills", "power", "fuzz")
_COUNTS = {"publishes": 100, "kills": 200, "lake-kills": 200, "power": 200, "fuzz": 10_000}
_REAL_SHARE = 4
"""Of so many kills of lakes, and cuts of the power, one is of the project's own models, which take longer."""
_SMALLEST_ROOM, _MORE_ROOM = 4 << 10, 3


def main() -> int:
    """Runs what is asked for; 1 where a fault of the program was found."""
    from loaders.warehouse.lock import LockHeldError, locked
    from tests.faults import builds, campaign, killed, lakes, power, room, upgrade

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", choices=[*_STEPS, []], help="all of them if none is named")
    parser.add_argument("--count", type=int, metavar="N", help="publishes, kills, cuts of the power, damaged documents")
    parser.add_argument("--folder", type=Path, help="keeps what was found, for the next run to go on from")
    parser.add_argument("--former", default="HEAD~80", metavar="REVISION", help="whose warehouse is replaced")
    arguments = parser.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores", flush=True)
    faults = 0
    with ExitStack() as stack:
        folder = arguments.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="juesuan-faults-")))
        try:
            stack.enter_context(locked(folder / ".lock"))
        except LockHeldError as error:
            parser.error(f"{folder} is in use, {error}: two runs would write one journal")
        for step in arguments.steps or _STEPS:
            (folder / step).mkdir(parents=True, exist_ok=True)
            count = arguments.count or _COUNTS.get(step, 0)
            start = time.monotonic()
            if step == "publishes":
                print(f"{step}: {builds.readers(folder / step, count)}")
            elif step == "room":
                print(f"{step}: {room.why_not() or room.run(folder / step, 'real', _SMALLEST_ROOM, _MORE_ROOM)}")
            elif step == "upgrade":
                print(f"{step}: {upgrade.run(folder / step, arguments.former)}")
            elif step == "kills":
                print(f"{step}: {killed.run(killed.real_project(folder / step), count)}")
            elif step == "lake-kills":
                for kind, make, number in (
                    ("small", lakes.small, count - count // _REAL_SHARE),
                    ("real", lakes.real, count // _REAL_SHARE),
                ):
                    (folder / step / kind).mkdir(exist_ok=True)
                    print(f"{step}, {kind} project: {lakes.run(make(folder / step / kind), number)}", flush=True)
            elif step == "power":
                real = count // (2 * _REAL_SHARE)
                kinds = (("small", count // 2 - real), ("real", real))
                for scene, (kind, number) in itertools.product(("builds", "lakes"), kinds):
                    with tempfile.TemporaryDirectory(dir=folder / step) as place:
                        told = power.why_not() or power.run(Path(place), scene, kind, number)
                    print(f"{step}, {scene}, {kind} project: {told}", flush=True)
            else:
                faults = campaign.run(folder / step, count)
            print(f"{step}: {time.monotonic() - start:.0f} s", flush=True)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
