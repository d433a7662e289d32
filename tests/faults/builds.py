"""Readers beside publishes: each answer is one build's, whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from loaders.warehouse.publish import publish

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
