"""dbt: a small project with one singular test for each identity, over one model of all figures, run by dbt itself."""

from __future__ import annotations

import os
import tempfile
from contextlib import chdir
from pathlib import Path

import duckdb
import yaml
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

from benchmarks.scale.rivals import sql
from benchmarks.scale.rivals.identities import IDS
from benchmarks.scale.rivals.judged import Judged

_QUIET = ("--log-level", "none", "--log-level-file", "none", "--no-use-colors")
_MODEL = """\
{{{{ config(materialized='table') }}}}
select
    document_id,
    regexp_extract(filename, 'figures_(.*)[.]parquet', 1) as table_code,
    row_key, column_key, row_level, parent_row_key, amount_cny as amount
from read_parquet([{files}], filename = true)
where not is_repeat
"""


def judge(batch: Path, tolerance: float) -> Judged:
    """Builds the model, runs the tests, and reads which rows each stored."""
    with tempfile.TemporaryDirectory(prefix="juesuan-scale-") as name:
        folder = Path(name)
        _write(folder, batch, tolerance)
        with chdir(folder):
            os.environ["DO_NOT_TRACK"] = "1"
            result = dbtRunner().invoke([*_QUIET, "build", "--project-dir", ".", "--profiles-dir", "."])
            DuckDBConnectionManager.close_all_connections()
        if result.exception is not None:
            raise result.exception
        states = {found.node.name: found.status for found in result.result.results}
        if missing := {name for name, state in states.items() if state not in ("pass", "fail", "success")}:
            raise RuntimeError(f"dbt could not run {', '.join(sorted(missing))}")
        with duckdb.connect(str(folder / "rival.duckdb"), read_only=True) as connection:
            alarms = [
                (row[0], identity_id)
                for identity_id in sorted(IDS)
                for row in connection.execute(
                    f'select document_id from main_dbt_test__audit."{_name(identity_id)}"'
                ).fetchall()
            ]
            counted = connection.execute(sql.counted("figures")).fetchone()
    assert counted is not None
    return Judged(counted[0], counted[1], tuple(alarms))


def _name(identity_id: str) -> str:
    return identity_id.lower().replace("-", "_")


def _write(folder: Path, batch: Path, tolerance: float) -> None:
    """The project: its settings, the model, the tests."""
    settings = {
        "name": "rival",
        "profile": "rival",
        "model-paths": ["models"],
        "test-paths": ["tests"],
        "vars": {"tolerance": tolerance},
        "data_tests": {"+store_failures": True},
    }
    output = {"type": "duckdb", "path": "rival.duckdb", "schema": "main", "threads": 2}
    _text(folder / "dbt_project.yml", yaml.safe_dump(settings))
    _text(folder / "profiles.yml", yaml.safe_dump({"rival": {"target": "dev", "outputs": {"dev": output}}}))
    files = [file for file in sorted(batch.glob("figures_*.parquet")) if file.stem != "figures_narrative"]
    _text(folder / "models" / "figures.sql", _MODEL.format(files=", ".join(f"'{file.resolve()}'" for file in files)))
    for identity_id, query in sql.tests("{{ ref('figures') }}").items():
        _text(folder / "tests" / f"{_name(identity_id)}.sql", query)


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
