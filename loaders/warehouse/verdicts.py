"""How many checks of each rule came to each verdict: what a build says of itself, and what its history keeps."""

from __future__ import annotations

import duckdb

COUNTED = "parts.check_count"
"""Where a warehouse in parts has them ready, for its checks are too many to be counted at each build."""
COUNT = "select identity_id, verdict, count(*) as checks from {checks} group by identity_id, verdict"
"""Counts the rows of a relation of checks."""


def relation(connection: duckdb.DuckDBPyConnection) -> str:
    """A relation with the columns identity_id, verdict, checks, of the connection's warehouse."""
    ready = connection.execute(
        "select 1 from information_schema.tables"
        f" where table_catalog = current_database() and table_schema || '.' || table_name = '{COUNTED}'"
    ).fetchall()
    return COUNTED if ready else f"({COUNT.format(checks='marts.fct_identity_check')})"
