"""Builds from a lake that are killed: nothing half written is ever found, and what was whole is not made again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import miniature
import pytest
from lake_support import report

from loaders.lake.lake import Lake
from loaders.paths import ROOT
from loaders.warehouse.build import UntoldError
from loaders.warehouse.parts.part import is_there
from loaders.warehouse.parts.place import parts_of

_LONGEST = 300


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    for number in range(6):
        report(tmp_path / "reports", f"{number}.txt", department=f"广州市天河区第{number}服务局")
    return tmp_path / "reports"


def _start(tmp_path: Path, reports: Path) -> subprocess.Popen[bytes]:
    """A build of three parts, one after another, each of two reports."""
    places = ["--lake", str(tmp_path / "lake"), "--warehouse", str(tmp_path / "w" / "juesuan.duckdb")]
    settings = {"JUESUAN_WHOLE_FIGURES": "1", "JUESUAN_PART_FIGURES": "700", "JUESUAN_JOBS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "loaders.cli", "build", str(reports), *places], cwd=ROOT, env=os.environ | settings,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _kill_when(process: subprocess.Popen[bytes], is_time: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST
    while not is_time():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _finished(tmp_path: Path) -> dict[str, float]:
    parts = parts_of(tmp_path / "w" / "juesuan.duckdb")
    if not parts.is_dir():
        return {}
    return {folder.name: folder.stat().st_mtime_ns for folder in parts.iterdir() if is_there(parts, folder.name)}


def _left(tmp_path: Path) -> list[str]:
    """What is in the folders of lake and warehouse and is only there while something is written."""
    folders = (tmp_path / "lake", tmp_path / "w", parts_of(tmp_path / "w" / "juesuan.duckdb"))
    begins = (".batch-", ".part-", ".building-")
    return [path.name for folder in folders for path in folder.iterdir() if path.name.startswith(begins)]


def _succeed(tmp_path: Path, reports: Path) -> None:
    assert _start(tmp_path, reports).wait(_LONGEST) == 0
    with duckdb.connect(str(tmp_path / "w" / "juesuan.duckdb"), read_only=True) as connection:
        found = connection.execute("select count(*), count(distinct department_id) from marts.dim_document").fetchone()
        assert found == (6, 6)
        (figures,) = connection.execute("select count(*) from marts.fct_reported_figure").fetchone() or (None,)
        (documents,) = connection.execute("select sum(figure_count) from marts.dim_document").fetchone() or (None,)
        assert figures == documents > 0


def test_a_killed_load_leaves_a_lake_of_whole_batches(tmp_path: Path, reports: Path) -> None:
    lake = tmp_path / "lake"
    _kill_when(_start(tmp_path, reports), lambda: lake.is_dir() and any(lake.glob(".batch-*")))
    assert len(Lake(lake).batches()) <= 1
    time.sleep(1.1)
    _succeed(tmp_path, reports)
    assert {batch.load for batch in Lake(lake).batches()} == {1}
    assert _left(tmp_path) == []


def test_a_killed_build_leaves_its_finished_parts_to_the_next(tmp_path: Path, reports: Path) -> None:
    _kill_when(_start(tmp_path, reports), lambda: len(_finished(tmp_path)) == 1)
    assert not (tmp_path / "w" / "juesuan.duckdb").exists()
    before = _finished(tmp_path)
    assert 1 <= len(before) < 3
    _succeed(tmp_path, reports)
    after = _finished(tmp_path)
    assert len(after) == 3
    assert {key: after[key] for key in before} == before
    assert _left(tmp_path) == []


def test_what_a_kill_left_goes_though_there_is_nothing_to_do_and_what_fails_after_publishing_is_told(
    tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUESUAN_JOBS", "1")
    project, lake, parts = miniature.project(tmp_path / "project"), tmp_path / "lake", tmp_path / "w" / "juesuan.parts"
    words = ["build", str(reports), "--lake", str(lake), "--warehouse", str(tmp_path / "w" / "juesuan.duckdb")]
    miniature.run_lake(project, words)
    (lake / ".batch-abcdefgh").mkdir()
    (parts / ".part-abcdefgh").mkdir()
    (parts / "left.json").unlink()
    (parts / "left.json").mkdir()
    with pytest.raises(UntoldError, match=r"left\.json"):
        miniature.run_lake(project, words)
    assert _left(tmp_path) == []
    report = json.loads((tmp_path / "w" / "build_report.json").read_text(encoding="utf-8"))
    assert (report["succeeded"], report["build_id"]) == (True, _present_build(tmp_path / "w" / "juesuan.duckdb"))


def _present_build(warehouse: Path) -> str:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        [(build,)] = connection.execute("select build_id from marts.fct_build where is_current").fetchall()
        return str(build)
