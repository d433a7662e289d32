"""The models that a check runs without dbt are those that dbt builds, and never stale ones."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import miniature
import pytest
from dbt.contracts.graph.manifest import Manifest

from loaders import paths, seedfiles
from loaders.check import check
from loaders.messages import SaidError
from loaders.paths import ROOT
from loaders.progress import Progress
from loaders.warehouse import compiled
from loaders.warehouse.dbt_runner import Dbt
from loaders.warehouse.parsed import ParsedProject, key_of


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own; returns the file of compiled models, which is not there yet."""
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    return tmp_path / "cache" / "compiled.json"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A dbt project of three models."""
    return miniature.project(tmp_path / "project")


def _attached() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(f"attach ':memory:' as {compiled.DATABASE}; use {compiled.DATABASE}; set TimeZone = 'UTC'")
    return connection


def test_every_model_is_as_dbt_builds_it(published: Path, tmp_path: Path) -> None:
    models = compiled.compiled(ROOT, tmp_path / "compile")
    with _attached() as connection:
        models.run(connection, ROOT, ROOT / "seeds" / "reports")
        connection.execute(f"attach '{published}' as published (read_only)")
        for step in models.steps:
            name = step.relation.removeprefix(f'"{compiled.DATABASE}".')
            there = f"select columns(*)::varchar from published.{name}"
            here = f"select columns(*)::varchar from {name}"
            if step.kind == "view":  # the database's name stands in a view, and is another here
                continue
            difference = f"(({there} except all {here}) union all ({here} except all {there}))"
            assert connection.execute(f"select count(*) from {difference}").fetchone() == (0,), step.name


def test_a_check_needs_no_dbt_once_the_models_are_kept(sample: Path, tmp_path: Path) -> None:
    compiled.compiled(ROOT, tmp_path / "compile")
    code = (
        "import sys; from loaders import cli\n"
        f"status = cli.main(['check', {str(sample)!r}])\n"
        "sys.exit(status or any(name.split('.')[0] in ('dbt', 'pandas', 'great_expectations') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_a_build_keeps_what_a_check_runs(
    project: Path, sample: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    miniature.run(project, sample, tmp_path / "warehouse" / "juesuan.duckdb")
    assert cache.is_file()
    monkeypatch.setattr(Dbt, "_invoke", lambda *_: pytest.fail("dbt was asked"))
    models = compiled.compiled(project, tmp_path / "compile")
    assert {step.name for step in models.steps} == {"documents", "dim_document", "fct_identity_check", "fct_finding"}


def test_a_build_of_another_name_keeps_nothing(project: Path, sample: Path, tmp_path: Path, cache: Path) -> None:
    miniature.run(project, sample, tmp_path / "warehouse" / "other.duckdb")
    assert not cache.exists()


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(project: Path) -> None:
        text = (project / name).read_text(encoding="utf-8")
        assert old in text
        (project / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _write(name: str, text: str) -> Callable[[Path], None]:
    return lambda project: (project / name).write_text(text, encoding="utf-8") and None


@pytest.mark.parametrize(
    "change",
    [
        _edit("models/fct_finding.sql", "error", "note"),
        _edit("dbt_project.yml", "table", "view"),
        _edit("profiles/profiles.yml", "threads: 2", "threads: 3"),
        _edit("macros/schema.sql", "target.schema", "'main'"),
        _write("models/more.sql", "select 1 as n"),
        _write("models/more.yml", "models: []"),
        _write("tests/assert_nothing_wrong.sql", "select 1"),
        _write("seeds/reports/more.csv", "n\n"),
        lambda project: (project / "models/dim_document.sql").rename(project / "models/dim_file.sql") and None,
        lambda project: (project / "models/fct_finding.sql").unlink(),
    ],
)
def test_any_change_of_the_project_is_another_key(project: Path, change: Callable[[Path], None]) -> None:
    before = key_of(project)
    change(project)
    assert key_of(project) != before


def test_rows_are_no_part_of_the_key(project: Path, tmp_path: Path) -> None:
    (project / "seeds" / "reports" / "documents.csv").write_text("a\n1\n", encoding="utf-8")
    before = key_of(project)
    (project / "seeds" / "reports" / "documents.csv").write_text("a\n2\n", encoding="utf-8")
    assert key_of(project) == before
    shutil.copytree(project, tmp_path / "elsewhere")
    assert key_of(tmp_path / "elsewhere") == before


def test_a_changed_model_is_what_the_next_check_runs(project: Path, sample: Path, tmp_path: Path, cache: Path) -> None:
    compiled.compiled(project, tmp_path / "first")
    _edit("models/fct_identity_check.sql", "'exact'", "'violated'")(project)
    models = compiled.compiled(project, tmp_path / "second")
    assert "'violated'" in next(step.code for step in models.steps if step.name == "fct_identity_check")


def test_what_was_compiled_while_the_project_changed_is_not_kept(project: Path, tmp_path: Path, cache: Path) -> None:
    """Else the old project, come back, would be served with the new one's models."""
    key = key_of(project)
    models = compiled.compiled(project, tmp_path / "compile")
    cache.unlink()
    _edit("models/fct_finding.sql", "error", "note")(project)
    compiled.keep(project, key, [])
    assert models.steps
    assert not cache.exists()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"key": 1}', '{"steps": []}', "\x00" * 100])
def test_a_damaged_file_is_made_anew(project: Path, tmp_path: Path, cache: Path, damage: str) -> None:
    whole = compiled.compiled(project, tmp_path / "first")
    cache.write_text(damage, encoding="utf-8")
    assert compiled.compiled(project, tmp_path / "second") == whole
    assert json.loads(cache.read_text(encoding="utf-8"))["key"] == key_of(project)


def test_steps_of_another_form_are_made_anew(project: Path, tmp_path: Path, cache: Path) -> None:
    whole = compiled.compiled(project, tmp_path / "first")
    kept = json.loads(cache.read_text(encoding="utf-8"))
    del kept["steps"][0]["kind"]
    cache.write_text(json.dumps(kept), encoding="utf-8")
    assert compiled.compiled(project, tmp_path / "second") == whole


def test_without_a_place_to_keep_it_all_works(project: Path, tmp_path: Path, cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    assert compiled.compiled(project, tmp_path / "compile").steps


def test_a_project_that_dbt_cannot_read_is_told_of(sample: Path, tmp_path: Path, cache: Path) -> None:
    project = miniature.project(tmp_path / "broken", fct_finding="select {{ broken(")
    with pytest.raises(SaidError, match="fct_finding"):
        check((sample,), Progress(), project)


def test_a_model_that_fails_is_named(tmp_path: Path, cache: Path) -> None:
    project = miniature.project(tmp_path / "broken", fct_finding="select * from nowhere")
    models = compiled.compiled(project, tmp_path / "compile")
    seedfiles.write({}, tmp_path / "seeds")
    with _attached() as connection, pytest.raises(SaidError, match=r"fct_finding: .*nowhere"):
        models.run(connection, project, tmp_path / "seeds")


def test_what_only_dbt_can_make_is_refused(tmp_path: Path, cache: Path) -> None:
    sql = "{{ config(materialized='incremental') }} select 1 as n"
    project = miniature.project(tmp_path / "project", fct_finding=sql)
    with pytest.raises(SaidError, match="incremental"):
        compiled.compiled(project, tmp_path / "compile")


def test_only_what_is_needed_is_run() -> None:
    steps = tuple(
        compiled.Step(name, "view", f'"juesuan"."s"."{name}"', f"select 1 as {name}", after=after)
        for name, after in {"a": (), "b": ("a",), "c": (), "d": ("b",)}.items()
    )
    assert [step.name for step in compiled.Compiled(steps).needed_for("b").steps] == ["a", "b"]
    with pytest.raises(KeyError):
        compiled.Compiled(steps).needed_for("nothing")


def test_what_dbt_parsed_is_recalled_only_whole_and_only_for_the_same_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    paths.CACHE.mkdir()
    project = tmp_path / "project"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text("name: tiny\nmodel-paths: [models]\n", encoding="utf-8")
    model = project / "models" / "one.sql"
    model.write_text("select 1 as one", encoding="utf-8")
    assert ParsedProject(project, "juesuan").recall() is None
    manifest = Manifest(groups={"a": "group"}, fixtures={"b": "fixture"})  # type: ignore[dict-item]
    assert manifest.metric_lookup is not None, "made when asked for, and not to be taken for another"
    ParsedProject(project, "juesuan").keep(manifest, tmp_path / "missing.msgpack")
    recalled = ParsedProject(project, "juesuan").recall()
    assert ParsedProject(project, "another").recall() is None, "its SQL names the other warehouse"
    assert (recalled.groups, recalled.fixtures) == (manifest.groups, manifest.fixtures)
    assert type(recalled.ref_lookup) is type(manifest.ref_lookup)
    model.write_text("select 2 as one", encoding="utf-8")
    assert ParsedProject(project, "juesuan").recall() is None
    model.write_text("select 1 as one", encoding="utf-8")
    assert ParsedProject(project, "juesuan").recall() is not None
    (kept,) = paths.CACHE.glob("*.pickle")
    kept.write_bytes(kept.read_bytes()[:-1])
    assert ParsedProject(project, "juesuan").recall() is None
