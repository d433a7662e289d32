"""What must hold of the marts before they are published: the contract, for people who connect their tools to them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import yaml

from loaders.guards.rules import Suite, columns_include, key, one_of, required


@cache
def contract() -> dict[str, dict[str, Any]]:
    """The promised tables, parsed from contract.yml."""
    text = files("loaders.guards").joinpath("contract.yml").read_text(encoding="utf-8")
    parsed: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return parsed


def read_marts(warehouse: Path) -> dict[str, pd.DataFrame]:
    """Each promised table as text, so that no decimal is rounded; one that is not there has no columns."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        there = {name for (name,) in found}
        return {
            name: connection.execute(f"select columns(*)::varchar from marts.{name}").df()
            if name in there
            else pd.DataFrame()
            for name in contract()
        }


def schema_suites(marts: dict[str, pd.DataFrame]) -> list[Suite]:
    """Every promised table has its promised columns."""
    return [
        Suite(f"marts.{name}", marts[name], (columns_include(spec["columns"]),)) for name, spec in contract().items()
    ]


def content_suites(marts: dict[str, pd.DataFrame]) -> list[Suite]:
    """Grain, values that are never null, values of a list, and keys that lead somewhere."""
    suites = []
    for name, spec in contract().items():
        expectations = [*(key(*spec["key"]) if "key" in spec else []), *required(*spec.get("required", ()))]
        for column, values in spec.get("values", {}).items():
            expectations += one_of(values, "不在允许的取值中", "is not among the allowed values", column)
        for column, table in spec.get("references", {}).items():
            known = marts[table][column].dropna().tolist()
            expectations += one_of(known, f"在 {table} 中不存在", f"does not exist in {table}", column)
        if len(marts[name]):
            suites.append(Suite(f"marts.{name}", marts[name], tuple(expectations)))
    return suites
