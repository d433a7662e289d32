"""The project's own models over one batch, run by dbt in this process: its verdicts, and how long they took."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.audit.judge import IDENTITY_MODELS
from loaders import seedfiles
from loaders.lake.schema import types
from loaders.paths import ROOT
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import bare_overlay


@dataclass(frozen=True)
class Built:
    """Seconds of all models, and of those that judge (between placed figures and verdicts)."""

    models_seconds: float
    identity_seconds: float


def build(batch: Path, warehouse: Path, select: str = "+fct_identity_check") -> Built:
    """Builds the models selected over the batch's Parquet files; raises RuntimeError with dbt's words."""
    with tempfile.TemporaryDirectory(prefix="juesuan-scale-") as name:
        folder = Path(name)
        seedfiles.write({}, bare_overlay(ROOT, folder / "project"))
        tables = whole(batch, folder / "tables")
        dbt = Dbt(project=folder / "project", warehouse=warehouse, scratch=folder / "scratch", tables=tables)
        outcome = dbt.build(*select.split())
    if outcome.failures:
        raise RuntimeError("\n".join(outcome.failures))
    seconds = {node.name: node.seconds for node in outcome.nodes if node.kind == "model"}
    return Built(sum(seconds.values()), sum(seconds.get(model, 0.0) for model in IDENTITY_MODELS))


def whole(batch: Path, folder: Path) -> Path:
    """A folder with a file for each of the loaders' tables: the batch's, and an empty one for each that it lacks."""
    folder.mkdir(parents=True)
    for table in seedfiles.COLUMNS:
        file = folder / f"{table}.parquet"
        if (batch / file.name).is_file():
            file.symlink_to((batch / file.name).resolve())
        else:
            columns = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in types(table).items())
            duckdb.execute(f"copy (select {columns} where false) to '{file}' (format parquet)")
    return folder
