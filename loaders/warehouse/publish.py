"""Putting a finished warehouse into its place."""

from __future__ import annotations

from pathlib import Path

import duckdb

from loaders.files import sync_file, sync_folder


def publish(built: Path, target: Path) -> None:
    """Replaces `target` by `built` in one step; both are on one file system.

    All of the database is brought into its one file and made durable before, so that whoever opens `target` finds
    the old warehouse or the new one, whole. Readers that have the old file open keep reading it.
    """
    with duckdb.connect(str(built)) as connection:
        connection.execute("checkpoint")
    sync_file(built)
    # A tool that opened the published file for writing may have left a log of its own behind; DuckDB would try to
    # apply that to the new file.
    target.with_name(target.name + ".wal").unlink(missing_ok=True)
    built.replace(target)
    sync_folder(target.parent)
