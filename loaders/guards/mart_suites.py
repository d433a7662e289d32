"""What must hold of the marts before they are published: the contract, for people who connect their tools to them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from loaders import yamltext
from loaders.guards.rules import Suite, key, known, one_of, required, with_known

FIGURES = 100_000
"""So many are looked at: text takes a thousand times the room of a number. dbt's tests look at all."""


@cache
def contract() -> dict[str, dict[str, Any]]:
    """The promised tables, parsed from contract.yml."""
    text = files("loaders.guards").joinpath("contract.yml").read_text(encoding="utf-8")
    parsed: dict[str, dict[str, Any]] = yamltext.parse(text)
    return parsed


def read_marts(warehouse: Path) -> dict[str, pd.DataFrame]:
    """Each promised table as text, so that no decimal is rounded; one that is not there has no columns.

    Of a large warehouse the facts are those of its first documents, as far as they have FIGURES together.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(
            "select table_name, bool_or(column_name = 'document_id') from duckdb_columns()"
            " where schema_name = 'marts' group by table_name"
        ).fetchall()
        of_documents = dict(found)
        first = _first_documents(connection) if "dim_document" in of_documents else ""
        return {
            name: connection.execute(
                f"select columns(*)::varchar from marts.{name}"
                + (first if of_documents[name] and name != "dim_document" else "")
            ).df()
            if name in of_documents
            else pd.DataFrame()
            for name in contract()
        }


def _first_documents(connection: duckdb.DuckDBPyConnection) -> str:
    """The condition that takes the rows of the first documents; empty where these are all."""
    total = connection.execute("select sum(figure_count) from marts.dim_document").fetchone()
    if total is None or (total[0] or 0) <= FIGURES:
        return ""
    return (
        " where document_id in (select document_id from marts.dim_document"
        f" qualify sum(figure_count) over (order by document_id) <= {FIGURES})"
    )


def schema_suite(marts: dict[str, pd.DataFrame]) -> Suite:
    """Every promised table has its promised columns."""
    promised = [(name, column) for name, spec in contract().items() for column in spec["columns"]]
    columns = pd.DataFrame(
        {"table": f"marts.{name}", "column": column, "state": "there" if column in marts[name].columns else "missing"}
        for name, column in promised
    )
    return Suite(
        "columns", columns, tuple(one_of(["there"], "缺少约定的栏目", "a promised column is missing", "state"))
    )


def content_suites(marts: dict[str, pd.DataFrame]) -> list[Suite]:
    """Grain, values that are never null, values of a list, and keys that lead somewhere."""
    suites = []
    for name, spec in contract().items():
        frame = marts[name]
        expectations = [*(key(*spec["key"]) if "key" in spec else []), *required(*spec.get("required", ()))]
        for column, values in spec.get("values", {}).items():
            expectations += one_of(values, "不在允许的取值中", "is not among the allowed values", column)
        for column, table in spec.get("references", {}).items():
            frame = with_known(frame, column, marts[table][column].dropna())
            expectations += known(column, f"在 {table} 中不存在", f"does not exist in {table}")
        if len(frame):
            suites.append(Suite(f"marts.{name}", frame, tuple(expectations)))
    return suites
