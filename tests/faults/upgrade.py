"""A warehouse that an earlier revision of this repository builds is asked, and then replaced, by the present one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import duckdb

from tests.faults.killed import ROOT, answers

_ASKED = "select load_status, count(*) as documents from marts.dim_document group by all order by all"


def run(folder: Path, revision: str) -> str:
    """Builds with the code of `revision`, asks and builds with the present code; returns what was seen.

    Raises CalledProcessError where a command fails, AssertionError where the history is lost.
    """
    from samples import Accounts, final_accounts

    archive = subprocess.run(["git", "-C", str(ROOT), "archive", revision], check=True, capture_output=True).stdout
    former = folder / "former"
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(former, filter="data")
    documents, warehouse = folder / "documents", folder / "w" / "juesuan.duckdb"
    documents.mkdir()
    for name in "一二":
        text = final_accounts(Accounts(department=f"广州市天河区第{name}服务局"))
        (documents / f"{name}.txt").write_text(text, encoding="utf-8")
    building = ["build", str(documents), "--warehouse", str(warehouse), "--seeds", str(folder / "seeds")]
    _juesuan(former, *building)
    before = _builds(warehouse)
    asked = _juesuan(ROOT, "query", _ASKED, "--warehouse", str(warehouse), "--format", "csv")
    assert "loaded,2" in asked, asked
    _juesuan(ROOT, *building)
    after = _builds(warehouse)
    assert before < after, (before, after)
    assert len(after) == len(before) + 1, (before, after)
    left = [path.name for path in warehouse.parent.iterdir() if path.name.startswith(".")]
    assert not left, left
    tables = answers(warehouse)
    return f"built by {revision}, asked, and replaced: {len(after)} builds in the history, {len(tables)} tables"


def _juesuan(project: Path, *words: str) -> str:
    command = [sys.executable, "-m", "loaders.cli", *words]
    environment = {**os.environ, "PYTHONPATH": str(project), "JUESUAN_HOME": str(project)}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    done.check_returncode()
    return done.stdout


def _builds(warehouse: Path) -> set[str]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {build for (build,) in connection.execute("select build_id from marts.fct_build").fetchall()}
