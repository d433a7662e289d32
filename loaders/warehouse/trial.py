"""A warehouse for one question: of some documents, in memory and a folder that is thrown away, published nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from loaders import paths, pipeline
from loaders.files import write_seeds
from loaders.warehouse.compiled import DATABASE, compiled


@contextmanager
def trial_warehouse(
    loaded: pipeline.LoadResult, folder: Path, models: tuple[str, ...], project: Path = paths.ROOT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Those models, and what they read, upon the loaded documents; `folder` is empty and takes what memory does not.

    Contracts, tests and comments are left out. Raises SaidError where the models cannot be built.
    """
    wanted = compiled(project, folder / "compile").needed_for(*models)
    write_seeds(loaded.tables(), folder / "seeds")
    with duckdb.connect(config={"temp_directory": str(folder / "spilled")}) as connection:
        connection.execute(f"attach ':memory:' as {DATABASE}; use {DATABASE}; set TimeZone = 'UTC'")
        wanted.run(connection, project, folder / "seeds")
        yield connection
