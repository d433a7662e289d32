"""Publishing is all or nothing: whatever happens to a build, the published warehouse is the old one or the new one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import miniature
import pytest
from samples import final_accounts

from loaders import pipeline, seedfiles
from loaders.files import replace_whole, write_seeds
from loaders.guards.results import Failure, GuardReport, SuiteResult
from loaders.messages import SaidError
from loaders.progress import Progress
from loaders.warehouse.build import BuildFailedError, NothingReadError, Request, UntoldError, build
from loaders.warehouse.dbt_runner import Dbt, Outcome
from loaders.warehouse.lock import LockHeldError, locked
from loaders.warehouse.publish import publish
from loaders.workspace import workspace

_HERE = Path(__file__).parent


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A dbt project of three models."""
    return miniature.project(tmp_path / "project")


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Where to publish; nothing is there yet."""
    return tmp_path / "warehouse" / "juesuan.duckdb"


def _names(warehouse: Path) -> list[str]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return [
            name for (name,) in connection.execute("select file_name from marts.dim_document order by 1").fetchall()
        ]


def _left(warehouse: Path) -> set[str]:
    """What stands in the warehouse's folder beyond what belongs there."""
    kept = {warehouse.name, f"{warehouse.name}.lock", "build_report.json", "failed_build_report.json", "guards.json"}
    return {path.name for path in warehouse.parent.iterdir()} - kept


def _child(project: Path, documents: Path, warehouse: Path, before: str = "") -> subprocess.Popen[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(_HERE)!r})\nimport miniature\nfrom pathlib import Path\n{before}\n"
        f"miniature.run(Path({str(project)!r}), Path({str(documents)!r}), Path({str(warehouse)!r}))\n"
    )
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)


def _until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_a_build_publishes_and_reports(project: Path, sample: Path, warehouse: Path) -> None:
    (sample / "empty.txt").write_bytes(b"")
    miniature.run(project, sample, warehouse)
    assert _names(warehouse) == ["accounts.txt", "empty.txt"]
    assert _left(warehouse) == set()
    report = json.loads((warehouse.parent / "build_report.json").read_text(encoding="utf-8"))
    assert report["succeeded"] is True
    assert report["documents"] == {"loaded": 1, "quarantined": 1}
    assert report["quarantined"][0]["file_name"] == "empty.txt"
    assert report["quarantined"][0]["status_reason"] == "empty"
    assert report["rows"]["dim_document"] == 2
    assert report["checks"] == {"exact": 2}
    assert set(report["seconds"]) >= {"load", "parse", "models", "tests", "publish", "total"}
    assert report["versions"]["duckdb"]
    assert json.loads((warehouse.parent / "guards.json").read_text(encoding="utf-8"))["borders"]


def test_the_committed_seeds_are_neither_read_nor_changed_when_documents_are_given(
    project: Path, sample: Path, warehouse: Path
) -> None:
    miniature.run(project, sample, warehouse)
    assert list((project / "seeds" / "reports").iterdir()) == []
    assert not (project / "target").exists()
    assert not (project / "logs").exists()


def test_a_failed_test_keeps_the_published_warehouse_and_says_what_failed(
    project: Path, sample: Path, warehouse: Path, tmp_path: Path
) -> None:
    miniature.run(project, sample, warehouse)
    before = warehouse.read_bytes()
    failing = miniature.project(tmp_path / "failing", test="select 'T1' as identity_id, 42 as difference")
    with pytest.raises(BuildFailedError) as failed:
        miniature.run(failing, sample, warehouse)
    assert warehouse.read_bytes() == before
    assert _left(warehouse) == set()
    (words,) = failed.value.report.failures
    assert "assert_nothing_wrong" in words
    assert "identity_id=T1, difference=42" in words
    kept = json.loads(failed.value.kept_at.read_text(encoding="utf-8"))
    assert kept["succeeded"] is False
    assert kept["failures"] == [words]
    miniature.run(project, sample, warehouse)
    assert not failed.value.kept_at.exists()


@pytest.mark.parametrize("sql", ["select * from nowhere", "select {{ broken("])
def test_a_broken_model_keeps_the_published_warehouse(sample: Path, warehouse: Path, tmp_path: Path, sql: str) -> None:
    with pytest.raises(BuildFailedError) as failed:
        miniature.run(miniature.project(tmp_path / "broken", fct_finding=sql), sample, warehouse)
    assert not warehouse.exists()
    assert "fct_finding" in str(failed.value)


class _Strict(miniature.Lenient):
    """Guards that find the marts wrong."""

    def marts(self, warehouse: Path) -> Callable[[], GuardReport]:
        failure = Failure("marts.fct_revenue", "amount_cny", "不应为空", "must not be empty", 1, ("document_id=d",))
        return lambda: GuardReport("marts", (SuiteResult("marts.fct_revenue", 1, 1, (failure,)),))


class _Dead(miniature.Lenient):
    """Guards whose process has died."""

    def seeds(self, folder: Path) -> Callable[[], GuardReport]:
        def answer() -> GuardReport:
            from loaders import messages

            raise SaidError(messages.GUARD_DIED.fill(detail="exit code -9"))

        return answer


@pytest.mark.parametrize(("guards", "words"), [(_Strict(), "must not be empty"), (_Dead(), "exit code -9")])
def test_a_guard_stops_the_publishing(
    project: Path, sample: Path, warehouse: Path, guards: miniature.Lenient, words: str
) -> None:
    with pytest.raises(BuildFailedError, match=words):
        build(Request(warehouse, (sample,), project=project), Progress(), guards)
    assert not warehouse.exists()
    assert _left(warehouse) == set()


def test_nothing_readable_is_not_published(project: Path, tmp_path: Path, warehouse: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    here = Path.cwd()
    with pytest.raises(NothingReadError):
        miniature.run(project, tmp_path / "empty.txt", warehouse)
    assert not warehouse.exists()
    assert _left(warehouse) == set()
    assert Path.cwd() == here  # dbt, begun beside the reading, works in its own folder no more


def test_no_table_is_written_where_dbt_still_reads(
    project: Path, sample: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents are read while dbt reads the project: whichever is first waits."""
    loaded, seen = threading.Event(), []
    load, parse = pipeline.load, Dbt._parse

    def load_first(*arguments: Any, **options: Any) -> Any:
        result = load(*arguments, **options)
        loaded.set()
        return result

    def parse_late(dbt: Dbt) -> str | None:
        assert loaded.wait(60)
        time.sleep(0.3)
        seen.append(sorted(path.name for path in (dbt._project / "seeds" / "reports").iterdir()))
        seen.append((dbt._project / "seeds" / "reports" / "documents.csv").read_text(encoding="utf-8").splitlines()[1:])
        return parse(dbt)

    monkeypatch.setattr(pipeline, "load", load_first)
    monkeypatch.setattr(Dbt, "_parse", parse_late)
    miniature.run(project, sample, warehouse)
    assert seen == [sorted(f"{name}.csv" for name in seedfiles.COLUMNS), []]


def test_without_tables_it_says_what_to_do(project: Path, warehouse: Path) -> None:
    with pytest.raises(SaidError, match="juesuan load"):
        build(Request(warehouse, project=project), Progress(), miniature.Lenient())


def test_a_full_disk_is_a_failed_build(
    project: Path, sample: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("loaders.warehouse.build.publish", full)
    with pytest.raises(BuildFailedError, match="No space left on device"):
        miniature.run(project, sample, warehouse)
    assert _left(warehouse) == set()


def test_what_fails_after_the_publishing_is_told_and_undoes_nothing(
    project: Path, sample: Path, warehouse: Path
) -> None:
    miniature.run(project, sample, warehouse)
    report, guards = warehouse.with_name("build_report.json"), warehouse.with_name("guards.json")
    report.unlink()
    report.mkdir()  # a report cannot take its place
    guards.unlink()
    warehouse.with_name("failed_build_report.json").write_text("{}")
    (sample / "second.txt").write_text(final_accounts(unit="元").replace("样例", "另一"), encoding="utf-8")
    with pytest.raises(UntoldError, match=r"Is a directory.*build_report\.json") as told:
        miniature.run(project, sample, warehouse)
    assert len(told.value.undone) == 1
    assert told.value.report.succeeded
    assert told.value.report.seconds["total"] >= told.value.report.seconds["publish"]
    assert _names(warehouse) == ["accounts.txt", "second.txt"]
    assert json.loads(guards.read_text(encoding="utf-8"))["borders"]
    assert not warehouse.with_name("failed_build_report.json").exists()
    assert _left(warehouse) == set()


def test_an_interrupt_comes_too_late_once_the_warehouse_is_published(
    project: Path, sample: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(built: Path, target: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        publish(built, target)

    monkeypatch.setattr("loaders.warehouse.build.publish", interrupted)
    miniature.run(project, sample, warehouse)
    assert json.loads(warehouse.with_name("build_report.json").read_text(encoding="utf-8"))["succeeded"]
    assert _names(warehouse) == ["accounts.txt"]


def test_an_interrupt_while_publishing_fails_is_an_interrupt(
    project: Path, sample: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("loaders.warehouse.build.publish", interrupted)
    with pytest.raises(KeyboardInterrupt):
        miniature.run(project, sample, warehouse)
    assert not warehouse.exists()
    assert _left(warehouse) == set()


@pytest.mark.parametrize("moment", ["load", "dbt", "publish"])
def test_a_killed_build_leaves_the_old_warehouse_and_the_next_one_cleans_up(
    project: Path, sample: Path, warehouse: Path, moment: str
) -> None:
    miniature.run(project, sample, warehouse)
    (sample / "second.txt").write_text(final_accounts(unit="元").replace("样例", "另一"), encoding="utf-8")
    stop = {
        "load": "import loaders.pipeline as m; name = 'load'",
        "dbt": "import loaders.warehouse.dbt_runner as n; m = n.Dbt; name = 'test'",
        "publish": "import loaders.warehouse.build as m; name = 'publish'",
    }[moment]
    # The child kills itself at the moment, as the kernel would: no handler, no cleaning up.
    kill = f"import os; {stop}; setattr(m, name, lambda *a, **k: os.kill(os.getpid(), 9))"
    child = _child(project, sample, warehouse, kill)
    assert child.wait(timeout=120) == -signal.SIGKILL
    assert _names(warehouse) == ["accounts.txt"]
    assert [name for name in _left(warehouse) if name.startswith(".building-")]
    miniature.run(project, sample, warehouse)
    assert _names(warehouse) == ["accounts.txt", "second.txt"]
    assert _left(warehouse) == set()


def test_ctrl_c_leaves_nothing(project: Path, sample: Path, warehouse: Path) -> None:
    child = _child(project, sample, warehouse)
    _until(lambda: warehouse.parent.is_dir() and any(warehouse.parent.glob(".building-*/project/seeds/reports/*")))
    child.send_signal(signal.SIGINT)
    assert child.wait(timeout=60) != 0
    assert not warehouse.exists()
    assert _left(warehouse) == set()


def test_a_second_build_is_refused_with_the_first_ones_name_and_waits_if_told(
    project: Path, sample: Path, warehouse: Path
) -> None:
    lock = warehouse.with_name(f"{warehouse.name}.lock")
    with locked(lock):
        with pytest.raises(SaidError) as refused:
            miniature.run(project, sample, warehouse)
        assert str(os.getpid()) in refused.value.message.zh
        assert "--wait" in refused.value.message.en
        waiting = threading.Thread(target=miniature.run, args=(project, sample, warehouse), kwargs={"wait": True})
        waiting.start()
        time.sleep(0.3)
        assert not warehouse.exists()
    waiting.join(timeout=60)
    assert _names(warehouse) == ["accounts.txt"]


def test_a_lock_of_a_dead_process_holds_nobody_up(tmp_path: Path) -> None:
    lock = tmp_path / "w.lock"
    lock.write_text('{"pid": 1, "since": "2020-01-01T00:00:00+00:00"}')
    with locked(lock), pytest.raises(LockHeldError, match=str(os.getpid())), locked(lock):
        pass


def test_readers_see_the_old_or_the_new_warehouse_whole(tmp_path: Path) -> None:
    target = tmp_path / "juesuan.duckdb"

    def made(number: int) -> Path:
        path = tmp_path / f"new-{number}" / "juesuan.duckdb"
        path.parent.mkdir()
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"create table t as select {number} as build from range(1000)")
        return path

    publish(made(0), target)
    reader = subprocess.Popen(
        [sys.executable, "-c", _READER.format(path=str(target))], stdout=subprocess.PIPE, text=True
    )
    for number in range(1, 40):
        publish(made(number), target)
    out, _ = reader.communicate(timeout=60)
    seen = [line.split() for line in out.splitlines()]
    assert reader.returncode == 0
    assert {count for _, count in seen} == {"1000"}
    assert [int(build) for build, _ in seen] == sorted(int(build) for build, _ in seen)


_READER = """
import duckdb, time
end = time.monotonic() + 3
while time.monotonic() < end:
    with duckdb.connect({path!r}, read_only=True) as connection:
        builds = connection.execute("select build, count(*) from t group by build").fetchall()
    assert len(builds) == 1, builds
    print(*builds[0])
"""


def test_a_reader_keeps_its_build_until_it_lets_go(tmp_path: Path) -> None:
    """As docs/connect.md says: within a process a further connection joins the one that is open, old file and all."""
    target = tmp_path / "juesuan.duckdb"

    def published(number: int) -> None:
        built = tmp_path / f"new-{number}" / "juesuan.duckdb"
        built.parent.mkdir()
        with duckdb.connect(str(built)) as connection:
            connection.execute(f"create table t as select {number} as build")
        publish(built, target)

    def build_seen() -> int:
        with duckdb.connect(str(target), read_only=True) as connection:
            return int(connection.execute("select build from t").fetchall()[0][0])

    published(1)
    with duckdb.connect(str(target), read_only=True) as reader:
        published(2)
        assert reader.execute("select build from t").fetchall() == [(1,)]
        assert build_seen() == 1
        elsewhere = "import duckdb; print(duckdb.connect({!r}, read_only=True).execute('from t').fetchall())"
        other = subprocess.run([sys.executable, "-c", elsewhere.format(str(target))], capture_output=True, text=True)
        assert other.stdout.strip() == "[(2,)]"
    assert build_seen() == 2


def test_a_log_that_another_program_left_is_not_applied_to_the_new_file(tmp_path: Path) -> None:
    built, target = tmp_path / "new" / "juesuan.duckdb", tmp_path / "juesuan.duckdb"
    built.parent.mkdir()
    with duckdb.connect(str(built)) as connection:
        connection.execute("create table t as select 1 as n")
    target.with_name("juesuan.duckdb.wal").write_bytes(b"left by another program")
    publish(built, target)
    with duckdb.connect(str(target), read_only=True) as connection:
        assert connection.execute("from t").fetchall() == [(1,)]


def test_stale_folders_go_and_those_in_use_stay(tmp_path: Path) -> None:
    with workspace(tmp_path, ".building-a-") as alive:
        (tmp_path / ".building-a-abcdefgh").mkdir()  # its maker was killed
        (tmp_path / ".building-a-b-abcdefgh").mkdir()  # of another warehouse
        with workspace(tmp_path, ".building-a-", spare_seconds=0) as second:
            assert alive.is_dir()
            assert second.is_dir()
            assert not (tmp_path / ".building-a-abcdefgh").exists()
            assert (tmp_path / ".building-a-b-abcdefgh").exists()
    assert not alive.exists()


def test_a_new_folder_is_spared_until_its_maker_has_locked_it(tmp_path: Path) -> None:
    (tmp_path / "juesuan-check-abcdefgh").mkdir()
    with workspace(tmp_path, "juesuan-check-"):
        assert (tmp_path / "juesuan-check-abcdefgh").exists()
    os.utime(tmp_path / "juesuan-check-abcdefgh", (0, 0))
    with workspace(tmp_path, "juesuan-check-"):
        assert not (tmp_path / "juesuan-check-abcdefgh").exists()


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that nothing can be written to."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    yield tmp_path
    tmp_path.chmod(0o700)


def test_a_file_is_replaced_whole_or_not_at_all(read_only: Path) -> None:
    with pytest.raises(PermissionError):
        replace_whole(read_only / "report.json", b"new")
    assert list(read_only.iterdir()) == []


def test_tables_of_two_loads_are_never_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_seeds({}, tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_seeds({"documents": [{"document_id": "d"}]}, tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_interrupt_inside_dbt_is_an_interrupt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from dbt.cli.main import dbtRunner, dbtRunnerResult

    interrupted = dbtRunnerResult(success=False, exception=KeyboardInterrupt())
    monkeypatch.setattr(dbtRunner, "invoke", lambda *_: interrupted)
    (tmp_path / "dbt_project.yml").write_text("name: tiny\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        Dbt(project=tmp_path, warehouse=tmp_path / "w.duckdb", scratch=tmp_path).build()


def test_an_outcome_without_a_failed_node_still_tells_its_error() -> None:
    assert Outcome((), "no such model").failures == ("no such model",)
    assert Outcome(()).failures == ()
