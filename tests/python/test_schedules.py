"""The examples of scheduled builds: their syntax, what they do on failure, and what happens when builds overlap."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from tools_support import tool

from loaders.paths import ROOT

_FOLDER = ROOT / "schedules"
_SCRIPT = _FOLDER / "build-and-tell"
_PLACE = "/srv/juesuan"
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A `juesuan` that says its arguments and ends with the status $STATUS."""
    path = tmp_path / "juesuan"
    path.write_text('#!/bin/sh\necho "said: $*"\nexit "${STATUS:-0}"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def _run(program: Path | None, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    if program is not None:
        settings["JUESUAN_PROGRAM"] = str(program)
    return subprocess.run(
        [_SCRIPT, *arguments], env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )


def test_every_file_is_explained() -> None:
    page = (ROOT / "docs" / "schedules.md").read_text(encoding="utf-8")
    assert [path.name for path in _FOLDER.iterdir() if path.is_file() and path.name not in page] in (
        [],
        ["juesuan-build.timer"],  # by its suffix
    )


# cron


def test_a_success_tells_nobody(program: Path, tmp_path: Path) -> None:
    done = _run(program, "reports/", "--wait", JUESUAN_NOTIFY=f"cat > {tmp_path}/told")
    assert (done.returncode, done.stdout, done.stderr) == (0, "said: build reports/ --wait\n", "")
    assert not (tmp_path / "told").exists()


def test_a_failure_is_told_with_what_the_build_said(program: Path, tmp_path: Path) -> None:
    done = _run(program, "a b", STATUS="2", JUESUAN_NOTIFY=f'{{ echo "$1"; cat; }} > {tmp_path}/told')
    subject, said = (tmp_path / "told").read_text(encoding="utf-8").splitlines()
    assert (done.returncode, done.stdout) == (2, "said: build a b\n")
    assert "exit status 2" in subject
    assert said == "said: build a b"


def test_what_failed_after_the_publishing_is_not_told_as_a_failed_build(program: Path, tmp_path: Path) -> None:
    done = _run(program, STATUS="3", JUESUAN_NOTIFY=f'echo "$1" > {tmp_path}/told')
    told = (tmp_path / "told").read_text(encoding="utf-8")
    assert done.returncode == 3
    assert "published, but" in told
    assert "failed" not in told


def test_a_failure_that_cannot_be_told_keeps_its_status(program: Path) -> None:
    done = _run(program, STATUS="1", JUESUAN_NOTIFY="exit 9")
    assert done.returncode == 1
    assert "JUESUAN_NOTIFY failed" in done.stderr


def test_a_build_that_overlaps_is_refused_and_told(tmp_path: Path) -> None:
    """With the real program: nothing is published while another build holds the lock."""
    if not (ROOT / ".venv" / "bin" / "juesuan").exists():
        pytest.skip("the project's own environment is not there")
    warehouse = tmp_path / "juesuan.duckdb"
    with (tmp_path / "juesuan.duckdb.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = _run(None, "--warehouse", str(warehouse), JUESUAN_NOTIFY=f"cat > {tmp_path}/told")
    assert done.returncode == 1
    assert "Another build is running" in (tmp_path / "told").read_text(encoding="utf-8")
    assert not warehouse.exists()


def test_the_crontab_is_one() -> None:
    lines = [line for line in (_FOLDER / "crontab").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert [line.split("=")[0] for line in lines[:-1]] == ["JUESUAN_NOTIFY"]
    *fields, command = lines[-1].split(None, 5)
    for field, (low, high) in zip(fields, _LIMITS, strict=True):
        assert field == "*" or low <= int(field) <= high
    assert "%" not in command, "cron takes it for a line break"
    subprocess.run(["sh", "-n", "-c", command], check=True)


def test_the_script_is_plain_shell() -> None:
    assert os.access(_SCRIPT, os.X_OK)
    subprocess.run(["sh", "-n", _SCRIPT], check=True)


# systemd


def test_the_units_are_valid(tmp_path: Path) -> None:
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        pytest.skip("systemd-analyze is not installed")
    units = []
    for path in _FOLDER.glob("juesuan-*.*"):
        text = path.read_text(encoding="utf-8").replace(f"{_PLACE}/.venv/bin/juesuan", "/bin/true")
        units.append(tmp_path / path.name)
        units[-1].write_text(re.sub("^User=.*", "User=root", text, flags=re.MULTILINE), encoding="utf-8")
    assert len(units) == 3
    done = subprocess.run([verifier, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    (when,) = re.findall(
        r"^OnCalendar=(.*)$", (_FOLDER / "juesuan-build.timer").read_text(encoding="utf-8"), re.MULTILINE
    )
    subprocess.run([verifier, "calendar", when], check=True, capture_output=True)


def test_the_units_name_each_other() -> None:
    service = (_FOLDER / "juesuan-build.service").read_text(encoding="utf-8")
    (on_failure,) = re.findall(r"^OnFailure=(.*)$", service, re.MULTILINE)
    assert (_FOLDER / on_failure).is_file()
    assert "--unit=juesuan-build " in (_FOLDER / on_failure).read_text(encoding="utf-8")


# GitHub Actions


def test_the_workflow_is_one() -> None:
    workflow = yaml.safe_load((_FOLDER / "github-actions.yml").read_text(encoding="utf-8"))
    triggers = workflow[True]  # YAML 1.1 reads `on` as true
    assert set(triggers) == {"schedule", "workflow_dispatch"}
    assert all(re.fullmatch(r"(\S+ ){4}\S+", entry["cron"]) for entry in triggers["schedule"])
    assert workflow["concurrency"]["cancel-in-progress"] is False
    (job,) = workflow["jobs"].values()
    for step in job["steps"]:
        assert ("uses" in step) != ("run" in step)
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"])
        else:
            subprocess.run(["bash", "-n", "-c", step["run"]], check=True)
    conditions = {step.get("if") for step in job["steps"]}
    assert {"always()", "failure()"} <= conditions
    assert workflow["permissions"]["issues"] == "write", "for `gh issue create`"


# Dagster

_DAGSTER = """
import json, sys
import dagster, dagster_juesuan as example

job = example.definitions.resolve_job_def("build")
instance = dagster.DagsterInstance.ephemeral()
result = job.execute_in_process(instance=instance, raise_on_error=False)
found = {"succeeded": result.success}
if result.success:
    (event,) = result.get_asset_materialization_events()
    found["metadata"] = {name: value.value for name, value in event.materialization.metadata.items()}
else:
    context = dagster.build_run_status_sensor_context(
        "tell", result.get_run_failure_event(), instance, result.dagster_run
    ).for_run_failure()
    example.tell(context)
print(json.dumps(found))
"""


@pytest.mark.parametrize("status", ["0", "1"])
def test_dagster_builds_and_tells(status: str, program: Path, tmp_path: Path, published: Path) -> None:
    shutil.copy(published.with_name("build_report.json"), tmp_path)
    environment = {
        **os.environ,
        "DAGSTER_HOME": str(tmp_path),
        "PYTHONPATH": str(_FOLDER),
        "PYTHONDONTWRITEBYTECODE": "1",
        "JUESUAN_PROGRAM": str(program),
        "JUESUAN_PUBLISHED": str(tmp_path / "juesuan.duckdb"),
        "JUESUAN_NOTIFY": f"cat > {tmp_path}/told",
        "STATUS": status,
    }
    done = subprocess.run(
        [tool("dagster") / "python", "-c", _DAGSTER], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["succeeded"] is (status == "0")
    assert (tmp_path / "told").exists() is (status != "0")
    if status == "0":
        report = json.loads((tmp_path / "build_report.json").read_text(encoding="utf-8"))
        assert found["metadata"]["documents_loaded"] == report["documents"]["loaded"]
