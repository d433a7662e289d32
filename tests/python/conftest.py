"""Fixtures of all tests: samples, the real reports, and warehouses to build and ask."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from samples import final_accounts

# Before anything imports Great Expectations.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

# The same examples on every run, so that only a change makes a test fail. HYPOTHESIS_PROFILE=search looks for others.
hypothesis.settings.register_profile("reproducible", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "reproducible"))

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the five real reports. They are no part of the repository: what needs them may be skipped."""
    folder = Path(os.environ.get("JUESUAN_REPORTS", ROOT.parent / "shared" / "documents" / "reports"))
    if not folder.is_dir():
        pytest.skip(f"the five reports are not at {folder}; name their folder in JUESUAN_REPORTS")
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A folder with one consistent report."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "accounts.txt").write_text(final_accounts(), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder once for all test processes: `once(name, make)` calls `make(folder)` in the first that asks."""

    def get(name: str, make: Callable[[Path], None]) -> Path:
        base = tmp_path_factory.getbasetemp()
        if "PYTEST_XDIST_WORKER" in os.environ:
            base = base.parent
        folder, done = base / name, base / f"{name}.done"
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                folder.mkdir(exist_ok=True)
                make(folder)
                done.touch()
        return folder

    return get


@pytest.fixture(scope="session")
def published(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """The warehouse as `make build` publishes it, from the committed seeds; tests do not change it."""
    from loaders import cli

    def make(folder: Path) -> None:
        assert cli.main(["build", "--warehouse", str(folder / "juesuan.duckdb")]) == 0

    return once("published", make) / "juesuan.duckdb"
