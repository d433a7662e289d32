"""No room, no right, no memory, a clock that goes back: a clear word, the others load, the former warehouse stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import miniature
import pytest
from samples import final_accounts

from loaders.paths import ROOT
from loaders.warehouse import build_report
from tests.faults import room

_LESS_RIGHT = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
"""root may read everything; without these two rights it is a user like others."""


def _run(*words: object, before: tuple[str, ...] = (), **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "-m", "loaders.cli", *map(str, words)]
    environment = {**os.environ, **surroundings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with one report."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(final_accounts(), encoding="utf-8")
    return folder


@pytest.fixture
def as_a_user() -> tuple[str, ...]:
    """What stands before a command for it to have no more rights than a user."""
    if os.geteuid() != 0:
        return ()
    if shutil.which(_LESS_RIGHT[0]) is None or subprocess.run([*_LESS_RIGHT, "true"]).returncode:
        pytest.skip("root may read everything, and setpriv(1), which takes that right away, does not work here")
    return _LESS_RIGHT


@pytest.fixture
def closed(documents: Path) -> Iterator[Path]:
    """A folder and a file among the documents that may not be read."""
    (documents / "secret").mkdir()
    (documents / "secret" / "inside.txt").write_text("x")
    (documents / "mine.txt").write_text("x")
    (documents / "secret").chmod(0)
    (documents / "mine.txt").chmod(0)
    yield documents
    (documents / "secret").chmod(0o700)


def _statuses(seeds: Path) -> dict[str, tuple[str, str]]:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select file_name, load_status, status_reason from read_csv('{seeds / 'documents.csv'}', all_varchar=true)"
        ).fetchall()
    return {name: (status, reason) for name, status, reason in rows}


def test_a_disk_that_is_full_fails_the_build_with_words_and_keeps_the_former_warehouse(tmp_path: Path) -> None:
    if reason := room.why_not():
        pytest.skip(f"no file system can be mounted here: {reason}")
    seen = room.run(tmp_path, "small", 16 << 10, 64)
    assert "2 builds refused for want of room, with [16, 1024] KiB" in seen


def test_what_may_not_be_read_is_told_of_and_the_others_load(
    closed: Path, tmp_path: Path, as_a_user: tuple[str, ...]
) -> None:
    done = _run("load", closed, "--seeds", tmp_path / "seeds", before=as_a_user)
    assert done.returncode == 0, done.stderr
    found = _statuses(tmp_path / "seeds")
    assert found["good.txt"][0] == "loaded"
    assert {name: status for name, (status, _) in found.items() if name != "good.txt"} == {
        "secret": "quarantined", "mine.txt": "quarantined",
    }  # fmt: skip
    assert done.stderr.count("Permission denied") == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["build", "load"])
def test_where_nothing_may_be_written_it_says_so(
    documents: Path, tmp_path: Path, as_a_user: tuple[str, ...], command: str
) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "juesuan.duckdb").write_bytes(b"former")
    folder.chmod(0o500)
    try:
        options = ["--warehouse", folder / "juesuan.duckdb"] if command == "build" else ["--seeds", folder]
        done = _run(command, documents, *options, before=as_a_user)
    finally:
        folder.chmod(0o700)
    assert done.returncode == 1
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in folder.iterdir()] == ["juesuan.duckdb"]
    assert (folder / "juesuan.duckdb").read_bytes() == b"former"


def test_a_document_that_takes_more_memory_than_it_may_is_told_of_and_the_others_load(
    documents: Path, tmp_path: Path
) -> None:
    """It is really refused memory, by the system: a text of 171 MB in 512 MiB."""
    (documents / "hungry.txt").write_text("2023年度某局部门决算\n" + "一般公共服务\n" * 9_000_000, encoding="utf-8")
    done = _run("load", documents, "--seeds", tmp_path / "seeds", JUESUAN_MEMORY_BYTES=str(512 << 20))
    assert done.returncode == 0, done.stderr
    assert _statuses(tmp_path / "seeds") == {
        "good.txt": ("loaded", None),
        "hungry.txt": ("quarantined", "beyond_limit"),
    }
    assert "JUESUAN_MEMORY_BYTES" in done.stderr


def test_a_clock_that_is_set_back_loses_no_build(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three builds, the second of which a clock of years ago dates, and a third in the very moment of the first."""
    project = miniature.project(tmp_path / "project")
    warehouse = tmp_path / "w" / "juesuan.duckdb"
    now = datetime(2024, 5, 1, 12, tzinfo=UTC)
    moments = [now, now - timedelta(days=3000), now]

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return moments[0]

    monkeypatch.setattr(build_report, "datetime", Clock)
    seen = []
    while moments:
        miniature.run(project, documents, warehouse)
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            rows = connection.execute("select started_at, is_current from marts.fct_build order by 1").fetchall()
        [current] = [started for started, is_current in rows if is_current]
        assert timedelta(0) <= current - moments[0].replace(tzinfo=None) <= timedelta(milliseconds=1)
        seen.append(len(rows))
        moments.pop(0)
    assert seen == [1, 2, 3]
    report = json.loads((warehouse.parent / "build_report.json").read_text(encoding="utf-8"))
    assert report["succeeded"] is True


_FAKETIME = next((path for path in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), None)


@pytest.mark.skipif(_FAKETIME is None, reason="libfaketime is not installed (apt-get install libfaketime)")
def test_a_clock_set_back_for_the_whole_process_disturbs_nothing(documents: Path, tmp_path: Path) -> None:
    warehouse = tmp_path / "w" / "juesuan.duckdb"
    assert _run("build", documents, "--warehouse", warehouse).returncode == 0
    back = {"LD_PRELOAD": str(_FAKETIME), "FAKETIME": "-3000d", "DONT_FAKE_MONOTONIC": "1"}
    done = _run("build", documents, "--warehouse", warehouse, **back)
    assert done.returncode == 0, done.stderr
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute("select is_current from marts.fct_build order by started_at").fetchall()
    assert rows == [(True,), (False,)]
    assert not [path for path in warehouse.parent.iterdir() if path.name.startswith(".")]
