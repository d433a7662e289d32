"""A warehouse for one question: of some documents, in a folder that is thrown away, published nowhere."""

from __future__ import annotations

from pathlib import Path

from loaders import messages, paths, pipeline
from loaders.files import write_seeds
from loaders.messages import SaidError
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.overlay import bare_overlay


def trial_warehouse(
    loaded: pipeline.LoadResult, folder: Path, models: tuple[str, ...], project: Path = paths.ROOT
) -> Path:
    """Builds those models, in dbt's selectors, upon the loaded documents in the empty `folder`; returns the file.

    Contracts, tests and comments are left out. Raises SaidError where the models cannot be built.
    """
    write_seeds(loaded.tables(), bare_overlay(project, folder / "project"))
    warehouse = folder / "juesuan.duckdb"
    outcome = Dbt(project=folder / "project", warehouse=warehouse, scratch=folder / "dbt").build(*models)
    if outcome.failures:
        raise SaidError(messages.DBT_FAILED.fill(detail="; ".join(outcome.failures)))
    return warehouse
