"""Juesuan itself on the same rows, up to the verdicts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from benchmarks.scale import warehouse
from benchmarks.scale.rivals.judged import Judged


def judge(batch: Path, tolerance: float = 0.0) -> Judged:
    """All rules, those on prose included. `tolerance` means nothing here: every check has its own interval."""
    with tempfile.TemporaryDirectory(prefix="juesuan-scale-") as name:
        path = Path(name) / "juesuan.duckdb"
        warehouse.build(batch, path)
        with duckdb.connect(str(path), read_only=True) as connection:
            counted = connection.execute(
                "select count(*), count(distinct identity_id) from marts.fct_identity_check "
                "where verdict <> 'not_applicable'"
            ).fetchone()
            wrong = connection.execute(
                "select document_id, identity_id from marts.fct_identity_check where verdict = 'violated'"
            ).fetchall()
    assert counted is not None
    return Judged(counted[0], counted[1], tuple(wrong))
