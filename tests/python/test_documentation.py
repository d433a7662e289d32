"""dbt's documentation: everything in it is described in both languages, and the page asks nobody for anything."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders import cli

_BOTH_LANGUAGES = re.compile(r"[A-Za-z].*[一-鿿]", re.DOTALL)
_COLUMNS_EXPLAINED = frozenset({"marts", "bi", "semantic"})
"""The schemas that people read; those of the floors below are explained by table."""


@pytest.fixture(scope="module")
def page(published: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    output = tmp_path_factory.mktemp("docs") / "docs.html"
    before = published.read_bytes()
    assert cli.main(["docs", "--warehouse", str(published), "--output", str(output)]) == 0
    assert published.read_bytes() == before
    assert [path.name for path in output.parent.iterdir()] == ["docs.html"]
    return output.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def manifest(page: str) -> dict[str, Any]:
    """What dbt knows of the project, as it stands in the page."""
    return _inlined(page, "manifest:")


def _inlined(page: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.JSONDecoder().raw_decode(page, page.index(f'{name}{{"metadata"') + len(name))[0]
    return found


def test_everything_is_described_in_both_languages(manifest: dict[str, Any]) -> None:
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] in ("model", "seed")]
    kinds = ("sources", "exposures", "metrics", "semantic_models")
    described = [*nodes, *(one for kind in kinds for one in manifest[kind].values())]
    assert len(described) > len(nodes)
    assert [one["name"] for one in described if not _BOTH_LANGUAGES.search(one["description"] or "")] == []


def test_every_column_that_people_read_is_described(manifest: dict[str, Any], published: Path) -> None:
    """Of the columns that the warehouse has, not of those that somebody thought of describing."""
    with duckdb.connect(str(published), read_only=True) as connection:
        there = connection.execute("select schema_name, table_name, column_name from duckdb_columns()").fetchall()
    tables = [*manifest["nodes"].values(), *manifest["sources"].values()]
    known = {
        (table["schema"], table.get("alias") or table["name"], name)
        for table in tables
        for name, column in table["columns"].items()
        if _BOTH_LANGUAGES.search(column["description"] or "")
    }
    assert {column for column in there if column[0] in _COLUMNS_EXPLAINED} - known == set()


def test_the_page_has_the_tables_as_they_are(page: str, published: Path) -> None:
    tables = _inlined(page, "catalog:")
    columns = {
        (table["metadata"]["schema"], table["metadata"]["name"]): set(table["columns"])
        for table in [*tables["nodes"].values(), *tables["sources"].values()]
    }
    with duckdb.connect(str(published), read_only=True) as connection:
        for schema, name, names in connection.execute(
            "select schema_name, table_name, list(column_name) from duckdb_columns()"
            " where schema_name in ('marts', 'bi') group by all"
        ).fetchall():
            assert columns[schema, name] == set(names)


def test_the_page_needs_no_network(page: str, manifest: dict[str, Any]) -> None:
    assert re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?//', page) == []
    assert re.findall(r"@import|url\([\"']?(?:https?:)?//", page) == []
    assert manifest["metadata"]["send_anonymous_usage_stats"] is False


def test_the_page_tells_nothing_of_this_machine(page: str, published: Path) -> None:
    assert str(published.parent) not in page
    assert {node["root_path"] for node in _inlined(page, "manifest:")["nodes"].values() if "root_path" in node} == {"."}


def test_without_a_warehouse_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["docs", "--warehouse", str(tmp_path / "none.duckdb"), "--output", str(tmp_path / "d.html")]) == 2
    assert "juesuan build" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
