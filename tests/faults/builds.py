"""Builds killed at random moments, and readers beside publishes: the published file is always one build's, whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb

from loaders.warehouse.publish import publish

_SUPPORT = Path(__file__).resolve().parents[1] / "python"
_ROOT = _SUPPORT.parents[1]
_BUILD = (
    "import sys; sys.path[:0] = [{support!r}, {root!r}]\n"
    "import miniature\nfrom pathlib import Path\n"
    "if __name__ == '__main__': miniature.run(Path({project!r}), Path({documents!r}), Path({warehouse!r}), wait=True)\n"
)
_READER = """
import duckdb, sys, time
path, end, answers = sys.argv[1], sys.argv[2], 0
import os
while not os.path.exists(end):
    with duckdb.connect(path, read_only=True) as connection:
        builds = connection.execute("select build, count(*) from t group by build").fetchall()
    assert len(builds) == 1 and builds[0][1] == 1000, builds
    answers += 1
print(answers)
"""
_KEPT = frozenset({"build_report.json", "failed_build_report.json", "guards.json"})


def kills(folder: Path, count: int, seed: int = 1) -> dict[str, int]:
    """Kills so many builds of a small project; returns what was seen. Raises AssertionError for what must not be."""
    import miniature
    from samples import Accounts, final_accounts

    rng = random.Random(seed)
    project = miniature.project(folder / "project")
    warehouse = folder / "w" / "juesuan.duckdb"
    sets = {}
    for name, departments in (("one", "一"), ("two", "一二")):
        sets[name] = folder / name
        sets[name].mkdir()
        for each in departments:
            text = final_accounts(Accounts(department=f"广州市天河区第{each}服务局"))
            (sets[name] / f"{each}.txt").write_text(text, encoding="utf-8")
    scripts = {}
    for name, documents in sets.items():
        scripts[name] = folder / f"{name}.py"
        values = {
            "support": _SUPPORT,
            "root": _ROOT,
            "project": project,
            "documents": documents,
            "warehouse": warehouse,
        }
        scripts[name].write_text(_BUILD.format(**{key: str(value) for key, value in values.items()}))
    start = time.monotonic()
    assert _start(scripts["one"]).wait() == 0
    whole = time.monotonic() - start
    published, seen = 1, Counter[str]()
    for number in range(count):
        wanted = ("one", "two")[rng.randrange(2)]
        build = _start(scripts[wanted])
        time.sleep(rng.uniform(0, whole * 1.05))
        family = [build.pid, *_descendants(build.pid)]
        victim = rng.choice(family) if rng.random() < 0.3 else build.pid
        _kill(victim)
        seen["child killed" if victim != build.pid else "build killed" if build.poll() is None else "too late"] += 1
        status = build.wait()
        found = _loaded(warehouse)
        new = 1 if wanted == "one" else 2
        assert found in (published, new), f"kill {number}: {found} documents, neither {published} nor {new}"
        seen["published all the same" if status == 0 else "nothing published"] += 1
        published = found
        _gone(family)
    for name, documents in (("one", 1), ("two", 2)):
        assert _start(scripts[name]).wait() == 0
        assert _loaded(warehouse) == documents
    left = {path.name for path in warehouse.parent.iterdir()} - _KEPT - {warehouse.name, f"{warehouse.name}.lock"}
    assert not left, f"left behind: {left}"
    return dict(seen)


def readers(folder: Path, publishes: int, processes: int = 4) -> dict[str, int]:
    """Publishes so many warehouses while others query without pause; returns how many answers these got."""
    target, end = folder / "juesuan.duckdb", folder / "end"
    publish(_made(folder, 0), target)
    others = [
        subprocess.Popen([sys.executable, "-c", _READER, str(target), str(end)], stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for number in range(1, publishes + 1):
        publish(_made(folder, number), target)
    end.touch()
    answers = [int(other.communicate()[0] or 0) for other in others]
    assert [other.returncode for other in others] == [0] * processes
    return {"publishes": publishes, "processes": processes, "answers": sum(answers)}


def _made(folder: Path, number: int) -> Path:
    path = folder / f"new-{number}" / "juesuan.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"create table t as select {number} as build from range(1000)")
    return path


def _start(script: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [each for child in map(int, children) for each in (child, *_descendants(child))]


def _gone(pids: list[int], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    for pid in pids:
        while Path(f"/proc/{pid}").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] not in "ZX":
            assert time.monotonic() < end, f"process {pid} goes on alone"
            time.sleep(0.1)


def _loaded(warehouse: Path) -> int:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select count(*), count(distinct c.document_id) from marts.dim_document d"
            " left join marts.fct_identity_check c using (document_id)"
        ).fetchall()
    [(documents, checked)] = rows
    assert documents == checked, "one build's documents, another's checks"
    json.loads((warehouse.parent / "build_report.json").read_text(encoding="utf-8"))
    return int(documents)
