"""The site: whole or not at all, made anew when what it is made of has changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from loaders import cli
from loaders.dashboard.site import Source, assemble, is_current
from loaders.messages import SaidError


@pytest.fixture
def source(published: Path, tmp_path: Path) -> Source:
    """The published warehouse, and pages as the build would leave them."""
    assets = tmp_path / "dist"
    (assets / "assets").mkdir(parents=True)
    (assets / "index.html").write_text("<!doctype html><title>x</title>")
    (assets / "assets" / "main-1.js").write_text("1")
    warehouse = tmp_path / "juesuan.duckdb"
    shutil.copyfile(published, warehouse)
    return Source(warehouse, assets)


def test_a_site_has_pages_data_and_the_warehouse(source: Source, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assemble(source, site)
    assert (site / "index.html").read_text() == "<!doctype html><title>x</title>"
    assert (site / "assets" / "main-1.js").is_file()
    assert (site / "juesuan.duckdb").read_bytes() == source.warehouse.read_bytes()
    about = json.loads((site / "data" / "about.json").read_text())
    assert about["bytes"] == source.warehouse.stat().st_size
    assert about["built"] is None
    assert {file.name for file in tmp_path.iterdir()} == {"dist", "site", "juesuan.duckdb"}


def test_every_table_that_can_be_asked_says_what_it_holds(source: Source, tmp_path: Path) -> None:
    """The view of proofs too, in whose place the site asks a table."""
    assemble(source, tmp_path / "site")
    answer = json.loads((tmp_path / "site" / "data" / "sql.json").read_text(encoding="utf-8"))["columns"]
    rows = [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
    assert {"dim_document", "fct_finding", "rpt_proof"} <= {row["table_name"] for row in rows}
    assert [row for row in rows if not row["table_comment"] or not row["comment"]] == []


def test_the_time_of_the_build_is_told_where_its_report_is(source: Source, tmp_path: Path) -> None:
    (tmp_path / "build_report.json").write_text('{"finished": "2026-01-02T03:04:05+00:00"}')
    assemble(source, tmp_path / "site")
    about = json.loads((tmp_path / "site" / "data" / "about.json").read_text())
    assert about["built"] == "2026-01-02T03:04:05+00:00"


def test_a_site_is_current_until_its_source_changes(source: Source, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert not is_current(site, source)
    assemble(source, site)
    assert is_current(site, source)
    (source.assets / "index.html").write_text("<!doctype html><title>y</title>")
    assert not is_current(site, source)
    assemble(source, site)
    assert is_current(site, source)
    with source.warehouse.open("ab") as stream:
        stream.write(b"\0")
    assert not is_current(site, source)


def test_a_failed_assembly_leaves_the_site_as_it_was(source: Source, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assemble(source, site)
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    source.warehouse.write_bytes(b"no database")
    with pytest.raises(SaidError):
        assemble(source, site)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before
    assert {file.name for file in tmp_path.iterdir()} == {"dist", "site", "juesuan.duckdb"}


def test_a_folder_of_something_else_is_left_alone(source: Source, tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(SaidError, match="left alone"):
        assemble(source, folder)
    assert (folder / "letter.txt").read_text() == "dear"


@pytest.mark.parametrize("command", ["dashboard", "serve"])
@pytest.mark.parametrize(("missing", "said"), [("warehouse", "juesuan build"), ("assets", "make dashboard")])
def test_what_is_missing_is_told_with_its_remedy(
    command: str, missing: str, said: str, source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if missing == "warehouse":
        source.warehouse.unlink()
    else:
        shutil.rmtree(source.assets)
    place = ["--output" if command == "dashboard" else "--site", str(tmp_path / "site")]
    arguments = [command, "--warehouse", str(source.warehouse), "--assets", str(source.assets), *place]
    assert cli.main(arguments) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_dashboard_says_where_the_site_is(source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "public"
    arguments = ["--warehouse", str(source.warehouse), "--assets", str(source.assets), "--output", str(site)]
    assert cli.main(["dashboard", *arguments]) == 0
    assert str(site) in capsys.readouterr().err
    assert (site / "data" / "overview.json").is_file()
